import { FLATCAR_AMI_OWNER } from "../../release";
import { REGION } from "../../release/lock-format";
import type { LockedRelease } from "../../release/release";
import { own } from "../record";
import type { ImageLookup, MachineImage } from "../synth/machine-image";
import type { SynthesisedStack } from "../synth/stack";
import { terraformText } from "../synth/terraform-text";

/** Whether an AMI is looked up among those of Flatcar's account alone: a copy in another account has an id of its own. */
export function isOfFlatcar({ data }: ImageLookup): boolean {
  const owners: readonly unknown[] = Array.isArray(data.owners) ? data.owners : [];
  return owners.length === 1 && owners[0] === FLATCAR_AMI_OWNER;
}

/**
 * The AMIs that a lock holds of a release.
 *
 * @param architecture default: of any
 * @param region default: of any
 */
export function lockedAmis({ architectures }: LockedRelease, architecture?: string, region?: string): string[] {
  const chosen = architecture === undefined ? [...architectures.values()] : [architectures.get(architecture)];
  return chosen.flatMap((each) =>
    [...(each?.amis ?? [])].filter(([name]) => region === undefined || name === region).map(([, ami]) => ami),
  );
}

/** The region in which a resource is, where the resource or its provider says so as text. */
export function regionOf(stack: SynthesisedStack, { address }: Pick<MachineImage, "address">): string | undefined {
  const [type, name] = address.split(".");
  const resource = stack.resources[type]?.[name];
  const alias = typeof resource?.provider === "string" ? resource.provider.split(".").at(1) : undefined;
  const provider = (stack.providers.aws ?? []).find((config) => config.alias === alias);
  const written = own(resource, "region") ?? provider?.region;
  const text = typeof written === "string" ? terraformText(written, stack.locals) : "";
  return REGION.test(text) ? text : undefined;
}

import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BareMetalBoot, BareMetalNodePool, BareMetalNodePoolProps, InstallDisk, MatchboxProvider } from "../../lib/bare-metal";
import { BlockJson, StackJson, synthesise } from "../support";
import { OLD } from "./node";

export const MAC_A = "52:54:00:00:00:0a";
export const MAC_B = "52:54:00:00:00:0b";
export const DISK = InstallDisk.byPath("/dev/disk/by-id/one");
export const INSTALL = BareMetalBoot.installToDisk({ disk: DISK });

/** The provider of a stack, with certificates that are none. */
export function addProvider(stack: TerraformStack, alias?: string): MatchboxProvider {
  const secrets = { clientCert: "cert", clientKey: "key", ca: "ca" };
  return new MatchboxProvider(stack, alias ?? "matchbox", { endpoint: "matchbox.lan:8081", ...secrets, alias });
}

/** A pool of one node named "a" that is installed to disk, unless the props say otherwise. */
export function addPool(scope: Construct, id: string, props: Partial<BareMetalNodePoolProps> = {}): BareMetalNodePool {
  return new BareMetalNodePool(scope, id, {
    release: OLD,
    matchboxUrl: "http://matchbox.lan:8080",
    boot: INSTALL,
    nodes: { a: { mac: MAC_A } },
    ...props,
  });
}

/** A stack named "lab" with a matchbox provider, synthesised. */
export function lab(build: (stack: TerraformStack) => void): StackJson {
  return synthesise(
    (stack) => {
      addProvider(stack);
      build(stack);
    },
    { id: "lab" },
  );
}

/** The stack of one pool named "web". */
export function poolJson(props: Partial<BareMetalNodePoolProps> = {}): StackJson {
  return lab((stack) => void addPool(stack, "web", props));
}

/** The profiles or groups of a stack by their name. */
export function byName(json: StackJson, type: "matchbox_profile" | "matchbox_group"): { [name: string]: BlockJson } {
  return Object.fromEntries(Object.values(json.resource?.[type] ?? {}).map((resource) => [String(resource.name), resource]));
}

import type { JsonObject } from "../record";
import type { ConfigPlace } from "./machine-config";
import { addressOf, referencesIn, referred } from "./referred";
import type { SynthesisedStack } from "./stack";

/** An attribute that holds a config: of the machine itself, or of a resource that it refers to. */
interface Place {
  readonly in?: string;
  readonly attribute: string;
  readonly encoding: ConfigPlace["encoding"];
}

const TEMPLATE: Place = { in: "aws_launch_template", attribute: "user_data", encoding: "base64" };

/** Where machines that no pool made have their configs: the first that is there counts. */
const PLACES: { readonly [type: string]: readonly Place[] } = {
  hcloud_server: [{ attribute: "user_data", encoding: "plain" }],
  aws_instance: [{ attribute: "user_data", encoding: "plain" }, { attribute: "user_data_base64", encoding: "base64" }, TEMPLATE],
  aws_autoscaling_group: [
    TEMPLATE,
    { in: "aws_launch_configuration", attribute: "user_data", encoding: "plain" },
    { in: "aws_launch_configuration", attribute: "user_data_base64", encoding: "base64" },
  ],
  libvirt_domain: [{ in: "libvirt_ignition", attribute: "content", encoding: "plain" }],
  matchbox_group: [{ in: "matchbox_profile", attribute: "raw_ignition", encoding: "plain" }],
};

/** The types of resources that are machines, or make some. */
export const FOREIGN_TYPES: readonly string[] = Object.keys(PLACES);

/** The attributes of resources that hold machine configs, by type. */
export const CONFIG_ATTRIBUTES: ReadonlyMap<string, readonly string[]> = configAttributes();

function configAttributes(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [type, places] of Object.entries(PLACES)) {
    for (const { in: holder = type, attribute } of places) found.set(holder, [...new Set([...(found.get(holder) ?? []), attribute])]);
  }
  return found;
}

/** Where the config of a machine that no pool made stands in its stack; undefined where it has none that is known before an apply. */
export function foreignConfigPlace(stack: SynthesisedStack, type: string, name: string): ConfigPlace | undefined {
  const resource = stack.resources[type]?.[name];
  if (resource === undefined || !Object.hasOwn(PLACES, type)) return undefined;
  for (const { in: holder, attribute, encoding } of PLACES[type]) {
    const [address, held] = holder === undefined ? [`${type}.${name}`, resource] : heldBy(stack, holder, resource);
    if (typeof held?.[attribute] === "string") return { address, attribute, encoding };
  }
  return undefined;
}

/** The first resource of a type that a machine refers to. */
function heldBy(
  stack: SynthesisedStack,
  holder: string,
  machine: JsonObject,
): readonly [address: string, resource: JsonObject | undefined] {
  const reference = referencesIn(stack, machine).find(({ mode, type }) => mode === "managed" && type === holder);
  return reference === undefined ? ["", undefined] : [addressOf(reference), referred(stack, reference)];
}

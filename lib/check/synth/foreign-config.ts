import { isRecord } from "../record";
import type { ConfigPlace } from "./machine-config";
import type { SynthesisedStack } from "./stack";

/** Where machines that no pool made have their configs: in themselves, or in a resource that they refer to. */
const PLACES: {
  readonly [type: string]: readonly { readonly in?: string; readonly attribute: string; readonly encoding: ConfigPlace["encoding"] }[];
} = {
  hcloud_server: [{ attribute: "user_data", encoding: "plain" }],
  aws_instance: [
    { attribute: "user_data", encoding: "plain" },
    { attribute: "user_data_base64", encoding: "base64" },
  ],
  aws_autoscaling_group: [{ in: "aws_launch_template", attribute: "user_data", encoding: "base64" }],
  libvirt_domain: [{ in: "libvirt_ignition", attribute: "content", encoding: "plain" }],
  matchbox_group: [{ in: "matchbox_profile", attribute: "raw_ignition", encoding: "plain" }],
};

/** The types of resources that are machines, or make some. */
export const FOREIGN_TYPES: readonly string[] = Object.keys(PLACES);

/** The attributes of resources that hold machine configs, by type. */
export const CONFIG_ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(PLACES).map(([type, places]) => [places[0].in ?? type, places.map(({ attribute }) => attribute)]),
);

/** Where the config of a machine that no pool made stands in its stack; undefined where it has none that is known before an apply. */
export function foreignConfigPlace(stack: SynthesisedStack, type: string, name: string): ConfigPlace | undefined {
  const resource = stack.resources[type]?.[name];
  if (resource === undefined || !Object.hasOwn(PLACES, type)) return undefined;
  for (const place of PLACES[type]) {
    const { attribute, encoding } = place;
    const target = place.in === undefined ? ([type, name] as const) : referenceTo(place.in, resource);
    if (target === undefined) continue;
    const [ofType, ofName] = target;
    if (typeof stack.resources[ofType]?.[ofName]?.[attribute] === "string") return { address: `${ofType}.${ofName}`, attribute, encoding };
  }
  return undefined;
}

/** The first resource of a type that something in a value refers to. */
function referenceTo(type: string, value: unknown): readonly [type: string, name: string] | undefined {
  if (typeof value === "string") {
    const name = new RegExp(`\\$\\{[^}]*\\b${type}\\.([\\w-]+)`).exec(value)?.[1];
    return name === undefined ? undefined : [type, name];
  }
  const members = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : [];
  for (const member of members) {
    const found = referenceTo(type, member);
    if (found !== undefined) return found;
  }
  return undefined;
}

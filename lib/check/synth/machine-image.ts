import { JsonObject, isRecord } from "../record";
import { addressOf, referencesIn, referred } from "./referred";
import type { SynthesisedStack } from "./stack";
import { terraformText } from "./terraform-text";

/** A data source that picks an image. */
export interface ImageLookup {
  /** `data.aws_ami.flatcar`. */
  readonly address: string;
  readonly type: string;
  readonly data: JsonObject;
}

/** Where a stack says which image a machine is made from. */
export interface MachineImage {
  /** Address of the resource that says so: the machine's, or the launch template's. */
  readonly address: string;
  readonly attribute: string;
  /** What is written there; a value known only at apply is an expression. */
  readonly text: string;
  /** Undefined where no data source of the stack picks it. */
  readonly lookup?: ImageLookup;
}

/** The attributes that name an image by its id, by type of resource, with the data sources that find such ids. */
const ATTRIBUTES: { readonly [type: string]: { readonly attribute: string; readonly lookup: string } } = {
  hcloud_server: { attribute: "image", lookup: "hcloud_image" },
  aws_instance: { attribute: "ami", lookup: "aws_ami" },
  aws_launch_template: { attribute: "image_id", lookup: "aws_ami" },
};

const TEMPLATE = "aws_launch_template";

/** Which image the machine at an address is made from, or those that a group at it makes; undefined where an id does not say so. */
export function machineImage(stack: SynthesisedStack, address: string): MachineImage | undefined {
  const [type, name] = address.split(".");
  const resource = stack.resources[type]?.[name];
  if (resource === undefined) return undefined;
  const { attribute, lookup } = Object.hasOwn(ATTRIBUTES, type) ? ATTRIBUTES[type] : { attribute: "", lookup: "" };
  const value = resource[attribute];
  if (typeof value !== "string") {
    const template = referencesIn(stack, resource).find((each) => each.mode === "managed" && each.type === TEMPLATE);
    return template === undefined || type === TEMPLATE ? undefined : machineImage(stack, addressOf(template));
  }
  const image = { address, attribute, text: terraformText(value, stack.locals) };
  const found = referencesIn(stack, value).find((each) => each.mode === "data" && each.type === lookup);
  const data = found === undefined ? undefined : referred(stack, found);
  return found === undefined || data === undefined ? image : { ...image, lookup: { address: addressOf(found), type: lookup, data } };
}

/** The values of a filter of a lookup, `name` or `architecture`; undefined where it has no such filter. */
export function filterOf({ data }: ImageLookup, name: string, stack: Pick<SynthesisedStack, "locals">): string[] | undefined {
  const filters: readonly unknown[] = Array.isArray(data.filter) ? data.filter : [data.filter];
  const found = filters.filter(isRecord).find((filter) => filter.name === name);
  const values: readonly unknown[] | undefined = Array.isArray(found?.values) ? found.values : undefined;
  return values?.filter((value) => typeof value === "string").map((value) => terraformText(value, stack.locals));
}

/** The labels that the selector of a lookup asks for, as far as it asks for single values. */
export function selectedLabels({ data }: ImageLookup, stack: Pick<SynthesisedStack, "locals">): ReadonlyMap<string, string> {
  const selector = typeof data.with_selector === "string" ? terraformText(data.with_selector, stack.locals) : "";
  const pairs = selector.split(",").map((part) => /^\s*([^\s=!,]+)\s*==?\s*([^\s=,]*)\s*$/.exec(part));
  return new Map(pairs.flatMap((pair): [string, string][] => (pair === null ? [] : [[pair[1], pair[2]]])));
}

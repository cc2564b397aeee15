import { CheckedStack, StackInput, checkedStack } from "../../lib/check/model/checked-stack";
import { RuleSubject } from "../../lib/check/rules/rule";
import { DEFAULT_SETTINGS } from "../../lib/check/settings/settings";
import { NodeEntry, PoolEntry } from "../../lib/check/synth/manifest";
import { Resources, SynthesisedStack } from "../../lib/check/synth/stack";
import { IgnitionConfig } from "../../lib/ignition";
import { namedPool, stackOf } from "./manifests";

/** Machine configs by the names of their machines. */
export interface Configs {
  readonly [machine: string]: IgnitionConfig;
}

/** A config under version 3.4.0 unless it says another one. */
export function configOf(config: IgnitionConfig = {}): IgnitionConfig {
  return { ignition: { version: "3.4.0" }, ...config };
}

/** A file with a text. */
export function fileOf(path: string, text: string) {
  return { path, contents: { source: `data:,${encodeURIComponent(text)}` } };
}

/** A config of one file `/etc/note`. */
export function noteOf(text: string): IgnitionConfig {
  return configOf({ storage: { files: [fileOf("/etc/note", text)] } });
}

/** Where a pool is, and what it is of. */
export interface PoolPlace {
  /** @default "x/db" */
  readonly path?: string;
  /** The type of the resources that are its machines. @default "hcloud_server" */
  readonly type?: string;
  /** The attribute with the config. @default "user_data" */
  readonly attribute?: string;
  /** More of each machine's entry. */
  readonly node?: Partial<NodeEntry>;
  /** More resources. */
  readonly resources?: Resources;
}

/** A stack of one pool `db` of machines with names, each with its config in itself. */
export function poolStack(
  configs: Configs,
  pool: Partial<PoolEntry> = {},
  { path = "x/db", type = "hcloud_server", attribute = "user_data", node = {}, resources = {} }: PoolPlace = {},
): SynthesisedStack {
  const entry = (name: string): NodeEntry => {
    const address = `${type}.${name}`;
    const config = { address, attribute, encoding: "plain" as const, bytes: 1, exact: true };
    return { hostname: name, generation: 1, machine: address, resources: [address], config, ...node };
  };
  const names = Object.keys(configs);
  const nodes = Object.fromEntries(names.map((name) => [name, entry(name)]));
  const own = Object.fromEntries(names.map((name) => [name, { [attribute]: JSON.stringify(configs[name]), ...resources[type]?.[name] }]));
  return stackOf({ resources: { ...resources, [type]: own }, pools: { [path]: namedPool({ nodes, ...pool }) } });
}

/** A stack of machines that no pool made. */
export function foreignStack(resources: Resources, more: Partial<SynthesisedStack> = {}): SynthesisedStack {
  return stackOf({ resources, ...more });
}

/** A stack as rules see it. @param base undefined where none is given, null where the base has no such stack */
export function checked(stack: SynthesisedStack, base?: SynthesisedStack | null, more: Partial<StackInput> = {}): CheckedStack {
  return checkedStack({ stack, file: "cdk.tf.json", ...(base === undefined ? {} : { base }), ...more });
}

/** What a rule is asked about. */
export function subjectOf(stack: SynthesisedStack, base?: SynthesisedStack | null, more: Partial<StackInput> = {}): RuleSubject {
  return { stack: checked(stack, base, more), settings: DEFAULT_SETTINGS, now: new Date("2026-09-01T12:00:00Z") };
}

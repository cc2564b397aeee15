import { ConfigEntry, NodeEntry, PoolEntry } from "../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../lib/check/synth/stack";

export const CONFIG: ConfigEntry = { address: "t.n", attribute: "d", encoding: "plain", bytes: 7, exact: true };

export const NODE: NodeEntry = { hostname: "a", generation: 1, machine: "t.n", resources: ["t.n"], config: CONFIG };

const COMMON = {
  platform: "hetzner",
  architecture: "arm64",
  release: { channel: "stable", version: "4593.2.5" },
  update: { strategy: "reboot", updatesInPlace: true },
  onConfigChange: "replace",
  onReleaseChange: "new-nodes-only",
  quorum: false,
  userDataLimit: 32768,
};

/** A pool of machines with names, one `a` unless others are given. */
export function namedPool(pool: Partial<PoolEntry> = {}): PoolEntry {
  return { ...COMMON, kind: "named", name: "db", nodes: { a: NODE }, ...pool };
}

/** A pool of machines without names. */
export function groupPool(pool: Partial<PoolEntry> = {}): PoolEntry {
  const group = { capacity: { min: 2, max: 4 }, generation: 1, group: "g.n", resources: ["t.n", "g.n"], config: CONFIG };
  return { ...COMMON, kind: "group", name: "web", ...group, ...pool };
}

/** A stack `x` with nothing in it but what is given. */
export function stackOf(parts: Partial<SynthesisedStack> = {}): SynthesisedStack {
  return { name: "x", locals: {}, outputs: {}, resources: {}, data: {}, providers: {}, pools: {}, ...parts };
}

import { Plan } from "../harness";

/** Names of domains and of volumes' files, by what becomes of them. */
export interface PlannedMachines {
  readonly made: readonly string[];
  readonly replaced: readonly string[];
  readonly gone: readonly string[];
}

/** Nothing becomes of anything. */
export const UNTOUCHED: PlannedMachines = { made: [], replaced: [], gone: [] };

const KINDS = ["libvirt_domain", "libvirt_volume", "libvirt_ignition"];

/** What a plan says of domains and volumes, in the terms of the host. An update in place leaves them what they are. */
export function plannedMachines(plan: Plan): PlannedMachines {
  const before = new Set<string>();
  const after = new Set<string>();
  for (const { type, change } of plan.json.resource_changes ?? []) {
    if (!KINDS.includes(type) || !change.actions.some((action) => action === "create" || action === "delete")) continue;
    if (change.actions.includes("delete")) before.add(nameOf(change.before));
    if (change.actions.includes("create")) after.add(nameOf(change.after));
  }
  // One name at two addresses, one destroyed and one made, is a replacement too.
  return {
    made: [...after].filter((name) => !before.has(name)).sort(),
    replaced: [...before].filter((name) => after.has(name)).sort(),
    gone: [...before].filter((name) => !after.has(name)).sort(),
  };
}

/**
 * The plan in short, such as `replace libvirt_domain web_a_Domain`: addresses without the hash that cdktf puts behind them, in order.
 */
export function planLines(plan: Plan): string[] {
  return plan.changes.map(({ address, actions }) => {
    const [type, name] = address.split(".");
    return `${actions.length === 2 ? "replace" : actions[0]} ${type} ${name.replace(/_[0-9A-F]{8}$/, "")}`;
  });
}

function nameOf(value: unknown): string {
  if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string") return value.name;
  throw new Error(`a planned resource without a name: ${JSON.stringify(value)}`);
}

import type { CheckedMachine } from "../model/checked-machine";

/** Machines of which the same is so. */
export interface MachineGroup<T> {
  readonly of: T;
  /** At least one. */
  readonly machines: readonly CheckedMachine[];
}

/**
 * Machines together of which the same is so, in the order of the first of each.
 *
 * @param of what is so of a machine, as a value of JSON; undefined for one that belongs to no group
 */
export function grouped<T>(machines: readonly CheckedMachine[], of: (machine: CheckedMachine) => T | undefined): MachineGroup<T>[] {
  const groups = new Map<string, { readonly of: T; readonly machines: CheckedMachine[] }>();
  for (const machine of machines) {
    const found = of(machine);
    if (found === undefined) continue;
    const key = JSON.stringify(found);
    const group = groups.get(key) ?? { of: found, machines: [] };
    groups.set(key, group);
    group.machines.push(machine);
  }
  return [...groups.values()];
}

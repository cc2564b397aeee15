import { listed } from "../listed";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";

/** Machines of a pool as a sentence begins with them, and the verb that goes with them. */
export interface Whom {
  /** `all 3 machines of web`, `1 of 3 machines of web (web-0)`, `hcloud_server.a`. */
  readonly who: string;
  readonly are: "is" | "are";
}

/**
 * How a message names machines of a pool.
 *
 * @param machines of the pool, at least one
 */
export function whom({ kind, name, path, machines: all }: CheckedPool, machines: readonly CheckedMachine[]): Whom {
  if (path === undefined) return { who: name, are: "is" };
  if (kind === "group") return { who: `every machine of ${name}`, are: "is" };
  const names = listed(machines.map((machine) => machine.name));
  if (all.length === 1) return { who: `${names} of ${name}`, are: "is" };
  if (machines.length === all.length) return { who: `${all.length === 2 ? "both" : `all ${all.length}`} machines of ${name}`, are: "are" };
  return { who: `${machines.length} of ${all.length} machines of ${name} (${names})`, are: machines.length === 1 ? "is" : "are" };
}

/** The names of the machines that a problem is about; of a group, whose machines have none, it is about every one. */
export function subjectsOf({ kind }: CheckedPool, machines: readonly CheckedMachine[]): string[] {
  return kind === "group" ? [] : machines.map(({ name }) => name);
}

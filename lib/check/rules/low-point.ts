import type { PoolFates } from "../model/fate";
import { Fate } from "../model/fate";
import { countOf, outageAtOnce } from "./outage";

/** How few and how many machines of a pool there may be while a plan is applied, besides before and after. */
export interface Capacity {
  /** The fewest that are in service: all that go or restart do so before any successor is there. */
  readonly low: number;
  /** The most that there are: all that come are there before any goes. */
  readonly peak: number | undefined;
  /** How many the change is between: the smaller number of before and after. Undefined where that is known only at apply. */
  readonly floor: number | undefined;
}

/**
 * The capacity of a pool during an apply. Undefined where no machine is destroyed that has a successor, so that no order matters.
 *
 * Terraform keeps an order only between the old and the new object of one address, and not between machines: the worst of any order is what is told.
 */
export function capacityDuring(pool: PoolFates): Capacity | undefined {
  const { before, after, machines } = pool;
  const first = machines.filter(({ order }) => order === "create-first");
  const come = machines.filter(({ fate }) => fate === Fate.CREATED);
  const { machines: all } = outageAtOnce(pool);
  // What is created first is there when the old one goes.
  const out = all.filter((machine) => !first.includes(machine));
  const hasSuccessors =
    out.some(({ fate }) => fate === Fate.REPLACED) || (come.length > 0 && out.some(({ fate }) => fate === Fate.DESTROYED));
  if (!hasSuccessors) return undefined;
  const gone = countOf(out);
  const added = countOf([...first, ...come]);
  return {
    // Of a group of unknown size all goes: it is one resource.
    low: before === undefined || gone === undefined ? 0 : Math.max(0, before - gone),
    peak: before === undefined || added === undefined ? undefined : before + added,
    floor: before === undefined || after === undefined ? undefined : Math.min(before, after),
  };
}

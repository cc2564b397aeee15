import { Plan, PlanChange } from "../../../lib/check/plan/plan";

/** A change of a plan: of `type.a`, which is left as it is unless said otherwise. */
export function changeOf(type: string, parts: Partial<PlanChange> = {}): PlanChange {
  return {
    ...{ address: `${type}.a`, mode: "managed", type, provider: "p", actions: ["no-op"] },
    ...{ replacePaths: [], changed: [], before: {}, after: {}, unknown: [] },
    ...parts,
  };
}

/** A plan of some changes. */
export function planOf(...changes: PlanChange[]): Plan {
  return { name: "p.json", formatVersion: "1.2", errored: false, variables: [], providers: {}, changes };
}

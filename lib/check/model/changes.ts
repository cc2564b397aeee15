import type { AttributePath, Plan, PlanChange } from "../plan/plan";
import type { Reason } from "./fate";

/** The changes of a plan by their addresses. */
export class Changes {
  private readonly byAddress = new Map<string, PlanChange>();
  private readonly byPrevious = new Map<string, PlanChange>();
  /** By type, and by the ids and names that its objects have before and after. */
  private readonly byName = new Map<string, Map<string, PlanChange[]>>();

  constructor(plan: Plan) {
    for (const change of plan.changes) {
      // A deposed object is what an earlier apply could not destroy: another one is in its place.
      if (change.mode !== "managed" || change.deposed !== undefined) continue;
      this.byAddress.set(change.address, change);
      if (change.previousAddress !== undefined) this.byPrevious.set(change.previousAddress, change);
    }
  }

  /** In the plan's order. */
  public all(): IterableIterator<PlanChange> {
    return this.byAddress.values();
  }

  /** The change of an address. */
  public at(address: string): PlanChange | undefined {
    return this.byAddress.get(address);
  }

  /** The change of what was at an address, and may have moved. */
  public from(address: string): PlanChange | undefined {
    return this.byPrevious.get(address) ?? this.byAddress.get(address);
  }

  /** The changes of objects of a type that have one of some ids or names, before or after. */
  public named(type: string, names: readonly unknown[]): PlanChange[] {
    const index = this.byName.get(type) ?? this.index(type);
    return [...new Set(names.flatMap((name) => (typeof name === "string" ? (index.get(name) ?? []) : [])))];
  }

  /** What happens at some addresses, as far as anything does. */
  public reasons(addresses: readonly string[]): Reason[] {
    return addresses.flatMap((address) => {
      const change = this.at(address);
      return change === undefined || isIdle(change) ? [] : [reasonOf(change)];
    });
  }

  private index(type: string): Map<string, PlanChange[]> {
    const index = new Map<string, PlanChange[]>();
    for (const change of this.byAddress.values()) {
      if (change.type !== type) continue;
      const { before, after } = change;
      for (const name of new Set([before.id, before.name, after.id, after.name])) {
        if (typeof name === "string") index.set(name, [...(index.get(name) ?? []), change]);
      }
    }
    this.byName.set(type, index);
    return index;
  }
}

/** Whether a change does nothing. */
export function isIdle({ actions }: PlanChange): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}

/** A change as the reason of something. */
export function reasonOf({ address, actions, actionReason, replacePaths, changed }: PlanChange): Reason {
  // What a provider says must be replaced may be a whole object, of which a part differs.
  const within = (path: AttributePath): readonly AttributePath[] => {
    const parts = changed.filter((each) => path.every((step, i) => each[i] === step));
    return parts.length > 0 ? parts : [path];
  };
  const paths = replacePaths.length > 0 ? replacePaths.flatMap(within) : changed;
  return { address, actions, ...(actionReason === undefined ? {} : { actionReason }), paths };
}

/** Whether an attribute differs, or something in it. */
export function changes(change: PlanChange, attributes: readonly string[]): boolean {
  return change.changed.some(([first]) => typeof first === "string" && attributes.includes(first));
}

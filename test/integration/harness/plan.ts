/** The part of `terraform show -json PLAN` that the tests read. See https://developer.hashicorp.com/terraform/internals/json-format */
export interface PlanJson {
  readonly format_version: string;
  readonly resource_changes?: readonly PlanResourceChange[];
  readonly resource_drift?: readonly PlanResourceChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[]; readonly after?: unknown }>>;
  readonly planned_values?: unknown;
  readonly configuration?: unknown;
  readonly errored?: boolean;
}

/** One resource in a plan. */
export interface PlanResourceChange {
  readonly address: string;
  /** The address it had before a `moved` block. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: unknown;
    readonly after?: unknown;
    readonly after_unknown?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** What a plan does to one address. */
export interface PlannedAction {
  readonly address: string;
  /** `["create"]`, `["update"]`, `["delete"]`, `["delete", "create"]` (replaced), `["create", "delete"]` (replaced, new one first). */
  readonly actions: readonly string[];
}

/** A plan, read. */
export class Plan {
  constructor(
    public readonly json: PlanJson,
    /** What Terraform wrote while planning, for messages. */
    public readonly output: string,
  ) {}

  /** What the plan does, in order of address: all that is neither nothing nor a read. */
  public get changes(): PlannedAction[] {
    return (this.json.resource_changes ?? [])
      .map(({ address, change: { actions } }) => ({ address, actions: [...actions] }))
      .filter(({ actions }) => actions.some((action) => action !== "no-op" && action !== "read"))
      .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  }

  /** Addresses that `moved` blocks change: old address to new. */
  public get moves(): Record<string, string> {
    const moved = (this.json.resource_changes ?? []).flatMap((r) =>
      r.previous_address === undefined ? [] : [[r.previous_address, r.address]],
    );
    return Object.fromEntries(moved);
  }

  /** Names of the outputs whose values the plan changes. */
  public get outputChanges(): string[] {
    return Object.entries(this.json.output_changes ?? {})
      .filter(([, { actions }]) => actions.some((action) => action !== "no-op"))
      .map(([name]) => name)
      .sort();
  }

  /** Whether an apply would change nothing at all: no resource, no output, no address. */
  public get isEmpty(): boolean {
    return this.changes.length === 0 && this.outputChanges.length === 0 && Object.keys(this.moves).length === 0;
  }

  /** The change of one address; throws where the plan does not know it. */
  public change(address: string): PlanResourceChange {
    const found = (this.json.resource_changes ?? []).find((r) => r.address === address);
    if (found !== undefined) return found;
    const known = (this.json.resource_changes ?? []).map((r) => r.address);
    throw new Error(`the plan has no ${address}; it has ${known.join(", ") || "nothing"}`);
  }
}

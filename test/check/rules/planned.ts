import { PlanChange } from "../../../lib/check/plan/plan";
import { RuleSubject } from "../../../lib/check/rules/rule";
import { NodeEntry, PoolEntry } from "../../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { NODE, namedPool, stackOf } from "../manifests";
import { changeOf, planOf } from "../model/changes-of";
import { madeSubject } from "./made-subject";

/** What a rule is asked about beside the stack `x` of a test's own. */
export interface Planned extends Partial<Omit<RuleSubject, "stack">> {
  readonly stack?: Partial<SynthesisedStack>;
  /** Null where the base branch has no such stack. @default - none is given */
  readonly base?: Partial<SynthesisedStack> | null;
  /** @default - no plan */
  readonly changes?: readonly PlanChange[];
}

/** What a rule is asked about, made of the parts that a test needs. */
export function planned({ stack = {}, base, changes, ...more }: Planned): RuleSubject {
  const before = base === undefined || base === null ? base : stackOf(base);
  return madeSubject(stackOf(stack), { base: before, plan: changes === undefined ? undefined : planOf(...changes), ...more });
}

/** A pool of servers with these names, each the resource `hcloud_server.<name>`. */
export function serverPool(names: readonly string[], pool: Partial<PoolEntry> = {}): PoolEntry {
  const node = (name: string): NodeEntry => {
    const address = `hcloud_server.${name}`;
    return { ...NODE, hostname: name, machine: address, resources: [address] };
  };
  return namedPool({ nodes: Object.fromEntries(names.map((name) => [name, node(name)])), ...pool });
}

/** A change of a server of {@link serverPool}. */
export function serverChange(name: string, actions: readonly string[], parts: Partial<PlanChange> = {}): PlanChange {
  return changeOf("hcloud_server", { address: `hcloud_server.${name}`, actions, ...parts });
}

/** The change of a server that is replaced, destroyed first. */
export function replaced(name: string, parts: Partial<PlanChange> = {}): PlanChange {
  return serverChange(name, ["delete", "create"], parts);
}

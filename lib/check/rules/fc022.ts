import { listed } from "../listed";
import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { Severity } from "../severity";
import { ROOT_DISK, awsExceeded } from "./limits/aws";
import type { Exceeded } from "./limits/exceeded";
import { hetznerExceeded } from "./limits/hetzner";
import { PoolFinder } from "./pool-finder";
import type { Problem, Rule } from "./rule";

/** What a platform refuses because there is too much of it, which no plan knows. */
export const FC022: Rule = {
  id: "FC022",
  title: "limits of the platform",
  severity: Severity.FAIL,
  why:
    "A plan does not know the limits of a platform: the apply stops in the middle, with some machines made and others not, and after a machine was destroyed " +
    "its replacement may be the one that is refused.",
  mend: "Stay within the limit, or divide what is over it: another placement group, another network, a second firewall.",
  triggers: "Eleven servers are in one placement group of Hetzner Cloud.",
  passes: "Ten are; or twenty are spread over two placement groups.",
  parts: [{ needs: [], find: ({ stack }) => problemsOf(stack) }],
};

/** Pools in their order, then what is of no pool, or of several. */
function problemsOf(stack: CheckedStack): Problem[] {
  const finder = new PoolFinder(stack);
  const exceeded = [...hetznerExceeded(stack.stack), ...awsExceeded(stack.stack)];
  const all = exceeded.map((each) => ({ exceeded: each, pool: poolOf(finder, each) }));
  return [...stack.pools, undefined].flatMap((pool) => {
    const own = all.filter((each) => each.pool === pool && (each.exceeded.kind !== ROOT_DISK || pool?.path !== undefined));
    return grouped(own.map((each) => each.exceeded)).map((each) => problemOf(finder, pool, each));
  });
}

/** What goes over one limit in the same way is one problem. */
function grouped(all: readonly Exceeded[]): Exceeded[] {
  const groups = new Map<string, Exceeded>();
  for (const exceeded of all) {
    const key = JSON.stringify([exceeded.kind, exceeded.says]);
    const before = groups.get(key);
    groups.set(key, before === undefined ? exceeded : { ...before, addresses: [...before.addresses, ...exceeded.addresses] });
  }
  return [...groups.values()];
}

function problemOf(finder: PoolFinder, pool: CheckedPool | undefined, { addresses, says, mend }: Exceeded): Problem {
  const each = addresses.length === 1 ? "" : "each ";
  const verb = addresses.length === 1 ? says : says.replace(/^\w+/, (word) => PLURAL[word] ?? word);
  const subjects = addresses.map((address) => finder.subjectOf(address));
  return { ...(pool === undefined ? {} : { pool }), subjects, message: `${listed(addresses)} ${each}${verb}`, mend };
}

/** The verbs of what is said, of more than one. */
const PLURAL: { readonly [verb: string]: string } = { has: "have", comes: "come", describes: "describe" };

/** The pool that all of it is about; undefined where that is none, or more than one. */
function poolOf(finder: PoolFinder, { addresses, by = addresses }: Exceeded): CheckedPool | undefined {
  const found = new Set(by.map((address) => finder.poolOf(address)));
  return found.size === 1 ? [...found][0] : undefined;
}

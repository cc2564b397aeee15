import { Need } from "../rules/rule";
import { Severity } from "../severity";
import { numbered } from "./numbered";
import type { CheckReport, NotRun, StackReport } from "./report";

/** What a finding of a severity is called, one and several. */
export const SEVERITY_NOUNS: { readonly [severity in Severity]: readonly [one: string, several: string] } = {
  [Severity.FAIL]: ["failure", "failures"],
  [Severity.WARN]: ["warning", "warnings"],
  [Severity.INFO]: ["note", "notes"],
};

/** The severities, most first. */
export const SEVERITIES: readonly Severity[] = [Severity.FAIL, Severity.WARN, Severity.INFO];

/** `2 failures, 1 warning, 3 notes; 4 rules not run`: what was not asked is never passed over. */
export function findingsWords({ findings, overridden, notRun, unread }: CheckReport): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [numbered(count, ...SEVERITY_NOUNS[severity])];
  });
  const found = counts.length === 0 ? "nothing found" : counts.join(", ");
  return [
    found,
    ...(overridden.length === 0 ? [] : [`${overridden.length} accepted`]),
    ...(notRun.length === 0 ? [] : [`${numbered(new Set(notRun.map(({ rule }) => rule)).size, "rule")} not run, or in part`]),
    ...(unread.length === 0 ? [] : [`${numbered(unread.length, "machine config")} not read`]),
  ].join("; ");
}

/** What is known of the machines of a stack without a plan: a group stands for all of its machines. */
export function unplannedWords({ synthesised: { pools, machines } }: StackReport): string {
  return `${numbered(pools, "pool")} with ${numbered(machines, "machine")}, a group as one; what happens to them needs a plan`;
}

/** What a rule cannot be asked without, and how it is given. */
const NEEDS: { readonly [need in Need]: readonly [what: string, how: string] } = {
  [Need.PLAN]: ["a plan", "--plan STACK=FILE"],
  [Need.BASE]: ["what the base branch synthesises", "--base DIR"],
  [Need.LOCK]: ["the lock file", "--lock FILE"],
  [Need.FEED]: ["what Flatcar has published", "--feed"],
};

/** `a plan and the lock file`. */
export function needsWords(needs: readonly Need[]): string {
  return needs.map((need) => NEEDS[need][0]).join(" and ");
}

/** The options of the command that give it: `--plan STACK=FILE --lock FILE`. */
export function needsOptions(needs: readonly Need[]): string {
  return needs.map((need) => NEEDS[need][1]).join(" ");
}

/** Rules that lack the same in the same stacks. */
export interface NotRunGroup {
  readonly needs: readonly Need[];
  readonly stacks: readonly string[];
  /** In order; `FC003 in part` where the rest of it was asked. */
  readonly rules: readonly string[];
}

/** What was not run, by what it needs. */
export function notRunGroups(notRun: readonly NotRun[]): NotRunGroup[] {
  const byStack = grouped(notRun, ({ needs, stack }) => JSON.stringify([needs, stack]));
  const named = byStack.map((each) => ({
    ...{ needs: each[0].needs, stack: each[0].stack },
    rules: each.map(({ rule, inPart }) => (inPart ? `${rule} in part` : rule)),
  }));
  return grouped(named, ({ needs, rules }) => JSON.stringify([needs, rules])).map((each) => ({
    ...{ needs: each[0].needs, rules: each[0].rules },
    stacks: each.map(({ stack }) => stack),
  }));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(item);
  }
  return [...groups.values()];
}

import { check } from "../../../lib/check/check";
import type { StackInput } from "../../../lib/check/model/checked-stack";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import type { Block, Section } from "../../../lib/check/report/markdown-budget";
import type { CheckReport, Finding, StackReport } from "../../../lib/check/report/report";
import { RULES } from "../../../lib/check/rules";
import { Need, Rule } from "../../../lib/check/rules/rule";
import { CheckSettings, DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { Severity } from "../../../lib/check/severity";
import { recorded } from "../model/recorded";
import { TODAY } from "../rules/subject";

/** A machine to which nothing happens, but for what is given. */
export function machineOf(machine: Partial<MachineFate> = {}): MachineFate {
  return { name: "a", address: "hcloud_server.a", fate: Fate.UNTOUCHED, count: 1, isBefore: true, isAfter: true, reasons: [], ...machine };
}

/** A pool of machines with names; as many before as after unless it is said. */
export function fatesOf(machines: readonly MachineFate[], pool: Partial<PoolFates> = {}): PoolFates {
  const common = { stack: "t", path: "t/db", name: "db", platform: "hetzner", kind: "named" as const, quorum: false };
  return { ...common, before: machines.length, after: machines.length, machines, ...pool };
}

/** A stack with a plan that has nothing in it, but for what is given. */
export function stackReport(stack: Partial<StackReport> = {}): StackReport {
  const common = { name: "t", file: "cdktf.out/stacks/t/cdk.tf.json", hasPlan: true, hasBase: true, pools: [] };
  return { ...common, synthesised: { pools: 1, machines: 3 }, diffs: [], ...stack };
}

/** A failure of a pool, but for what is given. */
export function findingOf(finding: Partial<Finding> = {}): Finding {
  return {
    ...{ rule: "FC001", title: "machines replaced or restarted at once", severity: Severity.FAIL, stack: "t", pool: "t/db" },
    ...{ subjects: ["a", "b"], message: "2 of 3 machines of db are replaced at once", mend: "raise generations one by one", details: [] },
    ...{ file: "cdktf.out/stacks/t/cdk.tf.json", source: { file: "stacks/hetzner.ts", line: 12 } },
    ...finding,
  };
}

/** A rule that finds nothing. */
export function ruleOf(id: string, rule: Partial<Rule> = {}): Rule {
  const texts = { why: "It matters.", mend: "Mend it.", triggers: "A change.", passes: "Another one." };
  return { id, title: `rule ${id}`, severity: Severity.FAIL, ...texts, parts: [{ needs: [Need.PLAN], find: () => [] }], ...rule };
}

/** A report of nothing, but for what is given. */
export function reportOf(report: Partial<CheckReport> = {}): CheckReport {
  return { verdict: "pass", stacks: [], findings: [], overridden: [], notRun: [], unread: [], rules: [], ...report };
}

/** What the check says of plans of real Terraform: see scripts/record-plans.mjs. */
export function recordedReport(
  names: readonly string[],
  settings: Partial<CheckSettings> = {},
  rules: readonly Rule[] = RULES,
): CheckReport {
  const stacks = names.map((each): StackInput => {
    const [platform, name] = each.split("/");
    const { stack, plan, base } = recorded(platform, name);
    return { stack, plan, base: base ?? null, file: `cdktf.out/stacks/${stack.name}/cdk.tf.json` };
  });
  return check({ stacks, settings: { ...DEFAULT_SETTINGS, ...settings }, now: TODAY }, rules);
}

/** The pieces of a comment's section as they are written. */
export function written({ blocks }: Pick<Section, "blocks">): { readonly rank: Block["rank"]; readonly text: string }[] {
  return blocks.map(({ rank, text }) => ({ rank, text: text() }));
}

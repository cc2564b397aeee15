import type { LockedRelease } from "../release/release";
import { CheckedStack, StackInput, checkedStack } from "./model/checked-stack";
import { configDiffs } from "./model/config-diff";
import { partialPlans } from "./plan/partial";
import type { CheckReport, Finding, NotRun, StackReport, UnreadConfig } from "./report/report";
import { RULES } from "./rules";
import type { PublishedReleases } from "./rules/published";
import { Need, Problem, Rule, RuleSubject } from "./rules/rule";
import { applyOverrides } from "./settings/overrides";
import type { CheckSettings, Override } from "./settings/settings";
import { unknownPools } from "./settings/unknown-pools";
import { highest, isAtLeast } from "./severity";

/** What a check is made of. */
export interface CheckInput {
  /** In the order in which they are reported. */
  readonly stacks: readonly StackInput[];
  readonly settings: CheckSettings;
  /**
   * What the file of the settings is called in messages.
   *
   * @default "flatcar-check.json"
   */
  readonly settingsFile?: string;
  /**
   * Whether these are not all stacks there are: what the settings say of others is not told to be for nothing then.
   *
   * @default false
   */
  readonly isSelection?: boolean;
  /** The releases of the lock file, by name. @default - rules that need it are not asked */
  readonly lock?: ReadonlyMap<string, LockedRelease>;
  /** What Flatcar has published. @default - rules that need it are not asked */
  readonly published?: PublishedReleases;
  /** What day it is: overrides expire, releases get old. */
  readonly now: Date;
}

/**
 * Asks every rule about every stack.
 *
 * @param rules in the order in which they are asked
 */
export function check(input: CheckInput, rules: readonly Rule[] = RULES): CheckReport {
  const { stacks, settings, settingsFile = "flatcar-check.json", isSelection = false, now, lock, published } = input;
  const checked = stacks.map(checkedStack);
  const asked = rules.filter(({ id }) => settings.severities[id] !== "off");
  const answers = checked.flatMap((stack) => {
    const subject: RuleSubject = {
      stack,
      settings,
      now,
      ...(lock === undefined ? {} : { lock }),
      ...(published === undefined ? {} : { published }),
    };
    return asked.map((rule) => ask(rule, subject));
  });
  const notRun = answers.flatMap((answer) => answer.notRun);
  const isChecked = (name: string): boolean => checked.some((stack) => stack.name === name);
  const { findings, overridden } = applyOverrides(
    answers.flatMap((answer) => answer.findings),
    settings.overrides,
    {
      ...{ now, file: settingsFile },
      isMeant: ({ stack }) => stack === undefined || !isSelection || isChecked(stack),
      isAsked: (override) =>
        (override.stack !== undefined || !isSelection) && !notRun.some(({ rule, stack }) => isAbout(override, rule, stack)),
    },
  );
  const paths = checked.flatMap(({ pools }) => pools.flatMap(({ path }) => (path === undefined ? [] : [path])));
  const unknown = unknownPools(settings, paths, settingsFile, (path) => !isSelection || isChecked(path.split("/")[0]));
  const sorted = [...partialPlans(checked), ...findings, ...unknown].sort(byImportance);
  return {
    verdict: highest(sorted.map(({ severity }) => severity)) ?? "pass",
    stacks: checked.map(stackReport),
    ...{ findings: sorted, overridden, notRun },
    unread: checked.flatMap(unreadConfigs),
    rules: asked,
  };
}

function isAbout(override: Override, rule: string, stack: string): boolean {
  return override.rule === rule && (override.stack === undefined || override.stack === stack);
}

interface Answer {
  readonly findings: readonly Finding[];
  readonly notRun: readonly NotRun[];
}

function ask(rule: Rule, subject: RuleSubject): Answer {
  const { id, title, parts } = rule;
  const lacking = parts.map(({ needs }) => needs.filter((need) => !has(subject, need)));
  const problems = parts.flatMap((part, i) => (lacking[i].length === 0 ? [...part.find(subject)] : []));
  const needs = [...new Set(lacking.flat())];
  const inPart = lacking.some((each) => each.length === 0);
  return {
    findings: problems.map((problem) => finding(rule, problem, subject)),
    notRun: needs.length === 0 ? [] : [{ rule: id, title, stack: subject.stack.name, needs, inPart }],
  };
}

function has({ stack, lock, published }: RuleSubject, need: Need): boolean {
  switch (need) {
    case Need.PLAN:
      return stack.plan !== undefined;
    case Need.BASE:
      return stack.base !== undefined;
    case Need.LOCK:
      return lock !== undefined;
    case Need.FEED:
      return published !== undefined;
  }
}

function finding(rule: Rule, problem: Problem, { stack, settings }: RuleSubject): Finding {
  const { pool, subjects = [], message, mend = rule.mend, details = [] } = problem;
  const configured = settings.severities[rule.id];
  return {
    ...{ rule: rule.id, title: rule.title },
    severity: configured === undefined || configured === "off" ? (problem.severity ?? rule.severity) : configured,
    ...{ stack: stack.name, ...(pool === undefined ? {} : { pool: pool.path ?? pool.name }) },
    ...{ subjects, message, mend, details, file: stack.file },
    ...(pool?.source === undefined ? {} : { source: pool.source }),
  };
}

// Sorting keeps the order of what is equal: that of the stacks and pools.
function byImportance(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return isAtLeast(a.severity, b.severity) ? -1 : 1;
  return a.rule === b.rule ? 0 : a.rule < b.rule ? -1 : 1;
}

function stackReport(stack: CheckedStack): StackReport {
  const machines = stack.pools.reduce((total, pool) => total + pool.machines.length, 0);
  return {
    ...{ name: stack.name, file: stack.file, hasPlan: stack.plan !== undefined, hasBase: stack.base !== undefined },
    pools: stack.pools.flatMap(({ fates }) => (fates === undefined ? [] : [fates])),
    synthesised: { pools: stack.pools.filter((pool) => pool.machines.length > 0).length, machines },
    diffs: configDiffs(stack),
  };
}

function unreadConfigs({ name, pools }: CheckedStack): UnreadConfig[] {
  return pools.flatMap((pool) =>
    pool.machines.flatMap((machine) =>
      machine.fault === undefined ? [] : [{ stack: name, pool: pool.path ?? pool.name, machine: machine.name, why: machine.fault }],
    ),
  );
}

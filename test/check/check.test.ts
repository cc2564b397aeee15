import { expect, test } from "vitest";
import { CheckInput, check } from "../../lib/check/check";
import { RULES } from "../../lib/check/rules";
import { Need, Problem, Rule, RulePart, RuleSubject } from "../../lib/check/rules/rule";
import { CheckSettings, DEFAULT_SETTINGS, Override } from "../../lib/check/settings/settings";
import { Severity } from "../../lib/check/severity";
import { recorded } from "./model/recorded";
import { namedPool, stackOf } from "./manifests";
import { TODAY } from "./rules/subject";

const part = (needs: readonly Need[], find: (subject: RuleSubject) => readonly Problem[]): RulePart => ({ needs, find });
const rule = (id: string, parts: readonly RulePart[], severity = Severity.WARN): Rule => ({
  ...{ id, title: `title of ${id}`, severity, why: "w", mend: `mend of ${id}`, triggers: "t", passes: "p", parts },
});
const says = (id: string, message: string, severity?: Severity): Rule =>
  rule(id, [part([], () => [{ message, ...(severity === undefined ? {} : { severity }) }])]);

const STACK = stackOf({ name: "prod", pools: { "prod/db": namedPool({ source: { file: "main.ts", line: 7 } }) } });
const OVERRIDE: Override = { rule: "FC001", reason: "r", approver: "a", expires: "2026-12-31" };

function checked(rules: readonly Rule[], settings: Partial<CheckSettings> = {}, more: Partial<CheckInput> = {}) {
  const input = { stacks: [{ stack: STACK, file: "cdk.tf.json" }], settings: { ...DEFAULT_SETTINGS, ...settings }, now: TODAY };
  return check({ ...input, ...more }, rules);
}

test("without rules, and without what they would find, a check passes", () => {
  expect(checked([])).toEqual({
    ...{ verdict: "pass", findings: [], overridden: [], notRun: [], unread: expect.any(Array) as unknown, rules: [] },
    stacks: [
      { name: "prod", file: "cdk.tf.json", hasPlan: false, hasBase: false, pools: [], synthesised: { pools: 1, machines: 1 }, diffs: [] },
    ],
  });
  expect(checked([rule("FC001", [part([], () => [])])])).toMatchObject({ verdict: "pass", findings: [], notRun: [] });
});

test("a problem is a finding with the rule's severity and mending, and the pool's place", () => {
  const found = rule("FC001", [part([], ({ stack }) => [{ message: "m", pool: stack.pools[0], subjects: ["a"], details: ["d"] }])]);
  expect(checked([found]).findings).toEqual([
    {
      ...{ rule: "FC001", title: "title of FC001", severity: Severity.WARN, stack: "prod", pool: "prod/db", subjects: ["a"] },
      ...{ message: "m", mend: "mend of FC001", details: ["d"], file: "cdk.tf.json", source: { file: "main.ts", line: 7 } },
    },
  ]);
});

test("a problem may say otherwise, and the settings have the last word on how much it matters", () => {
  const [a] = checked([rule("FC001", [part([], () => [{ message: "m", severity: Severity.FAIL, mend: "x" }])])]).findings;
  expect(a).toMatchObject({ severity: Severity.FAIL, mend: "x", subjects: [], details: [] });
  expect(a).not.toHaveProperty("pool");
  const { findings, verdict } = checked([says("FC001", "m", Severity.FAIL)], { severities: { FC001: Severity.INFO } });
  expect([verdict, findings[0].severity]).toEqual([Severity.INFO, Severity.INFO]);
});

test("a rule that is off is not asked, and is none of those that were", () => {
  const { findings, rules, notRun } = checked([says("FC001", "m"), rule("FC002", [part([Need.PLAN], () => [])])], {
    severities: { FC001: "off", FC002: "off" },
  });
  expect([findings, rules, notRun]).toEqual([[], [], []]);
});

test("findings stand by severity, then by rule, then by stack", () => {
  const rules = [says("FC001", "info", Severity.INFO), says("FC003", "x"), says("FC002", "y"), says("FC009", "z", Severity.FAIL)];
  const stacks = ["b", "a"].map((name) => ({ stack: stackOf({ name }), file: "f" }));
  const { findings, verdict } = checked(rules, {}, { stacks });
  expect(findings.map((each) => `${each.rule} ${each.stack}`)).toEqual([
    ...["FC009 b", "FC009 a", "FC002 b", "FC002 a", "FC003 b", "FC003 a", "FC001 b", "FC001 a"],
  ]);
  expect(verdict).toBe(Severity.FAIL);
});

test("a part that lacks what it needs is told, and the others are asked", () => {
  const both = rule("FC001", [part([], () => [{ message: "synth" }]), part([Need.PLAN, Need.LOCK], () => [{ message: "plan" }])]);
  const none = rule("FC002", [part([Need.BASE], () => [{ message: "base" }]), part([Need.FEED, Need.BASE], () => [])]);
  const { findings, notRun } = checked([both, none]);
  expect(findings.map(({ message }) => message)).toEqual(["synth"]);
  expect(notRun).toEqual([
    { rule: "FC001", title: "title of FC001", stack: "prod", needs: [Need.PLAN, Need.LOCK], inPart: true },
    { rule: "FC002", title: "title of FC002", stack: "prod", needs: [Need.BASE, Need.FEED], inPart: false },
  ]);
});

test("each part gets what it needs, and only what is there", () => {
  const { stack, plan, base } = recorded("hetzner", "config-replace");
  const seen: RuleSubject[] = [];
  const all = rule("FC001", [part([Need.PLAN, Need.BASE, Need.LOCK, Need.FEED], (subject) => (seen.push(subject), []))]);
  const published = { releases: new Map(), streams: [] };
  const more = { stacks: [{ stack, plan, base, file: "f" }], lock: new Map(), published };
  const { notRun, stacks } = checked([all], {}, more);
  expect(notRun).toEqual([]);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ published, now: TODAY, settings: DEFAULT_SETTINGS });
  expect(stacks[0]).toMatchObject({ hasPlan: true, hasBase: true, synthesised: { pools: 1, machines: 2 } });
  expect(stacks[0].pools.map(({ path, before, after }) => [path, before, after])).toEqual([["t/web", 2, 2]]);
  expect(stacks[0].diffs.map(({ pool, machines }) => [pool, machines])).toEqual([["t/web", ["a", "c"]]]);
  expect(checked([all]).notRun[0].needs).toEqual([Need.PLAN, Need.BASE, Need.LOCK, Need.FEED]);
});

test("a stack that the base branch does not have has a base: nothing", () => {
  const of = rule("FC001", [part([Need.BASE], ({ stack }) => [{ message: String(stack.base?.pools.length) }])]);
  const { findings, stacks } = checked([of], {}, { stacks: [{ stack: STACK, base: null, file: "f" }] });
  expect([findings[0].message, stacks[0].hasBase]).toEqual(["0", true]);
});

test("a machine whose config cannot be read is told, with the reason and without what is there", () => {
  const { unread } = checked(
    [],
    {},
    { stacks: [{ stack: stackOf({ name: "x", resources: { hcloud_server: { a: { user_data: "#!hunter2" } } } }), file: "f" }] },
  );
  expect(unread).toEqual([
    { stack: "x", pool: "hcloud_server.a", machine: "hcloud_server.a", why: expect.stringContaining("synth-unreadable") as string },
  ]);
  expect(JSON.stringify(unread)).not.toContain("hunter2");
});

test("an accepted finding does not count, and an override that was for nothing is a note", () => {
  const accepted = checked([says("FC001", "m", Severity.FAIL)], { overrides: [OVERRIDE] });
  expect(accepted).toMatchObject({ verdict: "pass", findings: [], overridden: [{ override: OVERRIDE, finding: { message: "m" } }] });
  const nothing = checked([rule("FC001", [])], { overrides: [OVERRIDE] });
  expect(nothing.findings).toMatchObject([{ rule: "FC000", severity: Severity.INFO, file: "flatcar-check.json" }]);
  expect(checked([], { overrides: [OVERRIDE] }, { settingsFile: "ci/check.json" }).findings[0].file).toBe("ci/check.json");
});

test("an override is not for nothing where its rule could not be asked, or where not all stacks are checked", () => {
  const needing = [rule("FC001", [part([], () => []), part([Need.PLAN], () => [])])];
  expect(checked(needing, { overrides: [OVERRIDE] }).findings).toEqual([]);
  expect(checked(needing, { overrides: [{ ...OVERRIDE, stack: "prod" }] }).findings).toEqual([]);
  expect(checked(needing, { overrides: [{ ...OVERRIDE, rule: "FC002" }] }).findings).toHaveLength(1);
  const asked = [rule("FC001", [])];
  const of = (stack: string | undefined, isSelection: boolean) =>
    checked(asked, { overrides: [{ ...OVERRIDE, ...(stack === undefined ? {} : { stack }) }] }, { isSelection }).findings.length;
  expect([of(undefined, true), of("dev", true), of("prod", true)]).toEqual([0, 0, 1]);
  expect([of(undefined, false), of("dev", false), of("prod", false)]).toEqual([1, 1, 1]);
});

test("a plan that is not of all of its stack is a warning", () => {
  const { stack, plan } = recorded("hetzner", "nothing");
  const of = (complete: boolean) => checked([], {}, { stacks: [{ stack, plan: { ...plan, complete }, file: "f" }] });
  expect([of(true).verdict, of(false).verdict]).toEqual(["pass", Severity.WARN]);
});

test("thresholds of a pool that is not there are a note, unless it may be in a stack that is not checked", () => {
  const pools = { "prod/db": {}, "prod/bd": {}, "dev/db": {} };
  const messages = (isSelection: boolean) => checked([], { pools }, { isSelection }).findings.map(({ message }) => message);
  expect(messages(false)).toEqual(["the thresholds of prod/bd are of no pool", "the thresholds of dev/db are of no pool"]);
  expect(messages(true)).toEqual(["the thresholds of prod/bd are of no pool"]);
});

test("the rules are in order of their numbers, each with all that a page about it needs", () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { id, title, why, mend, triggers, passes, parts } of RULES) {
    expect(id).toMatch(/^FC0(0[1-9]|1[0-9]|2[12])$/);
    expect(title, id).toMatch(/^\S.*[^.\s]$/);
    for (const text of [why, mend, triggers, passes]) expect(text, id).toMatch(/^\S.*[.:)]$/s);
    expect(parts.length, id).toBeGreaterThan(0);
    expect(new Set(parts.map(({ needs }) => [...needs].sort().join())).size, id).toBe(parts.length);
  }
});

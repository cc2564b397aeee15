import { expect, test } from "vitest";
import { Finding } from "../../../lib/check/report/report";
import { OverrideOptions, applyOverrides } from "../../../lib/check/settings/overrides";
import { Override } from "../../../lib/check/settings/settings";
import { Severity } from "../../../lib/check/severity";

const FINDING: Finding = {
  ...{ rule: "FC001", title: "t", severity: Severity.FAIL, stack: "prod", pool: "prod/db", subjects: ["a", "b"] },
  ...{ message: "m", mend: "x", details: [], file: "cdk.tf.json" },
};
const OVERRIDE: Override = { rule: "FC001", reason: "because", approver: "ops", expires: "2026-09-01" };

function apply(findings: readonly Finding[], overrides: readonly Override[], options: Partial<OverrideOptions> = {}) {
  const all = { now: new Date("2026-09-01T23:59:59Z"), file: "f.json", isMeant: () => true, isAsked: () => true, ...options };
  return applyOverrides(findings, overrides, all);
}

test.each<[string, Partial<Override>]>([
  ["of its rule", {}],
  ["of its stack", { stack: "prod" }],
  ["of its pool", { pool: "prod/db" }],
  ["about no more than its subjects", { stack: "prod", pool: "prod/db", subjects: ["c", "b", "a"] }],
])("an override accepts a finding %s", (_, more) => {
  const override = { ...OVERRIDE, ...more };
  expect(apply([FINDING], [override])).toEqual({ findings: [], overridden: [{ finding: FINDING, override }] });
});

test.each<[string, Partial<Override>, Partial<Finding>]>([
  ["of another rule", { rule: "FC002" }, {}],
  ["of another stack", { stack: "dev" }, {}],
  ["of another pool", { pool: "prod/web" }, {}],
  ["of no pool", { pool: "prod/db" }, { pool: undefined }],
  ["that is about something more", { subjects: ["a"] }, {}],
  ["about the whole, where it names subjects", { subjects: ["a", "b"] }, { subjects: [] }],
])("it accepts none %s, and is told to accept nothing", (_, more, other) => {
  const finding = { ...FINDING, ...other };
  const { findings, overridden } = apply([finding], [{ ...OVERRIDE, ...more }]);
  expect(overridden).toEqual([]);
  expect(findings).toHaveLength(2);
  expect(findings[0]).toEqual(finding);
  expect(findings[1]).toMatchObject({
    rule: "FC000",
    severity: Severity.INFO,
    mend: "take it out",
    file: "f.json",
    stack: more.stack ?? "",
  });
});

test("it counts on its last day in UTC, and on no later one", () => {
  expect(apply([FINDING], [OVERRIDE]).findings).toEqual([]);
  const { findings, overridden } = apply([FINDING], [OVERRIDE], { now: new Date("2026-09-02T00:00:00Z") });
  expect(overridden).toEqual([]);
  expect(findings).toEqual([
    FINDING,
    {
      ...{ rule: "FC000", title: "what the check rests on", severity: Severity.FAIL, stack: "", subjects: [], file: "f.json" },
      ...{ message: "the override of FC001 expired on 2026-09-01", mend: "mend what it accepted, or let its approver renew it" },
      details: ["reason: because", "approver: ops"],
    },
  ]);
});

test("what has expired is a finding though there is nothing for it, with what it was about", () => {
  const { findings } = apply([], [{ ...OVERRIDE, stack: "prod", pool: "prod/db", expires: "2026-08-31" }]);
  expect(findings.map(({ message, severity }) => [message, severity])).toEqual([
    ["the override of FC001 prod prod/db expired on 2026-08-31", Severity.FAIL],
  ]);
});

test("of two that accept the same finding the first does, and neither is for nothing", () => {
  const second = { ...OVERRIDE, reason: "too" };
  const { findings, overridden } = apply([FINDING], [OVERRIDE, second]);
  expect(findings).toEqual([]);
  expect(overridden.map(({ override }) => override)).toEqual([OVERRIDE]);
});

test("one that has expired hides no other that has not", () => {
  const { findings, overridden } = apply([FINDING], [{ ...OVERRIDE, expires: "2026-01-01" }, OVERRIDE]);
  expect(overridden).toHaveLength(1);
  expect(findings.map(({ rule }) => rule)).toEqual(["FC000"]);
});

test("where not all was asked nothing is told to be for nothing, and of other stacks not even that it has expired", () => {
  const expired = { ...OVERRIDE, expires: "2026-01-01" };
  expect(apply([], [OVERRIDE], { isAsked: () => false }).findings).toEqual([]);
  expect(apply([], [expired], { isAsked: () => false }).findings).toHaveLength(1);
  expect(apply([], [OVERRIDE, expired], { isMeant: () => false }).findings).toEqual([]);
  expect(apply([FINDING], [OVERRIDE], { isMeant: () => false }).overridden).toHaveLength(1);
});

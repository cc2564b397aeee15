import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { jsonReport } from "../../../lib/check/report/json";
import { Need } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { recordings } from "../model/recorded";
import { anyReport } from "./arbitrary";
import { fatesOf, findingOf, machineOf, recordedReport, reportOf, ruleOf, stackReport } from "./reports";
import { reportSchema } from "./schemas";

const valid = reportSchema();

test("all of a report is there, rules by id, title and severity alone", () => {
  const finding = findingOf();
  const override = { rule: "FC001", stack: "t", pool: "t/db", subjects: ["a"], reason: "wave 2", approver: "alice", expires: "2026-12-31" };
  const notRun = { rule: "FC002", title: "quorum", stack: "t", needs: [Need.PLAN], inPart: true };
  const unread = { stack: "t", pool: "t/db", machine: "a", why: "no JSON" };
  const report = reportOf({
    ...{ verdict: Severity.FAIL, findings: [finding], overridden: [{ finding, override }], notRun: [notRun], unread: [unread] },
    rules: [ruleOf("FC001")],
  });
  const text = jsonReport(report);
  expect(JSON.parse(text)).toEqual({
    ...{
      version: 1,
      verdict: "fail",
      stacks: [],
      findings: [finding],
      overridden: [{ finding, override }],
      notRun: [notRun],
      unread: [unread],
    },
    rules: [{ id: "FC001", title: "rule FC001", severity: "fail" }],
  });
  expect(text.endsWith("}\n")).toBe(true);
});

test("a number that is known only at apply is null, and not left out", () => {
  const group = fatesOf([machineOf({ fate: Fate.REFRESHED, count: undefined })], { kind: "group", before: undefined, after: undefined });
  const json = JSON.parse(jsonReport(reportOf({ stacks: [stackReport({ pools: [group] })] })));
  expect(json.stacks[0].pools[0]).toMatchObject({ before: null, after: null, machines: [{ count: null }] });
  expect(valid(json), JSON.stringify(valid.errors)).toBe(true);
});

test("what a later rule or model adds to a report is not written before the schema has it", () => {
  const more = { ...findingOf(), secret: "s" };
  const stack = { ...stackReport(), secret: "s" };
  expect(jsonReport(reportOf({ findings: [more], stacks: [stack] }))).not.toContain("secret");
});

test.each(["aws", "bare-metal", "hetzner", "libvirt"])("reports of plans of real Terraform are valid: %s", (platform) => {
  for (const name of recordings(platform)) {
    expect(valid(JSON.parse(jsonReport(recordedReport([`${platform}/${name}`])))), `${name}: ${JSON.stringify(valid.errors)}`).toBe(true);
  }
});

test("any report is valid", () => {
  fc.assert(
    fc.property(anyReport(4), (report) => {
      expect(valid(JSON.parse(jsonReport(report))), JSON.stringify(valid.errors)).toBe(true);
    }),
    { numRuns: 80 },
  );
});

test("the schema refuses what no report has", () => {
  const json = () =>
    JSON.parse(jsonReport(reportOf({ findings: [findingOf()], stacks: [stackReport({ pools: [fatesOf([machineOf()])] })] })));
  expect(valid(json())).toBe(true);
  expect(valid({ ...json(), version: 2 })).toBe(false);
  expect(valid({ ...json(), more: true })).toBe(false);
  const { verdict: _verdict, ...without } = json();
  expect(valid(without)).toBe(false);
  for (const change of [{ severity: "off" }, { rule: "FC1" }, { source: { file: "a" } }]) {
    expect(valid({ ...json(), findings: [{ ...json().findings[0], ...change }] })).toBe(false);
  }
  const odd = json();
  odd.stacks[0].pools[0].machines[0].fate = "lost";
  expect(valid(odd)).toBe(false);
});

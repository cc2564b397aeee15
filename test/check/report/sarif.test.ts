import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sarifReport } from "../../../lib/check/report/sarif";
import { Need } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { recordings } from "../model/recorded";
import { anyReport } from "./arbitrary";
import { findingOf, recordedReport, reportOf, ruleOf } from "./reports";
import { sarifSchema } from "./schemas";

const valid = sarifSchema();
const override = { rule: "FC001", reason: "wave 2", approver: "alice", expires: "2026-12-31" };

const runOf = (report: Parameters<typeof sarifReport>[0]) => {
  const sarif = JSON.parse(sarifReport(report));
  expect(valid(sarif), JSON.stringify(valid.errors)).toBe(true);
  expect(sarif.runs).toHaveLength(1);
  return sarif.runs[0];
};

test("a report of nothing is a run that went well without results", () => {
  const run = runOf(reportOf());
  expect(run.tool.driver).toEqual({ name: "cdktf-flatcar", rules: [] });
  expect(run.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  expect(run.results).toEqual([]);
});

test("a finding lies where its pool is written, by a path that holds on every machine", () => {
  const [result] = runOf(
    reportOf({ findings: [findingOf({ details: ["a: user_data"] })], rules: [ruleOf("FC000"), ruleOf("FC001")] }),
  ).results;
  expect(result).toEqual({
    ...{ ruleId: "FC001", ruleIndex: 1, level: "error", suppressions: [] },
    message: { text: "2 of 3 machines of db are replaced at once.\na: user_data\nMend: raise generations one by one." },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "stacks/hetzner.ts", uriBaseId: "%SRCROOT%" }, region: { startLine: 12 } },
        logicalLocations: [{ fullyQualifiedName: "t/db", kind: "resource" }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{32}:1$/) as string },
    properties: { stack: "t", pool: "t/db", subjects: ["a", "b"] },
  });
});

test("else it lies in the first line of the stack's JSON; one of the settings in their file, and nowhere in a stack", () => {
  const findings = [
    findingOf({ source: undefined, pool: undefined }),
    findingOf({ rule: "FC000", stack: "", pool: undefined, source: undefined, file: "flatcar-check.json" }),
  ];
  const [stack, settings] = runOf(reportOf({ findings })).results.map(({ locations }: { locations: unknown[] }) => locations[0]);
  expect(stack).toEqual({
    physicalLocation: { artifactLocation: { uri: "cdktf.out/stacks/t/cdk.tf.json", uriBaseId: "%SRCROOT%" }, region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: "t", kind: "module" }],
  });
  expect(settings).toEqual({
    physicalLocation: { artifactLocation: { uri: "flatcar-check.json", uriBaseId: "%SRCROOT%" }, region: { startLine: 1 } },
  });
});

test("the three severities are the three levels", () => {
  const findings = [Severity.FAIL, Severity.WARN, Severity.INFO].map((severity) => findingOf({ severity }));
  const levels = runOf(reportOf({ findings })).results.map(({ level }: { level: string }) => level);
  expect(levels).toEqual(["error", "warning", "note"]);
});

test("an accepted finding is suppressed from outside, by whom and why; all others are said not to be", () => {
  const { results } = runOf(reportOf({ findings: [findingOf()], overridden: [{ finding: findingOf({ pool: "t/web" }), override }] }));
  expect(results.map(({ suppressions }: { suppressions: unknown }) => suppressions)).toEqual([
    [],
    [{ kind: "external", status: "accepted", justification: "wave 2 (alice, until 2026-12-31)" }],
  ]);
});

test("what was not run or not read is a notification", () => {
  const { invocations } = runOf(
    reportOf({
      rules: [ruleOf("FC001")],
      notRun: [
        { rule: "FC001", title: "rule FC001", stack: "t", needs: [Need.PLAN], inPart: false },
        { rule: "FC001", title: "rule FC001", stack: "u", needs: [Need.LOCK], inPart: true },
      ],
      unread: [{ stack: "t", pool: "t/db", machine: "a", why: "no JSON" }],
    }),
  );
  expect(invocations[0].toolExecutionNotifications).toEqual([
    {
      ...{ level: "note", descriptor: { id: "not-run" }, associatedRule: { id: "FC001", index: 0 } },
      message: { text: "FC001 (rule FC001) was not run for t: it needs a plan (--plan STACK=FILE)." },
    },
    {
      ...{ level: "note", descriptor: { id: "not-run" }, associatedRule: { id: "FC001", index: 0 } },
      message: { text: "FC001 (rule FC001) was run only in part for u: it needs the lock file (--lock FILE)." },
    },
    {
      ...{ level: "warning", descriptor: { id: "unread-config" } },
      message: { text: "The machine config of a of t/db in t was not read, so that rules say nothing of it: no JSON" },
    },
  ]);
});

test.each(["aws", "bare-metal", "hetzner", "libvirt"])("reports of plans of real Terraform are valid: %s", (platform) => {
  for (const name of recordings(platform)) runOf(recordedReport([`${platform}/${name}`]));
});

test("any report is valid, its rules are found by their places, and its fingerprints are its own", () => {
  fc.assert(
    fc.property(anyReport(4), (report) => {
      const { results, tool, invocations } = runOf(report);
      const { rules } = tool.driver;
      for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex].id).toBe(ruleId);
      for (const { associatedRule } of invocations[0].toolExecutionNotifications) {
        if (associatedRule?.index !== undefined) expect(rules[associatedRule.index].id).toBe(associatedRule.id);
      }
      expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(rules.length);
      const prints = results.map((each: { partialFingerprints: object }) => JSON.stringify(each.partialFingerprints));
      expect(new Set(prints).size).toBe(prints.length);
      expect(sarifReport(report)).toBe(sarifReport(report));
    }),
    { numRuns: 60 },
  );
});

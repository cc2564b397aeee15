import { expect, test } from "vitest";
import { findingsWords, needsOptions, needsWords, notRunGroups, unplannedWords } from "../../../lib/check/report/verdict-words";
import { Need } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { findingOf, reportOf, stackReport } from "./reports";

const notRun = (rule: string, stack: string, needs: readonly Need[] = [Need.PLAN], inPart = false) => ({
  rule,
  title: "x",
  stack,
  needs,
  inPart,
});

test("findings are counted by severity, most first; what was accepted, not asked or not read is never passed over", () => {
  expect(findingsWords(reportOf())).toBe("nothing found");
  const finding = findingOf();
  const override = { rule: "FC001", reason: "r", approver: "a", expires: "2026-12-31" };
  const report = reportOf({
    findings: [finding, findingOf({ severity: Severity.INFO }), findingOf({ severity: Severity.WARN }), finding],
    overridden: [{ finding, override }],
    notRun: [notRun("FC001", "a"), notRun("FC001", "b"), notRun("FC002", "b")],
    unread: [{ stack: "a", pool: "a/db", machine: "x", why: "y" }],
  });
  expect(findingsWords(report)).toBe("2 failures, 1 warning, 1 note; 1 accepted; 2 rules not run, or in part; 1 machine config not read");
});

test("each need has its words and the options that give it", () => {
  const all = Object.values(Need);
  expect(needsWords(all)).toBe("a plan and what the base branch synthesises and the lock file and what Flatcar has published");
  expect(needsOptions(all)).toBe("--plan STACK=FILE --base DIR --lock FILE --feed");
});

test("rules that lack the same are told together, for all stacks that lack the same rules", () => {
  const groups = notRunGroups([
    ...["a", "b"].flatMap((stack) => [notRun("FC001", stack), notRun("FC002", stack), notRun("FC003", stack, [Need.PLAN], true)]),
    notRun("FC007", "a", [Need.LOCK]),
    notRun("FC001", "c"),
  ]);
  expect(groups).toEqual([
    { needs: [Need.PLAN], stacks: ["a", "b"], rules: ["FC001", "FC002", "FC003 in part"] },
    { needs: [Need.LOCK], stacks: ["a"], rules: ["FC007"] },
    { needs: [Need.PLAN], stacks: ["c"], rules: ["FC001"] },
  ]);
});

test("of a stack without a plan only what is synthesised is known", () => {
  expect(unplannedWords(stackReport({ synthesised: { pools: 1, machines: 3 } }))).toBe(
    "1 pool with 3 machines, a group as one; what happens to them needs a plan",
  );
});

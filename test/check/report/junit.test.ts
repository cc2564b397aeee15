import { DOMParser, Element } from "@xmldom/xmldom";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { junitReport } from "../../../lib/check/report/junit";
import { Need } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { anyReport } from "./arbitrary";
import { findingOf, recordedReport, reportOf, ruleOf, stackReport } from "./reports";

/** What Jenkins's schema of such files (junit-10.xsd) has of what is written here: of each element what may be in it, in that order, and its attributes. */
const SCHEMA: { readonly [element: string]: { readonly children: readonly string[]; readonly attributes: readonly string[] } } = {
  testsuites: { children: ["testsuite"], attributes: ["name", "time", "tests", "failures", "disabled", "errors"] },
  testsuite: {
    children: ["properties", "testcase", "system-out", "system-err"],
    attributes: [
      "name",
      "tests",
      "failures",
      "errors",
      "group",
      "time",
      "skipped",
      "timestamp",
      "hostname",
      "id",
      "package",
      "file",
      "log",
      "url",
      "version",
    ],
  },
  testcase: {
    children: ["skipped", "error", "failure", "rerunFailure", "system-out", "system-err"],
    attributes: ["name", "assertions", "time", "timestamp", "classname", "status", "class", "file", "line", "url"],
  },
  failure: { children: [], attributes: ["type", "message"] },
  skipped: { children: [], attributes: ["type", "message"] },
  "system-out": { children: [], attributes: [] },
};

const REQUIRED: { readonly [element: string]: readonly string[] } = { testsuite: ["name"], testcase: ["name", "classname"] };

function parsed(xml: string): Element {
  const errors: unknown[] = [];
  const { documentElement } = new DOMParser({ onError: (level, message) => level !== "warning" && errors.push(message) }).parseFromString(
    xml,
    "text/xml",
  );
  expect(errors).toEqual([]);
  if (documentElement === null) throw new Error("no element");
  return documentElement;
}

const childrenOf = (element: Element): Element[] => [...element.childNodes].filter((node): node is Element => node.nodeType === 1);

/** Holds an element against the schema, and the numbers of suites against what is in them. */
function hold(element: Element): void {
  const { children, attributes } = SCHEMA[element.nodeName];
  const inside = childrenOf(element);
  const places = inside.map(({ nodeName }) => children.indexOf(nodeName));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  const given = [...element.attributes].map(({ name }) => name);
  expect(given.filter((name) => !attributes.includes(name))).toEqual([]);
  expect((REQUIRED[element.nodeName] ?? []).filter((name) => !given.includes(name))).toEqual([]);
  if (element.nodeName.startsWith("testsuite")) {
    const cases = [...element.getElementsByTagName("testcase")];
    const having = (kind: string): string => String(cases.filter((each) => each.getElementsByTagName(kind).length > 0).length);
    expect(element.getAttribute("tests")).toBe(String(cases.length));
    expect(element.getAttribute("failures")).toBe(having("failure"));
    if (element.nodeName === "testsuite") expect(element.getAttribute("skipped")).toBe(having("skipped"));
    expect(element.getAttribute("errors")).toBe("0");
  }
  if (element.nodeName === "testcase") expect(inside.filter(({ nodeName }) => /failure|skipped/.test(nodeName)).length).toBeLessThan(2);
  inside.forEach(hold);
}

const rules = ["FC001", "FC002", "FC003"].map((id) => ruleOf(id));

test("a suite for each stack, a test for each rule, all of which pass where nothing is found", () => {
  const xml = junitReport(
    reportOf({ rules: rules.slice(0, 2), stacks: [stackReport({ name: "a", file: "a.json" }), stackReport({ name: "b" })] }),
  );
  hold(parsed(xml));
  expect(xml).toContain(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdktf-flatcar check" tests="4" failures="0" errors="0">
  <testsuite name="a" tests="2" failures="0" errors="0" skipped="0">
    <testcase name="FC001 rule FC001" classname="cdktf-flatcar.a" file="a.json"/>
    <testcase name="FC002 rule FC002" classname="cdktf-flatcar.a" file="a.json"/>
  </testsuite>
`);
});

test("a failure fails its rule in its stack, all failures of a rule in one element; warnings and notes are output", () => {
  const findings = [
    findingOf({ details: ["hcloud_server.a"] }),
    findingOf({ message: "another one", pool: undefined, source: undefined }),
    findingOf({ rule: "FC002", severity: Severity.WARN, message: "a warning" }),
    findingOf({ rule: "FC001", stack: "u", severity: Severity.INFO, message: "a note" }),
  ];
  const xml = junitReport(reportOf({ rules, findings, stacks: [stackReport(), stackReport({ name: "u" })] }));
  hold(parsed(xml));
  expect(xml)
    .toContain(`      <failure message="2 of 3 machines of db are replaced at once (and 1 more)" type="fail">t/db (stacks/hetzner.ts:12): 2 of 3 machines of db are replaced at once
  hcloud_server.a
  mend: raise generations one by one
t (cdktf.out/stacks/t/cdk.tf.json): another one
  mend: raise generations one by one</failure>
`);
  expect(xml).toContain(`      <system-out>warn
t/db (stacks/hetzner.ts:12): a warning
  mend: raise generations one by one</system-out>
`);
  expect(xml).toContain("<system-out>info\n");
  expect(xml.match(/<failure/g)).toHaveLength(1);
});

test("what was not run is skipped with what it needs, in part too, unless the rest of it fails", () => {
  const notRun = rules.map(({ id, title }, i) => ({ rule: id, title, stack: "t", needs: [Need.PLAN], inPart: i > 0 }));
  const xml = junitReport(reportOf({ rules, notRun, stacks: [stackReport()], findings: [findingOf({ rule: "FC003" })] }));
  hold(parsed(xml));
  const [first, second, third] = [...parsed(xml).getElementsByTagName("testcase")];
  expect(first.getElementsByTagName("skipped")[0].getAttribute("message")).toBe("not run: needs a plan (--plan STACK=FILE)");
  expect(second.getElementsByTagName("skipped")[0].getAttribute("message")).toBe("run only in part: needs a plan (--plan STACK=FILE)");
  expect(third.getElementsByTagName("skipped")).toHaveLength(0);
  expect(third.getElementsByTagName("failure")).toHaveLength(1);
  expect(third.getElementsByTagName("system-out")[0].textContent).toBe("run only in part: needs a plan (--plan STACK=FILE)");
});

test("what somebody accepted passes, and says who and why", () => {
  const override = { rule: "FC001", reason: "wave 2", approver: "alice", expires: "2026-12-31" };
  const xml = junitReport(reportOf({ rules, stacks: [stackReport()], overridden: [{ finding: findingOf(), override }] }));
  hold(parsed(xml));
  expect(xml).not.toContain("<failure");
  expect(xml).toContain("<system-out>accepted by alice until 2026-12-31: wave 2\nt/db (stacks/hetzner.ts:12): 2 of 3 ");
});

test("findings on the settings have a suite of their own where they are about no stack that was checked", () => {
  const settings = { rule: "FC000", title: "overrides", pool: undefined, source: undefined, file: "flatcar-check.json" };
  const findings = [findingOf({ ...settings, stack: "" }), findingOf({ ...settings, stack: "t", severity: Severity.INFO })];
  const xml = junitReport(reportOf({ rules: rules.slice(0, 1), stacks: [stackReport()], findings }));
  hold(parsed(xml));
  const names = [...parsed(xml).getElementsByTagName("testsuite")].map((suite) => [
    suite.getAttribute("name"),
    [...suite.getElementsByTagName("testcase")].map((each) => each.getAttribute("name")),
  ]);
  expect(names).toEqual([
    ["t", ["FC001 rule FC001", "FC000 overrides"]],
    ["flatcar-check.json", ["FC000 overrides"]],
  ]);
});

test("machine configs that could not be read are skipped, and not passed over", () => {
  const xml = junitReport(
    reportOf({ rules: [], stacks: [stackReport()], unread: [{ stack: "t", pool: "t/db", machine: "a", why: "no JSON" }] }),
  );
  hold(parsed(xml));
  expect(xml).toContain('<testcase name="machine configs" classname="cdktf-flatcar.t"');
  expect(xml).toContain('<skipped message="not read, so that rules say nothing of them: 1"/>');
  expect(xml).toContain("<system-out>a of t/db: no JSON</system-out>");
});

test.each(["hetzner/generation", "aws/group-release", "libvirt/config-replace", "bare-metal/config"])(
  "reports of plans of real Terraform hold: %s",
  (recording) => hold(parsed(junitReport(recordedReport([recording])))),
);

test("any report is well-formed, holds, and has a failure for each rule and stack that fails", () => {
  fc.assert(
    fc.property(anyReport(4), (report) => {
      const xml = junitReport(report);
      const root = parsed(xml);
      hold(root);
      expect(junitReport(report)).toBe(xml);
      if (report.findings.some(({ severity }) => severity === Severity.FAIL))
        expect(Number(root.getAttribute("failures"))).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

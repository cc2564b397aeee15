import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { Reach } from "../../../lib/check/model/reach";
import { markdownReport } from "../../../lib/check/report/markdown";
import type { CheckReport } from "../../../lib/check/report/report";
import { Need } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { dataUrl, diffIgnition } from "../../../lib/ignition";
import { thrown } from "../../support/thrown";
import { anyReport } from "./arbitrary";
import { REFERENCES, actingIn } from "./markdown-reader";
import { fatesOf, findingOf, machineOf, recordedReport, reportOf, stackReport } from "./reports";

const RUN = "https://ci.example/run/1?a=(b)&c=<d>";
const override = { rule: "FC001", reason: "wave 2 for @ops", approver: "@alice", expires: "2026-12-31" };

/** Characters that GitHub takes in a comment, of which a workflow may want some. */
const LIMIT = 65_536;

/** Holds a comment against what must never act in it, and against its limit. */
function hold(markdown: string, report: CheckReport): void {
  expect(Buffer.byteLength(markdown, "utf8")).toBeLessThanOrEqual(60_000);
  expect(markdown.length).toBeLessThan(LIMIT - 4_000);
  const { html, links, text, types } = actingIn(markdown);
  for (const each of html) {
    expect(each.trimEnd()).toMatch(
      /^(<!-- cdktf-flatcar check -->|<br>|<\/details>|<details><summary>([^<>]|<code>[^<>]*<\/code>)*<\/summary>)$/,
    );
  }
  const own = "https://ci.example/run/1?a=(b)&c=%3Cd%3E";
  expect(links.filter((link) => link !== own)).toEqual([]);
  expect(text).not.toMatch(REFERENCES);
  expect(types.has("image")).toBe(false);
  expect(html.filter((each) => each.startsWith("<details>")).length).toBe(html.filter((each) => each.startsWith("</details>")).length);
  const rows = markdown.split("\n").filter((line) => /^\| `|^\| ""/.test(line));
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  const pools = report.stacks.flatMap((stack) => stack.pools).length;
  expect(rows.length).toBeLessThanOrEqual(pools);
}

test("a report of nothing is the mark and one heading", () => {
  expect(markdownReport(reportOf(), {})).toBe("<!-- cdktf-flatcar check -->\n\n### Flatcar check passed: nothing found\n");
});

test("the mark comes first, alone in its line, and is the caller's where he has one", () => {
  expect(markdownReport(reportOf(), { marker: "cdktf-flatcar check prod/eu-1" }).split("\n")[0]).toBe(
    "<!-- cdktf-flatcar check prod/eu-1 -->",
  );
  for (const marker of ["", " a", "a ", "a--b", "a-", "a>b", "a<b", "a\nb", "é", "x".repeat(101)]) {
    expect(thrown(() => markdownReport(reportOf(), { marker })).code).toBe("report-marker-invalid");
  }
});

test("the run is linked, unless its address is none of the web, or holds a password, which no error repeats", () => {
  expect(markdownReport(reportOf(), { runUrl: RUN })).toContain(
    "\n[The run with the whole report](<https://ci.example/run/1?a=(b)&c=%3Cd%3E>)\n",
  );
  for (const runUrl of [
    "",
    "run 1",
    "javascript:alert(1)",
    "file:///a",
    "https://u:hunter2@ci.example/",
    `https://a.example/${"x".repeat(2_000)}`,
  ]) {
    const error = thrown(() => markdownReport(reportOf(), { runUrl }));
    expect(error.code).toBe("report-run-url-invalid");
    expect(error.message).not.toContain("hunter2");
  }
});

test.each([
  [Severity.FAIL, "failed"],
  [Severity.WARN, "passed with warnings"],
  [Severity.INFO, "passed"],
  ["pass" as const, "passed"],
])("the verdict is in the heading: %s", (verdict, words) => {
  expect(markdownReport(reportOf({ verdict }), {})).toContain(`### Flatcar check ${words}: `);
});

test.each([
  [Fate.DESTROYED, "> [!CAUTION]\n> **Machines lose their root disks: of 1 machine 1 is destroyed.**\n"],
  [Fate.REFRESHED, "> [!CAUTION]\n> **Machines lose their root disks: of 1 machine 1 is replaced.**\n"],
  [Fate.POWER_CYCLED, "> [!WARNING]\n> **Machines are restarted: of 1 machine 1 is restarted.**\n"],
  [Fate.UNTOUCHED, "\nOf 1 machine none is destroyed, replaced or restarted.\n"],
])("what happens to the machines comes before anything else, and destroys are loud: %s", (fate, words) => {
  const markdown = markdownReport(reportOf({ stacks: [stackReport({ pools: [fatesOf([machineOf({ fate })])] })] }), {});
  expect(markdown).toContain(words);
  expect(markdown.indexOf(words)).toBeLessThan(markdown.indexOf("| Stack |"));
});

test("then the table, failures, warnings, notes, what was accepted, not run, not read, and the diffs", () => {
  const report: CheckReport = {
    ...recordedReport(["hetzner/generation"], {}, []),
    findings: [Severity.FAIL, Severity.WARN, Severity.INFO].map((severity) => findingOf({ severity })),
    overridden: [{ finding: findingOf(), override }],
    notRun: [{ rule: "FC002", title: "quorum", stack: "t", needs: [Need.LOCK], inPart: true }],
    unread: [
      { stack: "t", pool: "t/web", machine: "c", why: "no JSON" },
      { stack: "t", pool: "aws_instance.x", machine: "aws_instance.x", why: "no JSON" },
    ],
  };
  const markdown = markdownReport(report, { runUrl: RUN });
  hold(markdown, report);
  const heads = markdown.split("\n").filter((line) => /^(#|\| Stack|<details)/.test(line));
  expect(heads).toEqual([
    "### Flatcar check passed: 1 failure, 1 warning, 1 note; 1 accepted; 1 rule not run, or in part; 2 machine configs not read",
    "| Stack | Pool | Machines | Why |",
    "<details><summary>What the plan changes</summary>",
    "#### Failures (1)",
    "#### Warnings (1)",
    "#### Notes (1)",
    "<details><summary>Accepted (1)</summary>",
    "<details><summary>Not run (1 rule)</summary>",
    "<details><summary>Machine configs that cannot be read, so that rules say nothing of them (2)</summary>",
    "#### Machine configs",
    "<details><summary><code>a</code> of <code>t/web</code>: 1 change; takes effect by replacement</summary>",
    "<details><summary><code>c</code> of <code>t/web</code>: 1 change; will only take effect on new machines</summary>",
  ]);
  expect(markdown).toContain("Accepted by `@alice` until `2026-12-31`: wave 2 for `@ops`\n");
  expect(markdown).toContain("\nNeeds **the lock file** (`--lock FILE`) for t: FC002 in part\n");
  expect(markdown).toContain("\n`c` of `t/web`: no `JSON`\n".replace("`JSON`", "JSON"));
  expect(markdown).toContain("\n`aws_instance.x`: no JSON\n");
});

/** A report that is far too large for a comment. */
function large(many: number): CheckReport {
  const before = { ignition: { version: "3.4.0" } };
  const diff = diffIgnition(before, {
    ...before,
    storage: { files: [{ path: "/a", contents: { source: dataUrl("0123456789\n".repeat(900)) } }] },
  });
  const all = <T>(make: (i: number) => T): T[] => Array.from({ length: many }, (_, i) => make(i));
  const pool = (i: number, fate: Fate) => fatesOf([machineOf({ name: `n${i}`, fate })], { path: `t/${fate}-${i}` });
  return reportOf({
    verdict: Severity.FAIL,
    stacks: [
      stackReport({
        pools: [...all((i) => pool(i, Fate.UNTOUCHED)), ...all((i) => pool(i, Fate.DESTROYED))],
        diffs: all((i) => ({ stack: "t", pool: `t/p${i}`, machines: ["a"], reach: Reach.REPLACEMENT, onlyNewMachines: false, diff })),
      }),
    ],
    findings: [Severity.FAIL, Severity.WARN, Severity.INFO].flatMap((severity) =>
      all((i) => findingOf({ severity, pool: `t/${severity}-${i}`, details: ["a detail", "another"] })),
    ),
    overridden: all((i) => ({ finding: findingOf({ pool: `t/accepted-${i}` }), override })),
    unread: all((i) => ({ stack: "t", pool: "t/db", machine: `unread-${i}`, why: "no JSON" })),
  });
}

const KINDS = [
  /\| `t\/destroyed-/g,
  /`t\/fail-/g,
  /`t\/warn-/g,
  /`t\/accepted-/g,
  /`unread-/g,
  /\| `t\/untouched-/g,
  /`t\/info-/g,
  /lines more</g,
  /```diff/g,
];

test.each([10, 30, 60, 120, 300, 1_000])(
  "of a report that is too large the least important goes first, and it is said how much and where: %i of each",
  (many) => {
    const report = large(many);
    const markdown = markdownReport(report, { runUrl: RUN });
    hold(markdown, report);
    const counts = KINDS.map((kind) => (markdown.match(kind) ?? []).length);
    const wanted = KINDS.map((kind) => (String(kind).includes("lines more") ? many * 3 : many));
    const cut = counts.findIndex((count, i) => count < wanted[i]);
    expect(counts.slice(0, cut)).toEqual(wanted.slice(0, cut));
    // One rank of two kinds: the details of findings and of plans.
    if (cut < 7) expect(counts.slice(cut + 1).filter((count) => count > 0)).toEqual([]);
    expect(markdown).toMatch(
      /\n> \[!NOTE\]\n> No room for [^\n]*\d+ config diffs?\. They are in \[the run\]\(<https:\/\/ci\.example\/run\/1[^\n]*>\)\.\n$/,
    );
    if (many >= 300) expect(markdown).toContain(`, ${many} notes, `);
    expect(markdownReport(report, {})).toContain("They are in the other formats of the report.\n");
  },
);

test("the alert counts all machines, also those whose rows have no room", () => {
  expect(markdownReport(large(1_000), {})).toContain("of 2000 machines 1000 are destroyed");
});

test("of no report anything acts, and none is too large", { timeout: 120_000 }, () => {
  for (const [most, numRuns] of [
    [3, 60],
    [30, 6],
  ]) {
    fc.assert(
      fc.property(anyReport(most), (report) => {
        const markdown = markdownReport(report, { runUrl: RUN });
        hold(markdown, report);
        expect(markdownReport(report, { runUrl: RUN })).toBe(markdown);
      }),
      { numRuns },
    );
  }
});

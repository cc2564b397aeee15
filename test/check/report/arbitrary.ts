import * as fc from "fast-check";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import { Reach } from "../../../lib/check/model/reach";
import type { CheckReport, Finding, StackReport } from "../../../lib/check/report/report";
import { Need } from "../../../lib/check/rules/rule";
import { highest, Severity } from "../../../lib/check/severity";
import { diffIgnition } from "../../../lib/ignition";
import { ruleOf } from "./reports";

/** What means something to a terminal, to Markdown, to a forge, to XML, to SARIF or to a URI. */
const TRAPS = [
  ...["</details>", "<script>", "<!--", "-->", "<img src=x>", "&lt;", "&#64;team", "]]>", "<br>", "\\", "\\|", "|", "||", "| --- |"],
  ...[
    "`",
    "``",
    "```",
    "````\n",
    "~~~",
    "@team",
    "@org/team",
    "a@b.example",
    "#12",
    "GH-12",
    "org/repo#1",
    "0123456789abcdef0123456789abcdef01234567",
  ],
  ...[
    "[a](https://b.example)",
    "![a](b)",
    "[a]",
    "[ ]",
    "https://a.example",
    "www.a.example",
    "mailto:a@b.c",
    ":tada:",
    "$x$",
    "**a**",
    "_a_",
    "~~a~~",
  ],
  ...["\n", "\r\n", "\n\n", "\n- a", "\n# a", "\n> a", "\n    a", "---", "===", "+ a", "1. a", "\t", "\u2028", "\u00a0", " ", ""],
  ...["\x00", "\x1b[2J", "\x07", "\x7f", "\x9b", "\u202e", "\u200b", "\ufeff", "\ufffe", "\uffff", "\ud800", "\udc00x", "\u{1f680}", "é"],
  ...["{0}", "{", "}", "${x}", "%2f", "../..", "C:\\x", "/a", "a b", "?", "'", '"', "x".repeat(3_000), "`".repeat(300), "é".repeat(900)],
];

/** A text from outside. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...TRAPS), fc.string({ maxLength: 12 }), fc.string({ unit: "binary", maxLength: 4 }), fc.constant("db")),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));

const severity = fc.constantFrom(...Object.values(Severity));
const source = fc.option(fc.record({ file: hostile, line: fc.integer({ min: 1, max: 10_000 }) }), { nil: undefined });
const few = { maxLength: 4 };

const machine: fc.Arbitrary<MachineFate> = fc.record({
  ...{ name: hostile, address: hostile, fate: fc.constantFrom(...Object.values(Fate)) },
  order: fc.constantFrom(undefined, "destroy-first" as const, "create-first" as const),
  count: fc.option(fc.nat(200), { nil: undefined }),
  isAtMost: fc.constantFrom(undefined, true as const),
  ...{ isBefore: fc.boolean(), isAfter: fc.boolean() },
  reasons: fc.array(
    fc.record({
      address: hostile,
      actions: fc.constantFrom(["update"], ["delete", "create"], ["delete"], ["forget"], ["create"]),
      actionReason: fc.oneof(fc.constantFrom(undefined, "replace_because_cannot_update", "replace_by_triggers"), hostile),
      paths: fc.array(fc.array(fc.oneof(hostile, fc.nat(9)), { minLength: 1, maxLength: 3 }), few),
    }),
    few,
  ),
});

const pool: fc.Arbitrary<PoolFates> = fc.record({
  ...{ stack: hostile, path: fc.option(hostile, { nil: undefined }), name: hostile, platform: hostile, source },
  ...{ kind: fc.constantFrom("named" as const, "group" as const), quorum: fc.boolean() },
  ...{ before: fc.option(fc.nat(500), { nil: undefined }), after: fc.option(fc.nat(500), { nil: undefined }) },
  machines: fc.array(machine, few),
});

const diff = fc.record({ name: hostile, text: hostile }).map(({ name, text }) => {
  const contents = { source: `data:;base64,${Buffer.from(text, "utf8").toString("base64")}` };
  return diffIgnition(
    { ignition: { version: "3.4.0" } },
    { ignition: { version: "3.4.0" }, storage: { files: [{ path: `/${name}`, contents }] } },
  );
});

const stack: fc.Arbitrary<StackReport> = fc.record({
  ...{ name: hostile, file: hostile, hasPlan: fc.boolean(), hasBase: fc.boolean(), pools: fc.array(pool, few) },
  synthesised: fc.record({ pools: fc.nat(9), machines: fc.nat(99) }),
  diffs: fc.array(
    fc.record({
      ...{ stack: hostile, pool: hostile, machines: fc.array(hostile, { minLength: 1, maxLength: 12 }), diff },
      ...{ reach: fc.constantFrom(...Object.values(Reach)), onlyNewMachines: fc.boolean() },
    }),
    few,
  ),
});

const ruleId = fc.integer({ min: 0, max: 30 }).map((n) => `FC${String(n).padStart(3, "0")}`);

const finding: fc.Arbitrary<Finding> = fc.record({
  ...{
    rule: ruleId,
    title: hostile,
    severity,
    stack: hostile,
    pool: fc.option(hostile, { nil: undefined }),
    subjects: fc.array(hostile, few),
  },
  ...{ message: hostile, mend: hostile, details: fc.array(hostile, few), file: hostile, source },
});

const override = fc.record({ rule: ruleId, reason: hostile, approver: hostile, expires: fc.constant("2026-12-31") });
const needs = fc.uniqueArray(fc.constantFrom(...Object.values(Need)), { minLength: 1 });

/**
 * Any report, with traps in all that comes from outside.
 *
 * @param most findings, stacks and the like: a large report has many of each
 */
export function anyReport(most: number): fc.Arbitrary<CheckReport> {
  const some = { maxLength: most };
  return fc
    .record({
      ...{ stacks: fc.array(stack, some), findings: fc.array(finding, some) },
      overridden: fc.array(fc.record({ finding, override }), some),
      notRun: fc.array(fc.record({ rule: ruleId, title: hostile, stack: hostile, needs, inPart: fc.boolean() }), some),
      unread: fc.array(fc.record({ stack: hostile, pool: hostile, machine: hostile, why: hostile }), some),
      rules: fc.uniqueArray(ruleId, some).chain((ids) => fc.constant(ids.map((id) => ruleOf(id)))),
    })
    .map((report) => ({ ...report, verdict: highest(report.findings.map((each) => each.severity)) ?? "pass" }));
}

import { expect, test } from "vitest";
import { ruleDescriptors } from "../../../lib/check/report/sarif-rules";
import { Severity } from "../../../lib/check/severity";
import { findingOf, reportOf, ruleOf } from "./reports";

test("a rule has its texts, in plain and in Markdown, and its severity as the level", () => {
  const rule = ruleOf("FC010", { title: "user data near its limit", severity: Severity.WARN, why: "Why {it} matters", mend: "Mend `it`." });
  expect(ruleDescriptors(reportOf({ rules: [rule] }))).toEqual([
    {
      id: "FC010",
      shortDescription: { text: "User data near its limit." },
      fullDescription: { text: "Why {{it}} matters." },
      help: {
        text:
          "Why it matters: Why {{it}} matters.\n\nHow to mend it: Mend `it`.\n\n" +
          "What triggers it: A change.\n\nWhat does not: Another one.",
        markdown:
          "**Why it matters**\n\nWhy {{it}} matters.\n\n**How to mend it**\n\nMend `it`.\n\n" +
          "**What triggers it**\n\nA change.\n\n**What does not**\n\nAnother one.",
      },
      defaultConfiguration: { level: "warning" },
      properties: { tags: ["flatcar", "terraform"] },
    },
  ]);
});

test("findings that no rule made have theirs behind the others, each once; accepted ones too", () => {
  const override = { rule: "FC003", reason: "r", approver: "a", expires: "2026-12-31" };
  const settings = findingOf({ rule: "FC000", title: "overrides", severity: Severity.INFO });
  const descriptors = ruleDescriptors(
    reportOf({
      rules: [ruleOf("FC001")],
      findings: [settings, findingOf(), settings],
      overridden: [{ finding: findingOf({ rule: "FC003", severity: Severity.FAIL }), override }],
    }),
  );
  expect(descriptors.map(({ id, defaultConfiguration }) => [id, defaultConfiguration])).toEqual([
    ["FC001", { level: "error" }],
    ["FC000", { level: "note" }],
    ["FC003", { level: "error" }],
  ]);
});

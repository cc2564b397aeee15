import { expect, test } from "vitest";
import { explained } from "../../lib/check/explain";
import { RULES } from "../../lib/check/rules";
import { Need, Rule } from "../../lib/check/rules/rule";
import { FC000 } from "../../lib/check/settings/fc000";
import { Severity } from "../../lib/check/severity";

const RULE: Omit<Rule, "parts"> = {
  ...{ id: "FC001", title: "machines at once", severity: Severity.WARN },
  ...{ why: "Because.", mend: "Do it.", triggers: "This.", passes: "That." },
};
const needs = (...parts: (readonly Need[])[]) =>
  explained({ ...RULE, parts: parts.map((each) => ({ needs: each, find: () => [] })) }).parts.find(({ title }) => title === "Needs")?.text;

test("a rule is told from what it is to what does not trigger it", () => {
  expect(explained({ ...RULE, parts: [{ needs: [], find: () => [] }] })).toEqual({
    heading: "FC001 machines at once",
    parts: [
      { title: "Severity", text: "warn, unless a finding says otherwise, or the settings do." },
      { title: "Needs", text: "Nothing but the synthesised stack." },
      { title: "Why it matters", text: "Because." },
      { title: "How to mend it", text: "Do it." },
      { title: "What triggers it", text: "This." },
      { title: "What comes close and does not", text: "That." },
    ],
  });
});

test.each<[string, (readonly Need[])[]]>([
  ["Nothing but the synthesised stack.", [[]]],
  ["A plan.", [[Need.PLAN]]],
  ["A plan and the lock file.", [[Need.PLAN, Need.LOCK]]],
  ["Nothing but the synthesised stack; for a part of it a plan.", [[], [Need.PLAN]]],
  ["Nothing but the synthesised stack; for a part of it a plan.", [[Need.PLAN], []]],
  ["The lock file, for another part what Flatcar has published (`--feed`).", [[Need.LOCK], [Need.FEED]]],
  [
    "Nothing but the synthesised stack; for a part of it what the base branch synthesises, for another part a plan and what the base branch synthesises.",
    [[], [Need.BASE], [Need.PLAN, Need.BASE]],
  ],
])("what it needs is said in words: %s", (text, parts) => {
  expect(needs(...parts)).toBe(text);
});

test("what findings about the check itself are of has no severity that settings could change", () => {
  const { heading, parts } = explained(FC000);
  expect([heading, parts[0].text, parts[1].text]).toEqual([
    "FC000 what the check rests on",
    "fail, unless a finding says otherwise.",
    "Settings or plans.",
  ]);
});

test("every rule has something to say in each part", () => {
  for (const rule of RULES) for (const { text } of explained(rule).parts) expect(text.length, rule.id).toBeGreaterThan(5);
});

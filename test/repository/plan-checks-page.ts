import * as fs from "fs";
import * as path from "path";
import { explained } from "../../lib/check/explain";
import { RULES } from "../../lib/check/rules";
import { Rule } from "../../lib/check/rules/rule";
import { FC000 } from "../../lib/check/settings/fc000";
import { generatedPage, markdownTable } from "../support/generated-page";
import { anchorOf } from "../support/markdown";
import { PROJECT } from "../support/project";

/** The page, relative to the project. */
export const PLAN_CHECKS_PAGE = "docs/plan-checks.md";

/** What is generated, by the name behind its mark. */
const PARTS: { readonly [name: string]: () => string } = {
  comment: exampleComment,
  settings: settingsTable,
  rules: () => [rulesTable(), ...[FC000, ...RULES].map(ruleSection)].join("\n"),
};

/** The page with what is generated made anew: the rules of their files, the thresholds of their schema, and a comment as the tests have it. */
export function planChecksPage(page: string): string {
  return generatedPage(page, PLAN_CHECKS_PAGE, PARTS);
}

/** Headings stand below those of the page, and the mark by which a comment is found again is none of it. */
function exampleComment(): string {
  const comment = read("test/check/report/golden/comment.md").replace(/^<!--.*-->\n+/, "");
  return `---\n\n${comment.trim()}\n\n---`;
}

/** What of a schema is told: definitions with a default are the thresholds. */
interface Schema {
  readonly definitions: { readonly [name: string]: { readonly description?: string; readonly default?: unknown } };
}

function settingsTable(): string {
  const { definitions } = JSON.parse(read("lib/check/settings/flatcar-check.schema.json")) as Schema;
  const rows = Object.entries(definitions).flatMap(([name, { description = "", default: value }]) =>
    value === undefined ? [] : [[`\`${name}\``, `\`${JSON.stringify(value)}\``, description]],
  );
  return markdownTable([["threshold", "default", ""], ...rows]);
}

function rulesTable(): string {
  const rows = RULES.map((rule) => [`[${rule.id}](#${anchorOf(headingOf(rule))})`, rule.title, rule.severity, needsOf(rule)]);
  return markdownTable([["rule", "looks for", "severity", "needs"], ...rows]);
}

function needsOf(rule: Rule): string {
  return explained(rule).parts.find(({ title }) => title === "Needs")?.text ?? "";
}

function headingOf(rule: Rule): string {
  return explained(rule).heading;
}

function ruleSection(rule: Rule): string {
  const { heading, parts } = explained(rule);
  return [`### ${heading}\n`, ...parts.map(({ title, text }) => `**${title}.** ${text}\n`)].join("\n");
}

function read(file: string): string {
  return fs.readFileSync(path.join(PROJECT, file), "utf8");
}

import type { Rule } from "../rules/rule";
import { Severity } from "../severity";
import type { CheckReport } from "./report";
import { messageText, sentence } from "./sarif-text";

/** A rule as SARIF has it. */
export interface RuleDescriptor {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** What a severity is called in SARIF. */
export const LEVELS = { [Severity.FAIL]: "error", [Severity.WARN]: "warning", [Severity.INFO]: "note" } as const;

/** The rules that were asked, and those of findings that no rule made, such as the ones on overrides. */
export function ruleDescriptors({ rules, findings, overridden }: CheckReport): RuleDescriptor[] {
  const known = new Map<string, RuleDescriptor>(rules.map((rule) => [rule.id, descriptor(rule)]));
  for (const { rule, title, severity } of [...findings, ...overridden.map(({ finding }) => finding)]) {
    if (!known.has(rule)) known.set(rule, common(rule, title, severity));
  }
  return [...known.values()];
}

function descriptor({ id, title, severity, why, mend, triggers, passes }: Rule): RuleDescriptor {
  const parts = { "Why it matters": why, "How to mend it": mend, "What triggers it": triggers, "What does not": passes };
  const written = (format: (name: string, text: string) => string): string =>
    messageText(
      Object.entries(parts)
        .map(([name, text]) => format(name, sentence(text)))
        .join("\n\n"),
    );
  return {
    ...common(id, title, severity),
    fullDescription: { text: messageText(sentence(why)) },
    help: { text: written((name, text) => `${name}: ${text}`), markdown: written((name, text) => `**${name}**\n\n${text}`) },
    properties: { tags: ["flatcar", "terraform"] },
  };
}

function common(id: string, title: string, severity: Severity): RuleDescriptor {
  const text = messageText(sentence(title.replace(/^./u, (first) => first.toUpperCase())));
  return { id, shortDescription: { text }, defaultConfiguration: { level: LEVELS[severity] } };
}

import type { Finding, OverriddenFinding } from "../report/report";
import { Severity } from "../severity";
import type { Override } from "./settings";

/** What is left of findings, and what somebody has accepted. */
export interface Overridden {
  readonly findings: readonly Finding[];
  readonly overridden: readonly OverriddenFinding[];
}

/** The rule of findings about the settings themselves. */
export const SETTINGS_RULE = "FC000";

const SETTINGS = { rule: SETTINGS_RULE, title: "overrides" };

/**
 * Takes out the findings that overrides accept. One that has expired accepts nothing, and is a finding itself; so is one that there is nothing for.
 *
 * @param file what the settings are called in messages
 * @param now which overrides have expired; the last day counts, in UTC
 */
export function applyOverrides(
  findings: readonly Finding[],
  overrides: readonly Override[],
  now: Date,
  file = "flatcar-check.json",
): Overridden {
  const today = now.toISOString().slice(0, "2026-12-31".length);
  const valid = overrides.filter(({ expires }) => expires >= today);
  const left: Finding[] = [];
  const overridden: OverriddenFinding[] = [];
  for (const finding of findings) {
    const override = valid.find((each) => accepts(each, finding));
    if (override === undefined) left.push(finding);
    else overridden.push({ finding, override });
  }
  const used = new Set(overridden.map(({ override }) => override));
  const ofSettings = overrides.flatMap((override): Finding[] => {
    const { rule, reason, approver, expires } = override;
    const common = {
      ...SETTINGS,
      stack: override.stack ?? "",
      subjects: [],
      details: [`reason: ${reason}`, `approver: ${approver}`],
      file,
    };
    const what = `the override of ${[rule, override.stack, override.pool].filter((part) => part !== undefined).join(" ")}`;
    if (!valid.includes(override)) {
      const message = `${what} expired on ${expires}`;
      return [{ ...common, severity: Severity.FAIL, message, mend: "mend what it accepted, or let its approver renew it" }];
    }
    if (used.has(override)) return [];
    return [{ ...common, severity: Severity.INFO, message: `${what} accepts nothing`, mend: "take it out" }];
  });
  return { findings: [...left, ...ofSettings], overridden };
}

function accepts({ rule, stack, pool, subjects }: Override, finding: Finding): boolean {
  if (rule !== finding.rule || (stack !== undefined && stack !== finding.stack) || (pool !== undefined && pool !== finding.pool))
    return false;
  return subjects === undefined || (finding.subjects.length > 0 && finding.subjects.every((subject) => subjects.includes(subject)));
}

import type { Finding, OverriddenFinding } from "../report/report";
import { Severity } from "../severity";
import { FC000 } from "./fc000";
import type { Override } from "./settings";

/** What is left of findings, and what somebody has accepted. */
export interface Overridden {
  readonly findings: readonly Finding[];
  readonly overridden: readonly OverriddenFinding[];
}

/** What overrides are judged by. */
export interface OverrideOptions {
  /** Which overrides have expired; the last day counts, in UTC. */
  readonly now: Date;
  /** What the settings are called in messages. */
  readonly file: string;
  /** Whether it is about a stack that is checked. */
  readonly isMeant: (override: Override) => boolean;
  /** Whether its rule was asked in full wherever it is about. Only of such is it known that there is nothing for it. */
  readonly isAsked: (override: Override) => boolean;
}

/** Takes out the findings that overrides accept. One that has expired accepts nothing, and is a finding itself; so is one that there is nothing for. */
export function applyOverrides(findings: readonly Finding[], overrides: readonly Override[], options: OverrideOptions): Overridden {
  const { now, file, isMeant, isAsked } = options;
  const today = now.toISOString().slice(0, "2026-12-31".length);
  const isValid = ({ expires }: Override): boolean => expires >= today;
  const valid = overrides.filter(isValid);
  const left: Finding[] = [];
  const overridden: OverriddenFinding[] = [];
  for (const finding of findings) {
    const override = valid.find((each) => accepts(each, finding));
    if (override === undefined) left.push(finding);
    else overridden.push({ finding, override });
  }
  const ofSettings = overrides.filter(isMeant).flatMap((override): Finding[] => {
    const { rule, stack = "", pool, reason, approver, expires } = override;
    const common = {
      ...{ rule: FC000.id, title: FC000.title, stack, subjects: [], file },
      details: [`reason: ${reason}`, `approver: ${approver}`],
    };
    const what = `the override of ${[rule, stack, pool ?? ""].filter((part) => part !== "").join(" ")}`;
    if (!isValid(override)) {
      const message = `${what} expired on ${expires}`;
      return [{ ...common, severity: Severity.FAIL, message, mend: "mend what it accepted, or let its approver renew it" }];
    }
    if (!isAsked(override) || findings.some((finding) => accepts(override, finding))) return [];
    return [{ ...common, severity: Severity.INFO, message: `${what} accepts nothing`, mend: "take it out" }];
  });
  return { findings: [...left, ...ofSettings], overridden };
}

function accepts({ rule, stack, pool, subjects }: Override, finding: Finding): boolean {
  if (rule !== finding.rule || (stack !== undefined && stack !== finding.stack) || (pool !== undefined && pool !== finding.pool))
    return false;
  return subjects === undefined || (finding.subjects.length > 0 && finding.subjects.every((subject) => subjects.includes(subject)));
}

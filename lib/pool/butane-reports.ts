import type { ButaneResult } from "../butane";
import { FlatcarError, FlatcarErrorProps } from "../errors";
import { ConfigReport, ReportSeverity, maskSecrets } from "../ignition";

const SHOWN = 3;
const ALLOWED = "Butane of the variant flatcar, version 1.0.0, 1.1.0 or 1.2.0-experimental";

// A key that YAML gives a meaning, and those that people keep anchors under.
const HELPERS = /(?:^|\.)(?:<<|x-[^.]*)$/;

/**
 * One error of all that makes a Butane config unusable: what `butane` refuses, and keys that the version does not have. `butane` warns of those,
 * and what they meant never happens. Undefined where the config is good.
 *
 * @param text the config, where it was one
 */
export function butaneError({ error, reports }: ButaneResult, name: string, text: string | undefined): FlatcarError | undefined {
  const problems = reports.filter((report) => report.severity === ReportSeverity.ERROR || isUnusedKey(report));
  if (error === undefined && problems.length === 0) return undefined;
  const count = problems.length;
  const listed = count === 0 ? error : problems.slice(0, SHOWN).map(described).join("; ");
  const more = count > SHOWN ? `; and ${count - SHOWN} more` : "";
  return new FlatcarError({
    code: "butane-invalid",
    subject: count > 1 ? `${name} with ${count} problems: ${listed}${more}` : `${name}: ${listed}`,
    received: lineOf(text, problems[0]),
    allowed: ALLOWED,
    mend: mendOf(problems),
  });
}

/** What else was found, in the words of an error: nothing that keeps the config from being used. */
export function butaneWarnings({ reports }: ButaneResult, name: string, text: string | undefined): Omit<FlatcarErrorProps, "path">[] {
  return reports
    .filter((report) => report.severity === ReportSeverity.WARNING && report.code !== "unused-key")
    .map((report) => ({
      code: "butane-warning",
      subject: `${name}: ${described(report)}`,
      received: lineOf(text, report),
      allowed: ALLOWED,
      mend: report.path === "" ? "check the config" : `check ${report.path}`,
    }));
}

function isUnusedKey({ code, path }: ConfigReport): boolean {
  return code === "unused-key" && !HELPERS.test(path);
}

function described({ path, message, hint, line, column }: ConfigReport): string {
  const place = line === undefined ? "" : `line ${line}, column ${column}: `;
  return `${place}${path === "" ? "" : `${path}: `}${message}${hint === undefined ? "" : ` (${hint})`}`;
}

/** The line a report is about. An error ends up in logs, where a secret must not. */
function lineOf(text: string | undefined, report: ConfigReport | undefined): string | undefined {
  const line = report?.line === undefined ? undefined : text?.split(/\r\n|[\n\r]/)[report.line - 1];
  return line === undefined ? undefined : maskSecrets(line.trim());
}

function mendOf(problems: readonly ConfigReport[]): string {
  if (problems.some(({ code }) => code === "files-directory-missing")) return "give 'filesDir', the folder of the files that 'local' names";
  if (problems.length === 0) return "correct the config";
  return problems.length === 1 ? `correct ${problems[0].path || "the config"}` : "correct the places named";
}

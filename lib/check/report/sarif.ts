import { Fingerprints } from "./fingerprints";
import type { CheckReport, Finding, NotRun, OverriddenFinding, UnreadConfig } from "./report";
import { LEVELS, ruleDescriptors } from "./sarif-rules";
import { messageText, sentence } from "./sarif-text";
import { artifactLocation } from "./sarif-uri";
import { needsOptions, needsWords } from "./verdict-words";

/** The version of the standard. */
const SARIF_VERSION = "2.1.0";

/** The name of its schema. */
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The root of the repository, by the name that GitHub and others have for it. */
const ROOT = "%SRCROOT%";

/**
 * A report for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 */
export function sarifReport(report: CheckReport): string {
  const { findings, overridden, notRun, unread } = report;
  const rules = ruleDescriptors(report);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const fingerprints = new Fingerprints();
  const run = {
    tool: { driver: { name: "cdktf-flatcar", rules } },
    originalUriBaseIds: { [ROOT]: { description: { text: "The root of the repository." } } },
    columnKind: "utf16CodeUnits",
    invocations: [
      { executionSuccessful: true, toolExecutionNotifications: [...notRun.map((each) => notRunOf(each, index)), ...unread.map(unreadOf)] },
    ],
    results: [
      ...findings.map((finding) => result(finding, index, fingerprints)),
      ...overridden.map((each) => ({ ...result(each.finding, index, fingerprints), suppressions: [suppression(each)] })),
    ],
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: SARIF_VERSION, runs: [run] }, null, 2)}\n`;
}

function result(finding: Finding, index: ReadonlyMap<string, number>, fingerprints: Fingerprints): object {
  const { rule, severity, stack, pool, subjects, message, mend, details } = finding;
  return {
    ruleId: rule,
    ruleIndex: index.get(rule),
    level: LEVELS[severity],
    message: { text: messageText([sentence(message), ...details, `Mend: ${sentence(mend)}`].join("\n")) },
    locations: [locationOf(finding)],
    // By the only name that GitHub reads. It would make one of its own of the line, and that is the same for all pools of a `cdk.tf.json`.
    partialFingerprints: { primaryLocationLineHash: fingerprints.of(finding) },
    // Either all of the results have some or none: without any it would not be known whether a result is suppressed.
    suppressions: [],
    properties: { stack, pool, subjects },
  };
}

function locationOf({ file, source, pool, stack }: Finding): object {
  const { file: uri, line } = source ?? { file, line: 1 };
  const name = pool ?? stack;
  return {
    physicalLocation: { artifactLocation: artifactLocation(uri, ROOT), region: { startLine: Math.max(1, line) } },
    ...(name === "" ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: pool === undefined ? "module" : "resource" }] }),
  };
}

function suppression({ override: { reason, approver, expires } }: OverriddenFinding): object {
  return { kind: "external", status: "accepted", justification: `${reason} (${approver}, until ${expires})` };
}

function notRunOf({ rule, title, stack, needs, inPart }: NotRun, index: ReadonlyMap<string, number>): object {
  return {
    level: "note",
    descriptor: { id: "not-run" },
    associatedRule: { id: rule, index: index.get(rule) },
    message: {
      text: messageText(
        `${rule} (${title}) was ${inPart ? "run only in part" : "not run"} for ${stack}: it needs ${needsWords(needs)} (${needsOptions(needs)}).`,
      ),
    },
  };
}

function unreadOf({ stack, pool, machine, why }: UnreadConfig): object {
  return {
    level: "warning",
    descriptor: { id: "unread-config" },
    message: {
      text: messageText(`The machine config of ${machine} of ${pool} in ${stack} was not read, so that rules say nothing of it: ${why}`),
    },
  };
}

import { Severity } from "../severity";
import type { CheckReport, Finding, OverriddenFinding } from "./report";
import { needsOptions, needsWords } from "./verdict-words";
import { XmlElement, xmlDocument } from "./xml";

/** What a report says of one stack. */
interface Suite {
  readonly name: string;
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly overridden: readonly OverriddenFinding[];
}

/** One rule in a suite. */
interface Case {
  readonly id: string;
  readonly title: string;
}

/**
 * A report as the results of tests: a suite for each stack, a test for each rule. Viewers know of tests that pass, fail or are skipped: those fail that have
 * findings of severity {@link Severity.FAIL}, as the command does; warnings and notes are the output of tests that pass, else every pull request with a
 * warning would be red. What was not run is skipped, in part too, unless the rest of it fails.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 * @see https://docs.gitlab.com/ci/testing/unit_test_reports/
 */
export function junitReport(report: CheckReport): string {
  const suites = suitesOf(report).map((suite) => suiteElement(suite, report));
  return xmlDocument({ name: "testsuites", attributes: { name: "cdktf-flatcar check", ...sums(suites) }, children: suites });
}

/** The suites of the stacks, and those of what the settings file says of no stack that was checked. */
function suitesOf({ stacks, findings, overridden }: CheckReport): Suite[] {
  const known = new Set(stacks.map(({ name }) => name));
  const others = [...new Set(findings.filter(({ stack }) => !known.has(stack)).map(({ file }) => file))];
  return [
    ...stacks.map(({ name, file }) => ({
      ...{ name, file },
      findings: findings.filter(({ stack }) => stack === name),
      overridden: overridden.filter(({ finding }) => finding.stack === name),
    })),
    ...others.map((file) => ({
      ...{ name: file, file },
      findings: findings.filter((finding) => !known.has(finding.stack) && finding.file === file),
      overridden: [],
    })),
  ];
}

function suiteElement(suite: Suite, report: CheckReport): XmlElement {
  const isStack = report.stacks.some(({ name }) => name === suite.name);
  const cases = new Map<string, Case>((isStack ? report.rules : []).map(({ id, title }) => [id, { id, title }]));
  for (const { rule, title } of suite.findings) if (!cases.has(rule)) cases.set(rule, { id: rule, title });
  const children = [...[...cases.values()].map((each) => caseElement(each, suite, report)), ...unreadElements(suite, report)];
  const isA = (kind: string): number => children.filter(({ children: parts = [] }) => parts.some(({ name }) => name === kind)).length;
  const attributes = { name: suite.name, tests: children.length, failures: isA("failure"), errors: 0, skipped: isA("skipped") };
  return { name: "testsuite", attributes, children };
}

function caseElement({ id, title }: Case, suite: Suite, { notRun }: CheckReport): XmlElement {
  const findings = suite.findings.filter(({ rule }) => rule === id);
  const failed = findings.filter(({ severity }) => severity === Severity.FAIL);
  const lacking = notRun.find(({ rule, stack }) => rule === id && stack === suite.name);
  const why =
    lacking === undefined
      ? undefined
      : `${lacking.inPart ? "run only in part" : "not run"}: needs ${needsWords(lacking.needs)} (${needsOptions(lacking.needs)})`;
  const output = [
    ...(why === undefined ? [] : [why]),
    ...findings.filter(({ severity }) => severity !== Severity.FAIL).flatMap((finding) => [finding.severity, ...linesOf(finding)]),
    ...suite.overridden.filter(({ finding }) => finding.rule === id).flatMap(acceptedLines),
  ];
  return testCase(suite, `${id} ${title}`, [
    // One element: some viewers show the first of several alone.
    ...(failed.length === 0 ? [] : [failure(failed)]),
    ...(failed.length === 0 && why !== undefined ? [{ name: "skipped", attributes: { message: why } }] : []),
    ...(output.length === 0 ? [] : [{ name: "system-out", lines: output }]),
  ]);
}

function failure(findings: readonly Finding[]): XmlElement {
  const [{ message }, ...others] = findings;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return { name: "failure", attributes: { message: `${message}${more}`, type: "fail" }, lines: findings.flatMap(linesOf) };
}

/** Machine configs of which rules say nothing: no rule passes in silence. */
function unreadElements(suite: Suite, { unread }: CheckReport): XmlElement[] {
  const ours = unread.filter(({ stack }) => stack === suite.name);
  if (ours.length === 0) return [];
  const lines = ours.map(({ pool, machine, why }) => `${machine} of ${pool}: ${why}`);
  const skipped = { name: "skipped", attributes: { message: `not read, so that rules say nothing of them: ${ours.length}` } };
  return [testCase(suite, "machine configs", [skipped, { name: "system-out", lines }])];
}

function testCase({ name, file }: Suite, title: string, children: readonly XmlElement[]): XmlElement {
  return { name: "testcase", attributes: { name: title, classname: `cdktf-flatcar.${name}`, file }, children };
}

function linesOf({ stack, pool, message, mend, details, file, source }: Finding): string[] {
  const place = source === undefined ? file : `${source.file}:${source.line}`;
  return [`${pool ?? stack} (${place}): ${message}`, ...details.map((line) => `  ${line}`), `  mend: ${mend}`];
}

function acceptedLines({ finding, override: { reason, approver, expires } }: OverriddenFinding): string[] {
  return [`accepted by ${approver} until ${expires}: ${reason}`, ...linesOf(finding)];
}

/** The numbers of all suites. */
function sums(suites: readonly XmlElement[]): { [name: string]: number } {
  const of = (key: string): number => suites.reduce((sum, { attributes = {} }) => sum + Number(attributes[key]), 0);
  return { tests: of("tests"), failures: of("failures"), errors: of("errors") };
}

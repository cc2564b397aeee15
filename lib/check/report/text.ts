import { formatIgnitionDiff } from "../../ignition";
import { printable } from "../../ignition/printable";
import { table } from "../../table";
import { listed } from "../listed";
import type { ConfigDiff } from "../model/config-diff";
import { Fate } from "../model/fate";
import { REACH_WORDS } from "../model/reach-words";
import { Severity } from "../severity";
import { FateGroup, fateGroups } from "./fate-words";
import type { CheckReport, Finding, OverriddenFinding, StackReport } from "./report";
import { totalsOf, totalsWords } from "./totals";
import { findingsWords, needsOptions, needsWords, notRunGroups, unplannedWords } from "./verdict-words";

/** How a report for a terminal is written. */
export interface TextOptions {
  /**
   * Escape sequences of a terminal for colours, in text.
   *
   * @default false
   */
  readonly color?: boolean;
}

const HEAD = ["STACK", "POOL", "MACHINES", "WHY"];

/** Names and reasons in one cell of the table. */
const NAMES_IN_CELL = 5;
const REASONS_IN_CELL = 2;

const RESET = "\x1b[0m";
const BOLD = "\x1b[1m";
const RED = "\x1b[31m";
const YELLOW = "\x1b[33m";
const SEVERITY_COLOURS = { [Severity.FAIL]: RED, [Severity.WARN]: YELLOW, [Severity.INFO]: "\x1b[36m", pass: "\x1b[32m" };
const FATE_COLOURS: { readonly [fate in Fate]?: string } = {
  ...{ [Fate.DESTROYED]: RED, [Fate.REPLACED]: RED, [Fate.REFRESHED]: RED },
  ...{ [Fate.REDEFINED]: YELLOW, [Fate.POWER_CYCLED]: YELLOW, [Fate.RESTARTED]: YELLOW },
};

type Paint = (text: string, colour: string | undefined) => string;

/** A report as a person reads it at a terminal. What comes from outside cannot act on the terminal. */
export function textReport(report: CheckReport, { color = false }: TextOptions): string {
  const paint: Paint = (text, colour) => (color && colour !== undefined ? `${colour}${text}${RESET}` : text);
  const planned = report.stacks.filter(({ hasPlan }) => hasPlan);
  const parts = [
    [
      `${paint(report.verdict.toUpperCase(), SEVERITY_COLOURS[report.verdict])}: ${findingsWords(report)}`,
      ...(planned.length === 0 ? [] : [totalsWords(totalsOf(planned))]),
    ],
    machineLines(report.stacks, paint),
    ...report.findings.map((finding) => findingLines(finding, paint)),
    ...report.overridden.map(overriddenLines),
    ...report.stacks.flatMap(({ diffs }) => diffs.map((diff) => diffLines(diff, color, paint))),
    section("Not run", notRunLines(report), paint),
    section("Not read, so that rules on machine configs say nothing of them", unreadLines(report), paint),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint(title, BOLD), ...lines.map((line) => `  ${line}`)];
}

function machineLines(stacks: readonly StackReport[], paint: Paint): string[] {
  const rows = stacks.flatMap(({ pools }) =>
    pools.flatMap((pool) =>
      fateGroups(pool).map((group, i) => ({
        group,
        cells: [i === 0 ? pool.stack : "", i === 0 ? (pool.path ?? pool.name) : "", machinesCell(group), whyCell(group)].map(printable),
      })),
    ),
  );
  // Painted by line: escape sequences have no width, and the table does not know that.
  const [head, ...lines] =
    rows.length === 0
      ? []
      : table([HEAD, ...rows.map(({ cells }) => cells)])
          .trimEnd()
          .split("\n");
  const without = stacks.filter(({ hasPlan }) => !hasPlan).map((stack) => printable(`${stack.name}: ${unplannedWords(stack)}`));
  return [...(head === undefined ? [] : [head]), ...lines.map((line, i) => paint(line, FATE_COLOURS[rows[i].group.fate])), ...without];
}

function machinesCell({ words, names }: FateGroup): string {
  return names.length === 0 ? words : `${words}: ${listed(names, NAMES_IN_CELL)}`;
}

function whyCell({ why }: FateGroup): string {
  return why.slice(0, REASONS_IN_CELL).join("; ") + (why.length > REASONS_IN_CELL ? `; … (${why.length})` : "");
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { severity, message, mend, details } = finding;
  return [
    `${paint(severity, SEVERITY_COLOURS[severity])} ${paint(printable(headOf(finding)), BOLD)}`,
    `  ${printable(message)}`,
    ...details.map((line) => `    ${printable(line)}`),
    `  mend: ${printable(mend)}`,
  ];
}

function headOf({ rule, title, stack, pool, file, source }: Finding): string {
  const place = source === undefined ? file : `${source.file}:${source.line}`;
  return `${rule} ${title}: ${[pool ?? stack, `(${place})`].filter((part) => part !== "").join(" ")}`;
}

function overriddenLines({ finding, override: { reason, approver, expires } }: OverriddenFinding): string[] {
  return [
    `accepted ${printable(headOf(finding))}`,
    `  ${printable(finding.message)}`,
    `  by ${printable(approver)} until ${printable(expires)}: ${printable(reason)}`,
  ];
}

function diffLines({ pool, machines, reach, diff }: ConfigDiff, color: boolean, paint: Paint): string[] {
  return [
    paint(printable(`machine config of ${listed(machines)} of ${pool}: ${REACH_WORDS[reach]}`), BOLD),
    ...formatIgnitionDiff(diff, { color })
      .trimEnd()
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`)),
  ];
}

function notRunLines({ notRun }: CheckReport): string[] {
  return notRunGroups(notRun).map(({ needs, stacks, rules }) =>
    printable(`${rules.join(", ")} of ${listed(stacks)}: needs ${needsWords(needs)} (${needsOptions(needs)})`),
  );
}

function unreadLines({ unread }: CheckReport): string[] {
  return unread.map(({ machine, pool, why }) => printable(machine === pool ? `${machine}: ${why}` : `${machine} of ${pool}: ${why}`));
}

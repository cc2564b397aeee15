import { FlatcarError } from "../../errors";
import { listed } from "../listed";
import { Severity } from "../severity";
import { Fitted, Rank, Section, fitted } from "./markdown-budget";
import { diffSection, findingSection } from "./markdown-findings";
import { machineSections } from "./markdown-machines";
import { clipped, code, prose } from "./markdown-text";
import { numbered } from "./numbered";
import type { CheckReport } from "./report";
import { isLoss, totalsOf, totalsWords } from "./totals";
import { findingsWords, needsOptions, needsWords, notRunGroups } from "./verdict-words";

/** How a report for a comment is written. */
export interface MarkdownOptions {
  /**
   * An http or https address of the run that made the report, for what Markdown has no room for.
   *
   * @default - no link
   */
  readonly runUrl?: string;
  /**
   * By what the comment is found again: letters, digits, spaces, `.`, `_`, `:`, `/` and single `-`, at most 100. Two checks of one repository have two.
   *
   * @default "cdktf-flatcar check"
   */
  readonly marker?: string;
}

/**
 * Bytes of a comment. GitHub takes 65,536 characters, which are never more than the bytes; the rest is for what a workflow adds.
 *
 * @see https://github.com/dead-claudia/github-limits
 */
const MOST_BYTES = 60_000;

/** Bytes that are kept for the lines on what has no room. */
const BYTES_OF_LEFT = 4_000;

const LONGEST_URL = 2_000;

const VERDICTS = { [Severity.FAIL]: "failed", [Severity.WARN]: "passed with warnings", [Severity.INFO]: "passed", pass: "passed" };

/** What a rank is called where some of it has no room, one and several. */
const LEFT: { readonly [rank in Rank]: readonly [one: string, several: string] } = {
  [Rank.CHANGED_POOL]: ["pool", "pools"],
  [Rank.FAILURE]: ["failure", "failures"],
  [Rank.WARNING]: ["warning", "warnings"],
  [Rank.ACCEPTED]: ["accepted finding", "accepted findings"],
  [Rank.NOT_RUN]: ["line on rules not run", "lines on rules not run"],
  [Rank.UNREAD]: ["unread machine config", "unread machine configs"],
  [Rank.UNTOUCHED_POOL]: ["untouched pool", "untouched pools"],
  [Rank.NOTE]: ["note", "notes"],
  [Rank.DETAILS]: ["block of details", "blocks of details"],
  [Rank.DIFF]: ["config diff", "config diffs"],
};

/**
 * A report as one comment that is updated in place. Nothing from outside acts in it: no markup, no mention, no link. What has no room is counted at its end.
 *
 * @throws FlatcarError `report-marker-invalid`, `report-run-url-invalid`
 */
export function markdownReport(report: CheckReport, { marker, runUrl }: MarkdownOptions): string {
  const run = runUrl === undefined ? undefined : addressOf(runUrl);
  const head = `${[markOf(marker), ...headLines(report), ...(run === undefined ? [] : [`[The run with the whole report](<${run}>)`])].join("\n\n")}\n`;
  const sections = [
    ...machineSections(report.stacks),
    ...[Severity.FAIL, Severity.WARN, Severity.INFO].map((severity) => findingSection(report.findings, severity)),
    overriddenSection(report),
    notRunSection(report),
    unreadSection(report),
    diffSection(report.stacks),
  ];
  const room = MOST_BYTES - BYTES_OF_LEFT - Buffer.byteLength(head, "utf8");
  return head + withLeft(fitted(sections, room), run);
}

function headLines(report: CheckReport): string[] {
  const planned = report.stacks.filter(({ hasPlan }) => hasPlan);
  const title = `### Flatcar check ${VERDICTS[report.verdict]}: ${findingsWords(report)}`;
  if (planned.length === 0) return [title];
  const totals = totalsOf(planned);
  const words = totalsWords(totals);
  if (isLoss(totals)) return [title, `> [!CAUTION]\n> **Machines lose their root disks: ${words}.**`];
  if (totals.restarted > 0) return [title, `> [!WARNING]\n> **Machines are restarted: ${words}.**`];
  return [title, `${words[0].toUpperCase()}${words.slice(1)}.`];
}

function overriddenSection({ overridden }: CheckReport): Section {
  return folded(
    `Accepted (${overridden.length})`,
    overridden.map(({ finding: { rule, title, stack, pool, message }, override: { reason, approver, expires } }) => ({
      rank: Rank.ACCEPTED,
      text: () =>
        `\n**${prose(rule)} ${prose(clipped(title, 200))}** in ${code(clipped(pool ?? stack, 200))}<br>${prose(clipped(message, 1_000))}<br>` +
        `Accepted by ${code(clipped(approver, 200))} until ${prose(clipped(expires, 20))}: ${prose(clipped(reason, 1_000))}\n`,
    })),
  );
}

function notRunSection({ notRun }: CheckReport): Section {
  const groups = notRunGroups(notRun);
  return folded(
    `Not run (${numbered(new Set(notRun.map(({ rule }) => rule)).size, "rule")})`,
    groups.map(({ needs, stacks, rules }) => ({
      rank: Rank.NOT_RUN,
      text: () =>
        `\nNeeds **${needsWords(needs)}** (${code(needsOptions(needs))}) for ${prose(clipped(listed(stacks), 1_000))}: ${prose(clipped(rules.join(", "), 1_000))}\n`,
    })),
  );
}

function unreadSection({ unread }: CheckReport): Section {
  return folded(
    `Machine configs that cannot be read, so that rules say nothing of them (${unread.length})`,
    unread.map(({ machine, pool, why }) => ({
      rank: Rank.UNREAD,
      text: () =>
        `\n${code(clipped(machine, 200))}${machine === pool ? "" : ` of ${code(clipped(pool, 200))}`}: ${prose(clipped(why, 500))}\n`,
    })),
  );
}

function folded(summary: string, blocks: Section["blocks"]): Section {
  return { head: `\n<details><summary>${summary}</summary>\n`, foot: "\n</details>\n", blocks };
}

function withLeft({ text, left }: Fitted, run: string | undefined): string {
  if (left.size === 0) return text;
  const counts = [...left].sort(([a], [b]) => a - b).map(([rank, count]) => numbered(count, ...LEFT[rank]));
  const where = run === undefined ? "They are in the other formats of the report" : `They are in [the run](<${run}>)`;
  return `${text}\n> [!NOTE]\n> No room for ${counts.join(", ")}. ${where}.\n`;
}

function markOf(marker = "cdktf-flatcar check"): string {
  if (/^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,99}$/.test(marker) && !marker.includes("--") && !/[ -]$/.test(marker)) return `<!-- ${marker} -->`;
  throw new FlatcarError({
    code: "report-marker-invalid",
    subject: "marker",
    received: marker,
    allowed: "letters, digits, spaces, '.', '_', ':', '/' and single '-', a letter or digit first, at most 100",
    mend: "name the check in such characters",
  });
}

function addressOf(runUrl: string): string {
  const url = URL.canParse(runUrl) ? new URL(runUrl) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" && url.href.length <= LONGEST_URL) {
    return url.href.replace(/[<>\\]/g, encodeURIComponent);
  }
  throw new FlatcarError({
    code: "report-run-url-invalid",
    subject: "runUrl",
    // It may hold a password.
    received: `${runUrl.length} characters`,
    allowed: `an http or https address without a user, at most ${LONGEST_URL} characters`,
    mend: "give the address of the run as the CI system tells it",
  });
}

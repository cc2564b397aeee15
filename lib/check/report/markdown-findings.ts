import { formatIgnitionDiff } from "../../ignition";
import { printable } from "../../ignition/printable";
import type { ConfigDiff } from "../model/config-diff";
import { REACH_WORDS } from "../model/reach-words";
import { Severity } from "../severity";
import { Block, Rank, Section, sizeOf } from "./markdown-budget";
import { clipped, code, codeBlock, htmlCode, prose } from "./markdown-text";
import { numbered } from "./numbered";
import type { Finding, StackReport } from "./report";

const TITLES = { [Severity.FAIL]: "Failures", [Severity.WARN]: "Warnings", [Severity.INFO]: "Notes" };
const RANKS = { [Severity.FAIL]: Rank.FAILURE, [Severity.WARN]: Rank.WARNING, [Severity.INFO]: Rank.NOTE };

/** Lines of details of one finding, and bytes of one diff, beyond which a comment is no place for them. */
const MOST_DETAILS = 40;
const MOST_DIFF_BYTES = 12_000;

/** The findings of a severity, each with its details folded behind it. */
export function findingSection(findings: readonly Finding[], severity: Severity): Section {
  const ours = findings.filter((finding) => finding.severity === severity);
  return {
    head: `\n#### ${TITLES[severity]} (${ours.length})\n`,
    foot: "",
    blocks: ours.flatMap((finding) => [{ rank: RANKS[severity], text: () => findingText(finding) }, ...details(finding)]),
  };
}

function findingText({ rule, title, stack, pool, message, mend, file, source }: Finding): string {
  const about = pool ?? stack;
  const place = source === undefined ? file : `${source.file}:${source.line}`;
  const head = [
    `**${prose(clipped(rule, 20))} ${prose(clipped(title, 200))}**`,
    ...(about === "" ? [] : [`in ${code(clipped(about, 200))}`]),
    `(${code(clipped(place, 300))})`,
  ];
  return `\n${head.join(" ")}<br>${prose(clipped(message, 2_000))}<br>_Mend:_ ${prose(clipped(mend, 1_000))}\n`;
}

function details({ details: lines }: Finding): Block[] {
  return lines.length === 0 ? [] : [{ rank: Rank.DETAILS, text: () => detailsText(lines) }];
}

function detailsText(lines: readonly string[]): string {
  const shown = lines.slice(0, MOST_DETAILS).map((line) => clipped(printable(line), 500));
  const more = lines.length > MOST_DETAILS ? [`… (${lines.length})`] : [];
  return `\n<details><summary>${numbered(lines.length, "line")} more</summary>\n\n${codeBlock("text", [...shown, ...more])}\n\n</details>\n`;
}

/** What changes in machine configs, each folded. */
export function diffSection(stacks: readonly StackReport[]): Section {
  return {
    head: "\n#### Machine configs\n",
    foot: "",
    blocks: stacks.flatMap(({ diffs }) => diffs.map((diff) => ({ rank: Rank.DIFF, text: () => diffText(diff) }))),
  };
}

function diffText({ pool, machines, reach, diff }: ConfigDiff): string {
  const names = machines.slice(0, 8).map((name) => htmlCode(clipped(name, 100)));
  const whose = [...names, ...(machines.length > names.length ? [`… (${machines.length})`] : [])].join(", ");
  const summary = `${whose} of ${htmlCode(clipped(pool, 200))}: ${numbered(diff.changes.length, "change")}; ${REACH_WORDS[reach]}`;
  return `\n<details><summary>${summary}</summary>\n\n${codeBlock("diff", shortened(diffLines(diff)))}\n\n</details>\n`;
}

/** A diff as forges colour it: signs first in a line, and the parts of the config as they mark places. */
function diffLines(diff: ConfigDiff["diff"]): string[] {
  return formatIgnitionDiff(diff)
    .trimEnd()
    .split("\n")
    .map((line) => (/^[-+~] /.test(line) ? `@@ ${line} @@` : line.replace(/^ {6}(?=[-+@\\ ])/, "")));
}

function shortened(lines: readonly string[]): string[] {
  let bytes = 0;
  const shown: string[] = [];
  for (const line of lines) {
    const text = clipped(line, 1_000);
    bytes += sizeOf(text) + 1;
    if (bytes > MOST_DIFF_BYTES) return [...shown, `@@ … ${numbered(lines.length - shown.length, "line")} more @@`];
    shown.push(text);
  }
  return shown;
}

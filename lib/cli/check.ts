import { check as checkStacks } from "../check/check";
import { explained } from "../check/explain";
import { ReportFormat, formatReport } from "../check/report/format";
import type { CheckReport } from "../check/report/report";
import { RULES } from "../check/rules";
import type { PublishedReleases } from "../check/rules/published";
import { FC000 } from "../check/settings/fc000";
import { Severity, isAtLeast } from "../check/severity";
import { FlatcarError, didYouMean } from "../errors";
import { printable } from "../ignition/printable";
import type { CommandArguments } from "./arguments";
import { publishedFor } from "./check-feed";
import { CheckInputs, INPUT_OPTIONS, readInputs } from "./check-inputs";
import { OUTPUT_OPTIONS, ReportFile, outputsFrom, refuseInputs, writeReports } from "./check-outputs";
import { Command, CommandOption, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS, withFeed } from "./feed-options";
import { COLOUR_CHOICES, CommandIo, wantsColour } from "./io";
import { wrapped } from "./notes-text";

const OPTIONS: readonly CommandOption[] = [
  ...INPUT_OPTIONS,
  { name: "feed", summary: "ask for the releases that Flatcar has published" },
  ...FEED_OPTIONS,
  ...OUTPUT_OPTIONS,
  {
    name: "fail-on",
    value: "SEVERITY",
    choices: ["fail", "warn", "info", "never"],
    summary: "from when on it ends with 1: fail, warn, info, never (default: fail)",
  },
  { name: "run-url", value: "URL", summary: "where the run is that the Markdown leads to" },
  { name: "color", value: "WHEN", choices: [...COLOUR_CHOICES], bare: "always", summary: "auto, always or never (default: auto)" },
  { name: "explain", value: "RULE", summary: "tell of a rule what it looks for and why, and check nothing" },
];

/** `cdktf-flatcar check`: what happens to the machines of stacks, and what would not boot, not start, or lock everybody out. */
export const check: Command = {
  name: "check",
  summary: "say what a change does to machines, and what in it is wrong",
  usage: "[options] [STACK...]",
  description:
    "Checks stacks as the last cdktf synth wrote them, all unless some are named. With plans it says\n" +
    "which machines are replaced, restarted or lost, and why; with what the base branch synthesises,\n" +
    "what changes in their configs. A rule that lacks what it needs says so. Ends with 0 where nothing\n" +
    "is found, with 1 where something is, and with 2, and no report, where an input cannot be used.",
  options: OPTIONS,
  examples: [
    { title: "Check every stack by itself, without credentials", line: "cdktf synth && cdktf-flatcar check" },
    {
      title: "Check a pull request, with a comment, and results for code scanning",
      line: "cdktf-flatcar check --plan-dir plans --base base/cdktf.out --output markdown=check.md --output sarif=check.sarif",
    },
    { title: "Check one stack and its plan", line: "cdktf-flatcar check prod-hetzner --plan plan.json" },
    { title: "Say what a rule is about", line: "cdktf-flatcar check --explain FC009" },
  ],
  async run(args, io) {
    const rule = args.value("explain");
    if (rule !== undefined) return explain(rule, io);
    checkFeedOptions(args);
    try {
      const outputs = outputsFrom(args, io);
      const inputs = readInputs(args, io);
      refuseInputs(outputs, inputs.files);
      if (!args.has("feed")) return report(args, io, inputs, outputs);
      return await withFeed(args, io, async (feed) => report(args, io, inputs, outputs, await publishedFor(inputs, feed)));
    } catch (e) {
      if (!FlatcarError.isFlatcarError(e)) throw e;
      io.stderr.write(`${printable(e.message)}\n`);
      // 1 is for what was found, which has to be told from what was not looked at.
      return ExitCode.USAGE;
    }
  },
};

function report(
  args: CommandArguments,
  io: CommandIo,
  { stacks, isSelection, settings, settingsFile, lock }: CheckInputs,
  outputs: readonly ReportFile[],
  published?: PublishedReleases,
): number {
  const found = checkStacks({
    ...{ stacks, isSelection, settings, settingsFile, now: io.now() },
    ...(lock === undefined ? {} : { lock }),
    ...(published === undefined ? {} : { published }),
  });
  const runUrl = args.value("run-url");
  const format = (args.value("format") ?? ReportFormat.TEXT) as ReportFormat;
  const text = (as: ReportFormat, color: boolean): string =>
    formatReport(found, as, { color, ...(runUrl === undefined ? {} : { runUrl }) });
  const files = outputs.map((output) => ({ file: output.file, text: text(output.format, false) }));
  // All is made before anything is written.
  const shown = text(format, format === ReportFormat.TEXT && wantsColour(io, io.stdout, args.value("color")));
  writeReports(files);
  io.stdout.write(shown);
  return exitCode(found, args.value("fail-on") ?? Severity.FAIL);
}

function exitCode({ verdict }: CheckReport, failOn: string): ExitCode {
  if (verdict === "pass" || failOn === "never") return ExitCode.FINE;
  return isAtLeast(verdict, failOn as Severity) ? ExitCode.FINDINGS : ExitCode.FINE;
}

function checkFeedOptions(args: CommandArguments): void {
  const without = args.has("feed") ? undefined : FEED_OPTIONS.find(({ name }) => args.value(name) !== undefined);
  if (without !== undefined) throw new UsageError(`--${without.name} is for --feed, which is not given`);
}

function explain(id: string, io: CommandIo): ExitCode {
  const all = [FC000, ...RULES];
  const rule = all.find((each) => each.id === id.toUpperCase());
  if (rule === undefined) {
    const near = didYouMean(
      id,
      all.map((each) => each.id),
    );
    throw new UsageError(`there is no rule ${JSON.stringify(id)}${near === undefined ? "" : `; ${near}`}`);
  }
  const { heading, parts } = explained(rule);
  const text = parts.map((part) => `${part.title}\n${wrapped(`  ${part.text}`).join("\n")}\n`);
  io.stdout.write([`${heading}\n`, ...text].join("\n"));
  return ExitCode.FINE;
}

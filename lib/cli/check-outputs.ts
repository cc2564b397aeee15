import * as fs from "fs";
import * as path from "path";
import { ReportFormat } from "../check/report/format";
import { didYouMean } from "../errors";
import { PreparedWrite, prepareWrite, targetOf, writeAtomically } from "../release/lockfile/atomic-write";
import { notWritable } from "../release/lockfile/hold";
import type { CommandArguments } from "./arguments";
import { CommandOption, UsageError } from "./command";
import type { CommandIo } from "./io";

const FORMATS = Object.values(ReportFormat);

/** The options that say what comes out. */
export const OUTPUT_OPTIONS: readonly CommandOption[] = [
  {
    name: "format",
    value: "FORMAT",
    choices: FORMATS,
    summary: "of standard output: text, markdown, json, sarif or junit (default: text)",
  },
  { name: "output", value: "FORMAT=FILE", summary: "write the report to a file too; may be given more than once" },
];

/** A report that is to be in a file. */
export interface ReportFile {
  readonly format: ReportFormat;
  /** Absolute, and no link. */
  readonly file: string;
}

/**
 * The files that `--output` names.
 *
 * @throws UsageError for a format that there is not, for no file, and for one file twice
 * @throws FlatcarError `file-not-writable` where no file can be
 */
export function outputsFrom(args: CommandArguments, io: CommandIo): ReportFile[] {
  const outputs = args.values("output").map((given) => {
    const [name, ...rest] = given.split("=");
    const format = FORMATS.find((each) => each === name);
    if (format === undefined) {
      const near = didYouMean(name, FORMATS);
      const known = `FORMAT is one of ${FORMATS.join(", ")}`;
      throw new UsageError(`--output takes FORMAT=FILE, not ${JSON.stringify(given)}; ${near ?? known}`);
    }
    const file = rest.join("=");
    if (file === "") throw new UsageError(`--output ${given} names no file`);
    return { format, name: file, file: placeOf(path.resolve(io.cwd, file)) };
  });
  const twice = outputs.find(({ file }, i) => outputs.findIndex((other) => other.file === file) < i);
  if (twice !== undefined) throw new UsageError(`--output names ${twice.name} twice: each report needs a file of its own`);
  return outputs.map(({ format, file }) => ({ format, file }));
}

/**
 * Makes sure that no report takes the place of what it is made of.
 *
 * @param inputs absolute
 * @throws UsageError
 */
export function refuseInputs(outputs: readonly ReportFile[], inputs: readonly string[]): void {
  const read = new Set(inputs.filter((input) => fs.existsSync(input)).map((input) => fs.realpathSync(input)));
  const both = outputs.find(({ file }) => read.has(file));
  if (both !== undefined) throw new UsageError(`--output names ${both.file}, which the check reads: name another file`);
}

/**
 * Writes reports, all of them or none: each waits beside its file until all do, and where one cannot be put in its place, those before it are taken back.
 *
 * @throws FlatcarError `file-not-writable`
 */
export function writeReports(reports: readonly { readonly file: string; readonly text: string }[]): void {
  const before = reports.map(({ file }) => contentOf(file));
  const prepared: PreparedWrite[] = [];
  const done: (() => void)[] = [];
  try {
    for (const { file, text } of reports) prepared.push(prepareWrite(file, text));
    for (const [i, { file }] of reports.entries()) {
      prepared[i].commit();
      const content = before[i];
      done.push(() => (content === undefined ? fs.rmSync(file) : writeAtomically(file, content)));
    }
  } catch (e) {
    for (const each of prepared) each.discard();
    for (const undo of done) undo();
    throw e;
  }
}

/** What a file holds now; undefined where there is none. */
function contentOf(file: string): Uint8Array | undefined {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  try {
    return fs.readFileSync(file);
  } catch (e) {
    throw notWritable(file, e);
  }
}

/** Where a path leads. A folder, a device or a pipe is no place for a file that is put in its place. */
function placeOf(file: string): string {
  const target = targetOf(file);
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (stat === undefined || stat.isFile()) return target;
  throw notWritable(file, { code: stat.isDirectory() ? "EISDIR" : "no regular file" });
}

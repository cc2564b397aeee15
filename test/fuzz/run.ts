// Holds our Butane and Ignition against the real ones, on configs made from the vectors. Prints counts and the first mismatches, made small.
// Usage: node run.js [--seconds N] [--cases N] [--seed S] [--first N] [--shown N] [--out FOLDER]
import { mkdirSync, mkdtempSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import * as path from "path";
import { parseArgs } from "util";
import { readCorpus } from "./corpus";
import { type FuzzResult, type Mismatch, fuzz } from "./fuzz";
import { Oracle } from "./oracle";
import { ours } from "./ours";
import { toolOf } from "./tool";
import { vectorOf } from "./vector";

interface Wanted {
  readonly seconds: number;
  readonly cases: number;
  readonly seed: number;
  readonly first: number;
  readonly shown: number;
  readonly out?: string;
}

async function main(wanted: Wanted): Promise<number> {
  // The sources of the tests, as the vectors are not compiled.
  const corpus = readCorpus(path.join(process.cwd(), "test", "vectors"));
  const oracle = new Oracle(toolOf(process.cwd(), "butane-oracle"), corpus.filesDirectory);
  const started = process.hrtime.bigint();
  const seconds = (): number => Number(process.hrtime.bigint() - started) / 1e9;
  let shown = 0;
  const goesOn = (done: number): boolean => {
    if (seconds() - shown > 10) {
      shown = seconds();
      console.error(`… ${done} cases in ${shown.toFixed(0)} s`);
    }
    return seconds() < wanted.seconds;
  };
  try {
    const result = await fuzz({ ...wanted, corpus, real: oracle, ours: ours(corpus.filesDirectory), goesOn });
    print(result, seconds(), wanted);
    if (result.shown.length > 0) console.log(`written to ${write(result.shown, wanted.out)}`);
    return result.mismatches === 0 ? 0 : 1;
  } finally {
    await oracle.close();
  }
}

function print(result: FuzzResult, seconds: number, { seed, first }: Wanted): void {
  console.log(
    `${result.cases} cases from ${first} of seed ${seed} in ${seconds.toFixed(0)} s: ${result.butane} of Butane, ${result.ignition} of Ignition`,
  );
  console.log(
    `${result.taken} taken by the real tools, ${result.entries} entries of reports, ${result.otherBytes} compressed to other bytes`,
  );
  if (result.realPanics > 0) console.log(`${result.realPanics} at which the real tools give up`);
  for (const [name, count] of Object.entries(result.exceptions)) console.log(`${count} known: ${name}`);
  console.log(`${result.mismatches} mismatches`);
  for (const mismatch of result.shown) console.log(`\n${describe(mismatch)}`);
}

function describe({ index, smallest, difference }: Mismatch): string {
  const { kind, text, files, pretty } = smallest;
  const options = [files ? "files" : "no files", ...(pretty ? ["pretty"] : [])].join(", ");
  return [
    `case ${index}, ${kind}${kind === "butane" ? ` (${options})` : ""}: other ${difference.part}`,
    indented(Buffer.from(text).toString("utf8")),
    "  real:",
    indented(difference.real),
    "  ours:",
    indented(difference.ours),
  ].join("\n");
}

function indented(text: string): string {
  const short = text.length > 3000 ? `${text.slice(0, 3000)}…` : text;
  return short.replace(/^/gm, "    ").trimEnd();
}

// Each as a vector, to be kept once it is understood.
function write(mismatches: readonly Mismatch[], out: string | undefined): string {
  const folder = out ?? mkdtempSync(path.join(tmpdir(), "flatcar-fuzz-"));
  mkdirSync(folder, { recursive: true });
  for (const { index, one, smallest, real } of mismatches) {
    writeFileSync(path.join(folder, `${index}.${one.kind === "butane" ? "yaml" : "ign"}`), one.text);
    writeFileSync(path.join(folder, `${index}.ndjson`), vectorOf(smallest, real));
  }
  return folder;
}

function read(): Wanted {
  const number = { type: "string" } as const;
  const { values } = parseArgs({
    options: { seconds: number, cases: number, seed: number, first: number, shown: number, out: { type: "string" } },
  });
  const of = (name: "seconds" | "cases" | "seed" | "first" | "shown", otherwise: number): number => {
    const value = Number(values[name] ?? otherwise);
    if (Number.isNaN(value) || value < 0) throw new Error(`--${name} must be a number of 0 or more, not ${values[name]}`);
    return value;
  };
  // Without an end of its own a run takes a minute.
  const seconds = of("seconds", values.cases === undefined ? 60 : Infinity);
  return { seconds, cases: of("cases", Infinity), seed: of("seed", 1), first: of("first", 0), shown: of("shown", 10), out: values.out };
}

function wantedOrUsage(): Wanted {
  try {
    return read();
  } catch (e) {
    console.error(
      `${(e as Error).message}\nusage: npm run fuzz -- [--seconds N] [--cases N] [--seed S] [--first N] [--shown N] [--out FOLDER]`,
    );
    process.exit(2);
  }
}

void main(wantedOrUsage()).then((code) => (process.exitCode = code));

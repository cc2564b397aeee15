import { type Answer } from "./answer";
import { type FuzzCase, caseOf } from "./cases";
import { type Comparison, type Difference, compare } from "./compare";
import { type Corpus } from "./corpus";
import { type KnownException, exceptionFor } from "./exceptions";
import { minimise } from "./minimise";

/** Whoever answers for the real tools. */
export interface RealSide {
  ask(cases: readonly FuzzCase[]): Promise<Answer[]>;
}

/** How the fuzzer runs. */
export interface FuzzOptions {
  readonly corpus: Corpus;
  readonly real: RealSide;
  readonly ours: (one: FuzzCase) => Answer;
  readonly seed: number;
  /** Ends the run after so many cases. */
  readonly cases: number;
  /**
   * Asked before each batch.
   *
   * @default - the cases alone decide
   */
  readonly goesOn?: (done: number) => boolean;
  /**
   * The number of the first case.
   *
   * @default 0
   */
  readonly first?: number;
  /**
   * The most mismatches that are minimised; the others are counted.
   *
   * @default 10
   */
  readonly shown?: number;
}

/** A case about which the two sides disagree. */
export interface Mismatch {
  readonly index: number;
  readonly one: FuzzCase;
  /** The smallest text that was found to show it, and what is said about that. */
  readonly smallest: FuzzCase;
  readonly real: Answer;
  readonly difference: Difference;
}

/** What a run came to. */
export interface FuzzResult {
  readonly cases: number;
  readonly butane: number;
  readonly ignition: number;
  /** Cases that the real tools take. */
  readonly taken: number;
  /** Entries of reports that were compared. */
  readonly entries: number;
  /** Cases in which the same is compressed to other bytes. */
  readonly otherBytes: number;
  /** Cases at which the real tool itself gives up. */
  readonly realPanics: number;
  /** How often each known exception was met, by its name. */
  readonly exceptions: Readonly<Record<string, number>>;
  readonly mismatches: number;
  /** The first of each sort. */
  readonly shown: readonly Mismatch[];
}

const BATCH = 200;
/** How often the real tool is asked again: some of its answers hang on the order of a Go map. */
const RETRIES = 12;

/** Asks both sides about cases made from a seed. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const count = { cases: 0, butane: 0, ignition: 0, taken: 0, entries: 0, otherBytes: 0, realPanics: 0, mismatches: 0 };
  const exceptions: Record<string, number> = {};
  const shown: Mismatch[] = [];
  const sorts = new Set<string>();
  while (count.cases < options.cases && (options.goesOn?.(count.cases) ?? true)) {
    const from = (options.first ?? 0) + count.cases;
    const batch = Array.from({ length: Math.min(BATCH, options.cases - count.cases) }, (_, i) =>
      caseOf(options.corpus, options.seed, from + i),
    );
    const asked = options.real.ask(batch);
    const ours = batch.map(options.ours);
    const real = await asked;
    for (const [i, one] of batch.entries()) {
      count.cases++;
      count[one.kind]++;
      if (real[i].panic !== undefined) count.realPanics++;
      if (real[i].ok) count.taken++;
      count.entries += real[i].reports.length;
      const { difference, otherBytes, known } = await judge(options, one, real[i], ours[i]);
      if (otherBytes) count.otherBytes++;
      if (known !== undefined) exceptions[known.name] = (exceptions[known.name] ?? 0) + 1;
      if (difference === undefined || known !== undefined) continue;
      count.mismatches++;
      const sort = sortOf(one, difference);
      if (sorts.has(sort) || shown.length >= (options.shown ?? 10)) continue;
      sorts.add(sort);
      shown.push(await smallestOf(options, from + i, one, difference));
    }
  }
  return { ...count, exceptions, shown };
}

async function judge(
  { real: side }: FuzzOptions,
  one: FuzzCase,
  real: Answer,
  ours: Answer,
): Promise<Comparison & { readonly known?: KnownException }> {
  const first = compare(real, ours);
  if (first.difference === undefined) return first;
  const known = exceptionFor(one, real, ours);
  if (known !== undefined) return { ...first, known };
  for (let i = 0; i < RETRIES; i++) {
    const again = compare((await side.ask([one]))[0], ours);
    if (again.difference === undefined) return again;
  }
  return first;
}

// Two mismatches are of one sort when the same is said in the same part, whatever the names and numbers in it.
function sortOf({ kind }: FuzzCase, { part, real, ours }: Difference): string {
  const [a, b] = firstDifferent(real.split("\n"), ours.split("\n"));
  const general = (line: string): string =>
    line
      .replace(/line \d+ col \d+/, "")
      .replace(/\d+|"[^"]*"|`[^`]*`/g, "…")
      .slice(0, part === "json" ? 0 : 120);
  return [kind, part, general(a), general(b)].join("\n");
}

function firstDifferent(a: readonly string[], b: readonly string[]): [string, string] {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return [a[i] ?? "", b[i] ?? ""];
}

async function smallestOf(options: FuzzOptions, index: number, one: FuzzCase, difference: Difference): Promise<Mismatch> {
  const sort = sortOf(one, difference);
  let found: Pick<Mismatch, "smallest" | "real" | "difference"> | undefined;
  const shows = async (text: Uint8Array): Promise<boolean> => {
    const smallest = { ...one, text };
    const [real] = await options.real.ask([smallest]);
    const judged = await judge(options, smallest, real, options.ours(smallest));
    if (judged.difference === undefined || judged.known !== undefined || sortOf(smallest, judged.difference) !== sort) return false;
    found = { smallest, real, difference: judged.difference };
    return true;
  };
  await minimise(one.text, shows);
  if (found === undefined) {
    const [real] = await options.real.ask([one]);
    found = { smallest: one, real, difference };
  }
  return { index, one, ...found };
}

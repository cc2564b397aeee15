import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "fs";
import * as path from "path";
import { Figure, TABLE_NAMES, TableName, figureKey, rounded } from "./figure";
import type { Machine, Source } from "./surroundings";

/** What one run of the bench has found, and where. */
export interface BenchRecord extends Source {
  /** In UTC: `2026-11-30T19:40Z`. */
  readonly when: string;
  /** What else counts for the figures. @default - nothing */
  readonly note?: string;
  readonly machine: Machine;
  readonly versions: { readonly [name: string]: string };
  readonly figures: readonly Figure[];
}

/** Where records are, relative to the project. */
export const HISTORY = "bench/history";

/** All records, the oldest first. */
export function readHistory(project: string): BenchRecord[] {
  const folder = path.join(project, HISTORY);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const records = names.sort().map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as BenchRecord);
  return records.sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : 0));
}

/** The newest record of each table that has figures of it. */
export function newestOf(history: readonly BenchRecord[]): Map<TableName, BenchRecord> {
  const newest = [...history].reverse();
  const found = TABLE_NAMES.map((table) => [table, newest.find(({ figures }) => figures.some((each) => each.table === table))] as const);
  return new Map(found.filter((entry): entry is [TableName, BenchRecord] => entry[1] !== undefined));
}

/**
 * Adds a record to the history: to that of the same day, commit and machine where there is one, so that tables can be measured one by one.
 *
 * @returns the file, relative to the project
 * @throws Error where the record of that day and commit is of another machine or other versions
 */
export function addRecord(project: string, record: BenchRecord): string {
  const name = `${HISTORY}/${record.when.slice(0, 10)}-${record.commit}.json`;
  const file = path.join(project, name);
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BenchRecord) : undefined;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, recordText(known === undefined ? record : merged(known, record, name)));
  return name;
}

function merged(known: BenchRecord, record: BenchRecord, name: string): BenchRecord {
  const surroundings = ({ machine, versions }: BenchRecord): string => JSON.stringify({ machine, versions });
  if (surroundings(known) !== surroundings(record)) {
    throw new Error(`${name} is of another machine, or of other versions: remove it, or record another commit`);
  }
  const figures = new Map([...known.figures, ...record.figures].map((figure) => [figureKey(figure), figure]));
  const inOrder = TABLE_NAMES.flatMap((table) => [...figures.values()].filter((figure) => figure.table === table));
  const notes = [...new Set([known.note, record.note])].filter((note) => note !== undefined);
  const { when, commit, machine, versions } = record;
  return {
    ...{ when, commit, modified: known.modified || record.modified },
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
    ...{ machine, versions, figures: inOrder },
  };
}

/** The width of a line that the repository's formatter keeps. */
const WIDTH = 140;

/** A record as it is kept, and as the formatter leaves it: a figure a line where it has room, so that differences can be read. */
export function recordText({ figures, ...head }: BenchRecord): string {
  const lines = figures.map((figure, i) => {
    const members = Object.entries(rounded(figure)).filter(([, value]) => value !== undefined);
    const texts = members.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    const comma = i === figures.length - 1 ? "" : ",";
    const line = `    { ${texts.join(", ")} }${comma}`;
    return line.length <= WIDTH ? line : `    {\n${texts.map((text) => `      ${text}`).join(",\n")}\n    }${comma}`;
  });
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "figures": [\n${lines.join("\n")}\n  ]\n}\n`;
}

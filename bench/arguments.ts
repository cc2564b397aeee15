import { parseArgs } from "util";
import { TABLE_NAMES, TableName } from "./figure";
import { BenchOptions, PLATFORM_NAMES } from "./table";

/** What a run is asked for. */
export interface BenchArguments extends Omit<BenchOptions, "scratch" | "project"> {
  readonly tables: readonly TableName[];
  /** Whether the figures are added to the history. */
  readonly record: boolean;
  /** When they are measured, as a record says it. @default - the clock says it */
  readonly when?: string;
  /** What else a reader of the record should know: what the machine did beside it. @default - nothing */
  readonly note?: string;
}

/** @throws Error for options that mean nothing */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tables: { type: "string", default: TABLE_NAMES.join(",") },
      record: { type: "boolean", default: false },
      when: { type: "string" },
      note: { type: "string" },
      runs: { type: "string", default: "3" },
      sizes: { type: "string", default: "10,100,1000,10000" },
      platforms: { type: "string", default: Object.keys(PLATFORM_NAMES).join(",") },
      // Ten thousand nodes take Terraform as long as all the rest: they are planned when they are asked for.
      "plan-sizes": { type: "string", default: "10,100,1000" },
      resources: { type: "string", default: "10000,100000" },
      seconds: { type: "string", default: "2" },
      mebibytes: { type: "string", default: "1024" },
    },
  });
  if (values.when !== undefined && !/^\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?$/.test(values.when)) {
    throw new Error(`--when takes a day or a minute in UTC, 2026-11-30 or 2026-11-30T19:40Z, not ${JSON.stringify(values.when)}`);
  }
  return {
    tables: names("tables", values.tables, TABLE_NAMES),
    record: values.record,
    ...(values.when === undefined ? {} : { when: values.when }),
    ...(values.note === undefined ? {} : { note: values.note }),
    runs: number("runs", values.runs),
    sizes: numbers("sizes", values.sizes),
    platforms: names("platforms", values.platforms, Object.keys(PLATFORM_NAMES)),
    planSizes: numbers("plan-sizes", values["plan-sizes"]),
    resources: numbers("resources", values.resources),
    seconds: number("seconds", values.seconds),
    mebibytes: number("mebibytes", values.mebibytes),
  };
}

/** In the order in which they are known. */
function names<T extends string>(option: string, text: string, known: readonly T[]): T[] {
  const given = text.split(",");
  const unknown = given.find((name) => !known.some((each) => each === name));
  if (unknown !== undefined) throw new Error(`--${option} takes some of ${known.join(",")}, not ${JSON.stringify(unknown)}`);
  return known.filter((name) => given.includes(name));
}

/** The smallest first. */
function numbers(option: string, text: string): number[] {
  return [...new Set(text.split(",").map((each) => number(option, each)))].sort((a, b) => a - b);
}

function number(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${option} takes whole numbers above zero, not ${JSON.stringify(text)}`);
}

import { Chart, Panel, chartSvg } from "../../bench/chart";
import { Figure, TableName, amount, amountOf, ratioText } from "../../bench/figure";
import { BenchRecord, newestOf } from "../../bench/history";
import { OWNERS } from "../../bench/cpu-profile";
import { PLATFORM_NAMES } from "../../bench/table";
import { generatedPage, markdownTable } from "../support/generated-page";

/** The page, and its picture, relative to the project. */
export const PERFORMANCE_PAGE = "docs/performance.md";
export const PERFORMANCE_CHART = "docs/performance.svg";

const PLATFORMS = Object.values(PLATFORM_NAMES);
const NOTHING = "–";

/** The page with its tables made anew, each of the newest record that has it. */
export function performancePage(page: string, history: readonly BenchRecord[]): string {
  const newest = newestOf(history);
  const of = (table: TableName): readonly Figure[] => (newest.get(table)?.figures ?? []).filter((figure) => figure.table === table);
  return generatedPage(page, PERFORMANCE_PAGE, {
    records: () => recordsTable(newest),
    synth: () => synthTable(of("synth")),
    nodes: () => nodesTable(of("synth")),
    profile: () => profileTable(of("profile")),
    terraform: () => sizesTable("nodes", of("terraform")),
    load: () => loadTable(of("load")),
    butane: () =>
      comparison(
        ["configs", "ours", "Go"],
        of("butane").filter(({ what }) => what === "speed"),
      ),
    layers: () =>
      comparison(
        ["", "time", "one translation of the base"],
        of("butane").filter(({ what }) => what === "time"),
      ),
    fetch: () => comparison(["", "ours", "`curl | sha512sum`"], of("fetch"), ({ what, subject }) => `${what}, ${subject}`),
    plans: () => plansTable(of("plans")),
    check: () => comparison(["", "ours", "Node.js alone"], of("check"), withSize("resources")),
  });
}

/** The picture of what pools of more nodes cost. */
export function performanceChart(history: readonly BenchRecord[]): string {
  const newest = newestOf(history);
  const panel = (title: string, y: string, table: TableName, what: string): Panel => ({
    ...{ title, x: "nodes", y },
    series: PLATFORMS.flatMap((name) => {
      const found = (newest.get(table)?.figures ?? []).filter(
        (each) => each.table === table && each.subject === name && each.what === what,
      );
      const points = found.map(({ size = 0, ours }) => [size, ours] as const);
      return points.length === 0 ? [] : [{ name, points }];
    }),
  });
  const chart: Chart = {
    title: "What a pool costs, by its nodes",
    description: "Four logarithmic charts by nodes: time and memory of synthesis, size of its output, and time of terraform plan.",
    panels: [
      panel("synthesis, time", "seconds", "synth", "time"),
      panel("synthesis, memory", "MB", "synth", "memory"),
      panel("synthesis, size of its output", "MB", "synth", "output"),
      panel("terraform plan of a new stack", "seconds", "terraform", "time"),
    ],
  };
  return chartSvg(chart);
}

function recordsTable(newest: ReadonlyMap<TableName, BenchRecord>): string {
  const records = [...new Set(newest.values())];
  const rows = records.map((record) => {
    const tables = [...newest].filter(([, each]) => each === record).map(([name]) => `\`${name}\``);
    const { processor, processors, gibibytes, system } = record.machine;
    const versions = Object.entries(record.versions).map((entry) => entry.join(" "));
    const commit = `\`${record.commit}\`${record.modified ? ", with changes" : ""}`;
    const machine = [`${processors} × ${processor}`, `${gibibytes} GiB`, system, ...(record.note === undefined ? [] : [record.note])];
    return [tables.join(", "), record.when, commit, machine.join(", "), versions.join(", ")];
  });
  return markdownTable([["tables", "measured", "commit", "machine", "versions"], ...rows]);
}

/** Ratios of time and memory by nodes and platform. */
function synthTable(figures: readonly Figure[]): string {
  const cell = (size: number, subject: string): string => {
    const ratios = ["time", "memory"].map((what) =>
      figures.find((each) => each.size === size && each.subject === subject && each.what === what),
    );
    return ratios.every((each) => each !== undefined) ? ratios.map((each) => ratioText(each as Figure)).join(", ") : NOTHING;
  };
  return markdownTable([
    ["nodes", ...PLATFORMS],
    ...sizesOf(figures).map((size) => [amount(size), ...PLATFORMS.map((subject) => cell(size, subject))]),
  ]);
}

/** What a node takes, at the largest size and at the one before it. */
function nodesTable(figures: readonly Figure[]): string {
  const [what] = figures.filter((each) => each.unit === "ms").map((each) => each.what);
  const found = PLATFORMS.flatMap((subject) => figures.find((each) => each.subject === subject && each.what === what) ?? []);
  return comparison(["", "time a node", what?.replace(/^.*, against that/, "the same") ?? NOTHING], found, withSize("nodes"));
}

function profileTable(figures: readonly Figure[]): string {
  const cell = (what: string, subject: string): string => {
    const found = figures.find((each) => each.what === what && each.subject === subject);
    return found === undefined ? NOTHING : `${found.ours.toFixed(0)}%`;
  };
  return markdownTable([["whose", ...PLATFORMS], ...OWNERS.map((what) => [what, ...PLATFORMS.map((subject) => cell(what, subject))])]);
}

function sizesTable(size: string, figures: readonly Figure[]): string {
  return markdownTable([
    [size, ...new Set(figures.map(({ subject }) => subject))],
    ...figures.map((each) => [amount(each.size ?? 0), amountOf(each.ours, each.unit)]),
  ]);
}

/** What an import adds to that of `cdktf`. */
function loadTable(figures: readonly Figure[]): string {
  const more = ({ ours, against = 0, unit }: Figure): string => `${(ours - against).toFixed(0)} ${unit}`;
  const subjects = [...new Set(figures.map(({ subject }) => subject))];
  const row = (subject: string): string[] =>
    ["time", "memory"].flatMap((what) => {
      const found = figures.find((each) => each.subject === subject && each.what === what);
      return found === undefined ? [NOTHING, ""] : [more(found), ratioText(found)];
    });
  return markdownTable([
    ["import", "time over `cdktf`", "", "memory over `cdktf`", ""],
    ...subjects.map((subject) => [`\`${subject}\``, ...row(subject)]),
  ]);
}

function plansTable(figures: readonly Figure[]): string {
  const row = (size: number): string[] => {
    const of = (name: string): Figure | undefined => figures.find((each) => each.size === size && each.what === name);
    const [file, time, memory, alone] = [of("file"), of("time"), of("memory"), of("memory, of the plan alone")];
    const value = (figure: Figure | undefined, side: "ours" | "against"): string =>
      figure?.[side] === undefined ? NOTHING : amountOf(figure[side] ?? 0, figure.unit);
    const times = [value(time, "ours"), value(time, "against"), time === undefined ? NOTHING : ratioText(time) || NOTHING];
    return [amount(size), value(file, "ours"), ...times, value(memory, "ours"), value(alone, "ours"), value(memory, "against")];
  };
  return markdownTable([
    ["resources", "file", "ours", "`JSON.parse`", "time", "our memory", "of it the plan alone", "that of `JSON.parse`"],
    ...sizesOf(figures).map(row),
  ]);
}

/** A row for each figure: of what, ours, the other, and the ratio. */
function comparison(
  [of, ours, against]: readonly string[],
  figures: readonly Figure[],
  name = ({ subject }: Figure): string => subject,
): string {
  const rows = figures.map((each) => [
    name(each),
    amountOf(each.ours, each.unit),
    each.against === undefined ? NOTHING : amountOf(each.against, each.unit),
    ratioText(each) || NOTHING,
  ]);
  return markdownTable([[of, ours, against, "ratio"], ...rows]);
}

function withSize(of: string): (figure: Figure) => string {
  return ({ subject, size }) => (size === undefined ? subject : `${subject}, ${amount(size)} ${of}`);
}

function sizesOf(figures: readonly Figure[]): number[] {
  return [...new Set(figures.flatMap(({ size }) => size ?? []))].sort((a, b) => a - b);
}

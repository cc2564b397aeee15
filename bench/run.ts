// Measures in one run what this package costs over the same written by hand and over what others make, and prints the ratios. Nothing here decides whether a test passes.
// Usage: node run.js [--tables synth,load,…] [--record], and the sizes that arguments.ts has.
import { mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import * as path from "path";
import { BenchArguments, benchArguments } from "./arguments";
import { Figure, amount, amountOf, ratioText } from "./figure";
import { addRecord } from "./history";
import { endAll } from "./measure";
import { summary } from "./summary";
import { source, thisMachine, versions } from "./surroundings";
import { TABLES } from "./tables";

const project = process.cwd();

void main();

async function main(): Promise<void> {
  let asked: BenchArguments;
  try {
    asked = benchArguments(process.argv.slice(2));
  } catch (e) {
    console.error(`bench: ${messageOf(e)}`);
    process.exitCode = 2;
    return;
  }
  const scratch = mkdtempSync(path.join(tmpdir(), "flatcar-bench-"));
  // What a case makes goes with it, also when the case is ended in the middle.
  process.env.TMPDIR = scratch;
  process.on("exit", () => {
    endAll();
    rmSync(scratch, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  await measureAll(asked, scratch);
}

async function measureAll({ tables, record, when, note, ...sizes }: BenchArguments, scratch: string): Promise<void> {
  const machine = thisMachine();
  const found = versions(project);
  // Before the measurements, in whose time somebody may commit.
  const measured = source(project);
  console.log(`${machine.processors} × ${machine.processor}, ${machine.gibibytes} GiB, ${machine.system}; ${measured.commit}`);
  const told = Object.entries(found).map((entry) => entry.join(" "));
  console.log(`${told.join(", ")}\n`);
  const figures: Figure[] = [];
  for (const table of TABLES.filter(({ name }) => tables.includes(name))) {
    try {
      await table.measure({ ...sizes, scratch, project }, (figure) => {
        figures.push({ table: table.name, ...figure });
        console.log(progress({ table: table.name, ...figure }));
      });
    } catch (e) {
      // What the others find is not lost with it.
      console.error(`${table.name}: ${messageOf(e)}`);
      process.exitCode = 1;
    }
  }
  console.log(`\n${summary(figures, TABLES)}`);
  if (!record || figures.length === 0) return;
  const file = addRecord(project, {
    when: when ?? `${new Date().toISOString().slice(0, 16)}Z`,
    ...measured,
    ...(note === undefined ? {} : { note }),
    ...{ machine, versions: found, figures },
  });
  console.log(`recorded in ${file}`);
}

function progress(figure: Figure): string {
  const of = [figure.table, figure.subject, ...(figure.size === undefined ? [] : [amount(figure.size)]), figure.what].join(", ");
  return `${of}: ${amountOf(figure.ours, figure.unit)} ${ratioText(figure)}`.trimEnd();
}

function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}

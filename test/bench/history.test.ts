import * as fs from "fs";
import * as path from "path";
import { format } from "prettier";
import { expect, test } from "vitest";
import type { Figure } from "../../bench/figure";
import { BenchRecord, addRecord, newestOf, readHistory, recordText } from "../../bench/history";
import { withScratch } from "../support/project";

const figure = (table: Figure["table"], ours: number, subject = "AWS"): Figure => ({ table, subject, what: "time", unit: "s", ours });

const record = (when: string, commit: string, figures: readonly Figure[], more: Partial<BenchRecord> = {}): BenchRecord => ({
  ...{ when, commit, modified: false, versions: { "Node.js": "20.20.2" }, figures },
  machine: { processor: "a processor", processors: 2, gibibytes: 24, system: "linux x64" },
  ...more,
});

test("a table is of the newest record that has it, by time and not by the name of its file", () => {
  withScratch((project) => {
    addRecord(project, record("2026-11-30T20:00Z", "aaaa", [figure("synth", 3)]));
    addRecord(project, record("2026-11-30T10:00Z", "bbbb", [figure("synth", 1), figure("load", 2)]));
    const newest = newestOf(readHistory(project));
    expect([...newest].map(([name, { commit }]) => [name, commit])).toEqual([
      ["synth", "aaaa"],
      ["load", "bbbb"],
    ]);
  });
});

test("without a history there is nothing", () => {
  withScratch((project) => expect(readHistory(project)).toEqual([]));
});

test("tables that are measured one by one come into one record, each figure once, in the order of the tables", () => {
  withScratch((project) => {
    const first = addRecord(project, record("2026-11-30T10:00Z", "aaaa", [figure("load", 1), figure("load", 2, "libvirt")]));
    const second = addRecord(
      project,
      record("2026-11-30T11:00Z", "aaaa", [figure("load", 5), figure("synth", 3)], { modified: true, note: "busy" }),
    );
    expect(second).toBe(first);
    const [one, ...others] = readHistory(project);
    expect(others).toEqual([]);
    expect(one.when).toBe("2026-11-30T11:00Z");
    expect(one.modified).toBe(true);
    expect(one.note).toBe("busy");
    expect(one.figures).toEqual([figure("synth", 3), figure("load", 5), figure("load", 2, "libvirt")]);
  });
});

test("figures of another machine or of other versions do not come into a record, which stays as it was", () => {
  withScratch((project) => {
    const known = record("2026-11-30T10:00Z", "aaaa", [figure("load", 1)]);
    const file = path.join(project, addRecord(project, known));
    const text = fs.readFileSync(file, "utf8");
    for (const other of [{ machine: { ...known.machine, processors: 8 } }, { versions: { "Node.js": "22.1.0" } }]) {
      expect(() => addRecord(project, { ...known, ...other })).toThrow(/another machine, or of other versions/);
    }
    expect(fs.readFileSync(file, "utf8")).toBe(text);
  });
});

test("a record is a text that the formatter leaves as it is, with a figure a line", async () => {
  const text = recordText(
    record("2026-11-30T10:00Z", "aaaa", [
      { ...figure("load", 1.23456), against: undefined },
      figure("synth", 2),
      figure("synth", 2, "a".repeat(80)),
    ]),
  );
  expect(text).toContain('    { "table": "load", "subject": "AWS", "what": "time", "unit": "s", "ours": 1.235 },\n');
  expect(await format(text, { parser: "json", printWidth: 140 })).toBe(text);
});

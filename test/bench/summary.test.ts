import { expect, test } from "vitest";
import { TABLE_NAMES } from "../../bench/figure";
import { summary } from "../../bench/summary";
import { TABLES } from "../../bench/tables";

test("all figures are in one table, with the ratio of each, and what was measured is told below it", () => {
  const text = summary(
    [
      { table: "synth", subject: "AWS", size: 10_000, what: "time", unit: "s", ours: 12.5, against: 10 },
      { table: "terraform", subject: "Hetzner", size: 10, what: "time", unit: "s", ours: 1.5 },
    ],
    TABLES,
  );
  expect(text.split("\n").slice(0, 3)).toEqual([
    "table      of       size    what  ours    against  ratio",
    "synth      AWS      10,000  time  12.5 s  10 s     ×1.25",
    "terraform  Hetzner  10      time  1.50 s",
  ]);
  expect(text).toContain("synthesising a pool, by nodes; against the same resources written by hand");
  expect(text).not.toContain("JSON.parse");
});

test("every table has its name, and tables stand in the order of their names", () => {
  expect(TABLES.map(({ name }) => name)).toEqual([...TABLE_NAMES]);
});

import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { BenchRecord, HISTORY, newestOf, readHistory, recordText } from "../../bench/history";
import { PROJECT } from "../support/project";
import { PERFORMANCE_CHART, PERFORMANCE_PAGE, performanceChart, performancePage } from "./performance-page";

const read = (file: string): string => fs.readFileSync(path.join(PROJECT, file), "utf8");

/** Writes what is generated where that is asked for, and holds it against what is there where it is not. */
function hold(file: string, generated: string): void {
  if (process.env.GENERATE_DOCS === "1") fs.writeFileSync(path.join(PROJECT, file), generated);
  else expect(read(file)).toBe(generated);
}

test("the page of performance says what the newest records say; npm run generate-docs makes it anew", () => {
  hold(PERFORMANCE_PAGE, performancePage(read(PERFORMANCE_PAGE), readHistory(PROJECT)));
});

test("the chart shows what the newest records say; npm run generate-docs makes it anew", () => {
  hold(PERFORMANCE_CHART, performanceChart(readHistory(PROJECT)));
});

test("a newer record of a table makes the page and the chart stale, and leaves the other tables as they are", () => {
  const history = readHistory(PROJECT);
  const [page, chart] = [performancePage(read(PERFORMANCE_PAGE), history), performanceChart(history)];
  const known = newestOf(history).get("synth");
  const figures = (known?.figures ?? []).filter(({ table }) => table === "synth").map((figure) => ({ ...figure, ours: 3 * figure.ours }));
  const newer = [...history, { ...(known as BenchRecord), when: "9999-01-01T00:00Z", figures }];
  const after = performancePage(page, newer);
  const partOf = (text: string, heading: string): string => text.split(`\n## ${heading}\n`)[1].split("\n## ")[0];
  expect(after).toContain("9999-01-01T00:00Z");
  expect(partOf(after, "Synthesis")).not.toBe(partOf(page, "Synthesis"));
  expect(partOf(after, "Planning")).toBe(partOf(page, "Planning"));
  expect(performanceChart(newer)).not.toBe(chart);
});

test("what no record has is left open", () => {
  const page = performancePage(read(PERFORMANCE_PAGE), []);
  expect(page).toContain("| whose | AWS | bare metal | Hetzner | libvirt |");
  expect(page).toContain("| loading modules | – | – | – | – |");
});

test("the records of this repository are of all tables, each written as the bench writes it", () => {
  const history = readHistory(PROJECT);
  expect(newestOf(history).size).toBe(8);
  for (const each of history) {
    const file = path.join(HISTORY, `${each.when.slice(0, 10)}-${each.commit}.json`);
    expect(read(file)).toBe(recordText(each));
  }
});

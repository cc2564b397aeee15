import { expect, test } from "vitest";
import { isVariableName, readSystemdLine, readUpdateEngineLine } from "../../lib/update/update-conf-line";
import recorded from "./fixtures/update-conf-readings.json";

interface Reading {
  text: string;
  systemd: Record<string, string | undefined>;
  updateEngine: Record<string, string | undefined>;
}
const readings: Reading[] = recorded.readings;

test.each(readings)("update_engine reads $text as recorded", ({ text, updateEngine }) => {
  const read: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const assignment = readUpdateEngineLine(line);
    if (assignment !== undefined) read[assignment.key] = assignment.value;
  }
  expect(read).toEqual(updateEngine);
});

const withoutReturns = readings.filter(({ text }) => !text.includes("\r"));

test.each(withoutReturns)("systemd reads $text as recorded, up to a line that goes on in the next", ({ text, systemd }) => {
  const read: Record<string, string> = {};
  const lines = text.split("\n");
  const stop = lines.findIndex((line) => readSystemdLine(line).continues);
  for (const line of stop < 0 ? lines : lines.slice(0, stop)) {
    const { assignment } = readSystemdLine(line);
    if (assignment !== undefined) read[assignment.key] = assignment.value;
  }
  if (stop < 0) {
    expect(read).toEqual(systemd);
    return;
  }
  // The line after it is then not an assignment of its own.
  const next = lines[stop + 1].split("=")[0];
  expect(systemd[next]).toBeUndefined();
});

test("the record holds lines that go on in the next one, and lines the two programs read differently", () => {
  expect(withoutReturns.filter(({ text }) => text.split("\n").some((line) => readSystemdLine(line).continues)).length).toBeGreaterThan(10);
  expect(readings.filter(({ systemd, updateEngine }) => JSON.stringify(systemd) !== JSON.stringify(updateEngine)).length).toBeGreaterThan(
    20,
  );
});

test("comments and empty lines are told from lines that systemd ignores", () => {
  for (const line of ["", "  ", "# A=1", "  ; A=1"]) expect(readSystemdLine(line)).toEqual({ comment: true, continues: false });
  for (const line of ["A", "export A=1", "1A=1"]) expect(readSystemdLine(line)).toEqual({ comment: false, continues: false });
});

test("names of variables", () => {
  for (const name of ["A", "_a1", "REBOOT_STRATEGY"]) expect(isVariableName(name)).toBe(true);
  for (const name of ["", "1A", "A-B", "A B", "A="]) expect(isVariableName(name)).toBe(false);
});

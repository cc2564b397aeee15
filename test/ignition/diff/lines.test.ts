import fc from "fast-check";
import { expect, test } from "vitest";
import { lineHunks } from "../../../lib/ignition/diff/lines";
import { IgnitionHunk } from "../../../lib/ignition";

/** What a patch tool makes of the text before. */
function applied(before: string, hunks: readonly IgnitionHunk[]): string {
  const old = before.split(/(?<=\n)/);
  const result: string[] = [];
  let at = 0;
  for (const { oldStart, oldLines, lines } of hunks) {
    const start = oldLines === 0 ? oldStart : oldStart - 1;
    result.push(...old.slice(at, start));
    at = start + oldLines;
    for (const [i, line] of lines.entries()) {
      const isLast = lines[i + 1]?.startsWith("\\") === true;
      if (line.startsWith("+") || line.startsWith(" ")) result.push(line.slice(1) + (isLast ? "" : "\n"));
    }
  }
  return [...result, ...old.slice(at)].join("");
}

test("lines that differ stand in a hunk with three around them", () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i + 1}\n`);
  const changed = lines.map((line, i) => (i === 9 ? "ten\n" : line));
  expect(lineHunks(lines.join(""), changed.join(""))).toEqual([
    { oldStart: 7, oldLines: 7, newStart: 7, newLines: 7, lines: [" 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13"] },
  ]);
});

test("a line end that is missing is told", () => {
  expect(lineHunks("a\n", "a")[0].lines).toEqual(["-a", "+a", "\\ No newline at end of file"]);
});

test("texts that are the same have no hunks", () => {
  expect(lineHunks("a\n", "a\n")).toEqual([]);
});

test("hunks lead from one text to the other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "", "\r"), { maxLength: 30 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applied(before, lineHunks(before, after))).toBe(after);
    }),
  );
});

test("two texts with nothing in common are one hunk, and take no time to speak of", () => {
  const text = (mark: string): string => Array.from({ length: 20_000 }, (_, i) => `${mark}${i}\n`).join("");
  const [hunk, ...more] = lineHunks(text("a"), text("b"));
  expect(more).toEqual([]);
  expect(hunk).toMatchObject({ oldStart: 1, oldLines: 20_000, newStart: 1, newLines: 20_000 });
  expect(applied(text("a"), [hunk])).toBe(text("b"));
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Rank, Section, fitted, sizeOf } from "../../../lib/check/report/markdown-budget";

const section = (blocks: Section["blocks"], head = "", foot = ""): Section => ({ head, foot, blocks });
const block = (rank: Rank, text: string) => ({ rank, text: () => text });

test("all of it is there where there is room, in the order of the sections", () => {
  const sections = [section([block(Rank.DIFF, "d")], "<", ">"), section([], "(", ")"), section([block(Rank.FAILURE, "f")])];
  expect(fitted(sections, 4)).toEqual({ text: "<d>f", left: new Map() });
});

test("the least important goes first, and a section with nothing left goes with its head and foot", () => {
  const sections = [section([block(Rank.DIFF, "d")], "<", ">"), section([block(Rank.FAILURE, "f")])];
  expect(fitted(sections, 3)).toEqual({ text: "f", left: new Map([[Rank.DIFF, 1]]) });
});

test("of the same importance the first stay, and what is less important does not take the place of what has none", () => {
  const sections = [section([block(Rank.WARNING, "a"), block(Rank.WARNING, "bbbb"), block(Rank.WARNING, "c"), block(Rank.NOTE, "n")])];
  expect(fitted(sections, 4)).toEqual({
    text: "a",
    left: new Map([
      [Rank.WARNING, 2],
      [Rank.NOTE, 1],
    ]),
  });
});

test("what certainly has no room is not even written", () => {
  const written: string[] = [];
  const slow = (rank: Rank, text: string) => ({ rank, text: () => (written.push(text), text) });
  fitted([section([slow(Rank.DIFF, "d"), slow(Rank.FAILURE, "ff"), slow(Rank.NOTE, "n")])], 1);
  expect(written).toEqual(["ff"]);
});

test("room is counted in bytes of UTF-8", () => {
  expect(sizeOf("é\u{1f680}\ud800")).toBe(2 + 4 + 3);
  expect(fitted([section([block(Rank.FAILURE, "é")])], 1).text).toBe("");
  expect(fitted([section([block(Rank.FAILURE, "é")])], 2).text).toBe("é");
});

test("the text never has more bytes than there is room for, and nothing is left out that is more important than what is there", () => {
  const blocks = fc.array(
    fc.tuple(fc.constantFrom(Rank.FAILURE, Rank.NOTE, Rank.DIFF), fc.string({ maxLength: 9 })).map(([rank, text]) => block(rank, text)),
  );
  const sections = fc.array(fc.record({ head: fc.constantFrom("", "<"), foot: fc.constantFrom("", ">"), blocks }), { maxLength: 4 });
  fc.assert(
    fc.property(sections, fc.nat(60), (all, room) => {
      const { text, left } = fitted(all, room);
      expect(sizeOf(text)).toBeLessThanOrEqual(room);
      const there = all.flatMap((each) => each.blocks).length - [...left.values()].reduce((sum, count) => sum + count, 0);
      const least = Math.min(...left.keys());
      const moreImportant = all.flatMap((each) => each.blocks).filter(({ rank }) => rank < least);
      expect(there).toBeGreaterThanOrEqual(left.size === 0 ? 0 : moreImportant.length);
    }),
  );
});

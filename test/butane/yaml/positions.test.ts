import fc from "fast-check";
import { expect, test } from "vitest";
import { Positions } from "../../../lib/butane/yaml";

test("lines and columns count from 1, columns in characters", () => {
  const positions = new Positions("a\né😀b\n");
  expect(positions.at(0)).toEqual({ line: 1, column: 1 });
  expect(positions.at(2)).toEqual({ line: 2, column: 1 });
  expect(positions.at(3)).toEqual({ line: 2, column: 2 });
  expect(positions.at(5)).toEqual({ line: 2, column: 3 });
});

test("every line break of YAML 1.1 counts, and a return with its newline once", () => {
  const positions = new Positions("a\r\nb\rc\u0085d\u2028e\u2029f\ng");
  expect([0, 3, 5, 7, 9, 11, 13].map((offset) => positions.line(offset))).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("the end of a line is on it, and one past the end of the text is the line that the stream's end begins", () => {
  const positions = new Positions("a:");
  expect(positions.at(2)).toEqual({ line: 1, column: 3 });
  expect(positions.at(3)).toEqual({ line: 2, column: 1 });
});

test("places are the same in whatever order they are asked for", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "😀", "\n", "\r") }), fc.array(fc.nat(30)), (text, offsets) => {
      const positions = new Positions(text);
      for (const offset of offsets.filter((each) => each <= text.length)) {
        expect(positions.at(offset)).toEqual(new Positions(text).at(offset));
        expect(positions.line(offset)).toBe(positions.at(offset).line);
      }
    }),
  );
});

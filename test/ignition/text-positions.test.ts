import { expect, test } from "vitest";
import { TextPositions } from "../../lib/ignition/text-positions";

test("lines and columns count from one, a line end belongs to its line", () => {
  const positions = new TextPositions("01\n3\n567\n9");
  expect([0, 1, 2, 3, 4, 5, 8, 9].map((offset) => positions.at(offset))).toEqual(
    [
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [3, 1],
      [3, 4],
      [4, 1],
    ].map(([line, column]) => ({ line, column })),
  );
});

test("what lies behind the text has no place in it", () => {
  expect(new TextPositions("x").at(1)).toEqual({ line: 0, column: 0 });
});

import { expect, test } from "vitest";
import { NodeKind, emptyScalar } from "../../../lib/butane/yaml/node";
import { meaning } from "../../../lib/butane/yaml/scalars";

test("what stands for a value that is not there is a plain scalar without text, at its place, and means null", () => {
  const node = emptyScalar(7);
  expect(node).toMatchObject({ kind: NodeKind.SCALAR, value: "", at: 7, children: [] });
  expect(meaning(node).tag).toBe("!!null");
});

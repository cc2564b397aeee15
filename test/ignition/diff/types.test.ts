import { expect, test } from "vitest";
import { IgnitionChangeKind } from "../../../lib/ignition";

test("the kinds of changes are words, for programs that read the JSON", () => {
  expect(Object.values(IgnitionChangeKind)).toEqual(["added", "removed", "changed"]);
});

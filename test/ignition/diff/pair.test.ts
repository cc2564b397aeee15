import { expect, test } from "vitest";
import { Pair } from "../../../lib/ignition/diff/pair";
import { CONFIG, StructListField } from "../../../lib/ignition/schema";

function filesField(): StructListField {
  const storage = CONFIG.byName.get("storage");
  const field = storage?.kind === "struct" ? storage.struct.byName.get("files") : undefined;
  if (field?.kind !== "structs") throw new Error("files is no list");
  return field;
}

const pair = new Pair(
  { files: [{ path: "/b" }, { path: "/a", mode: 1 }] },
  { files: [{ path: "/c" }, { path: "/a", mode: 2 }], links: [{ path: "/l" }] },
  "storage",
  "storage",
);

test("entries are paired by key, in the order of the keys, and know their places", () => {
  const byKey = [...pair.byKey(filesField())].map(([key, entry]) => [key, entry.before?.mode, entry.after?.mode, ...entry.places("mode")]);
  expect(byKey).toEqual([
    ["/a", 1, 2, "storage.files.1.mode", "storage.files.1.mode"],
    ["/b", undefined, undefined, "storage.files.0.mode", ".mode"],
    ["/c", undefined, undefined, ".mode", "storage.files.0.mode"],
  ]);
});

test("entries without keys are paired by position", () => {
  expect(pair.byIndex("links").map(({ before, after }) => [before, after])).toEqual([[undefined, { path: "/l" }]]);
  expect(pair.byIndex("raid")).toEqual([]);
});

test("an object that is not there is undefined", () => {
  expect(pair.child("x")).toMatchObject({ before: undefined, after: undefined });
});

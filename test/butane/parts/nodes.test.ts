import { expect, test } from "vitest";
import { Nodes } from "../../../lib/butane/parts/nodes";

test("nodes of all three lists share their paths, and of two at one path the last counts", () => {
  const nodes = new Nodes({ storage: { files: [{ path: "/a" }, { path: "/a" }], links: [{ path: "/l" }] } });
  expect(["/a", "/l", "/d"].map((path) => nodes.has(path))).toEqual([true, true, false]);
  expect([nodes.indexOf("files", "/a"), nodes.indexOf("links", "/a")]).toEqual([1, undefined]);
  expect(nodes.add("directories", { path: "/d" })).toBe(0);
  expect(nodes.has("/d")).toBe(true);
});

test("lists are stored in the order of the spec, and the config that came in is left alone", () => {
  const storage = { files: [{ path: "/a" }], raid: [], disks: [] };
  const made: Record<string, unknown> = { storage };
  const nodes = new Nodes(made);
  nodes.replace("files", 0, { path: "/a", mode: 1 });
  nodes.add("links", { path: "/l" });
  nodes.store(made);
  expect(Object.entries(made.storage as object)).toEqual([
    ["disks", []],
    ["files", [{ path: "/a", mode: 1 }]],
    ["links", [{ path: "/l" }]],
    ["raid", []],
  ]);
  expect(storage.files).toEqual([{ path: "/a" }]);
});

test("where there is nothing, nothing is stored", () => {
  const made = {};
  new Nodes(made).store(made);
  expect(made).toEqual({});
});

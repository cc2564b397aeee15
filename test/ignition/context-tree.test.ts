import { expect, test } from "vitest";
import { ContextNode, deepestNode } from "../../lib/ignition/context-tree";

const tree: ContextNode = {
  at: 0,
  keys: new Map([["files", 0]]),
  children: new Map([["files", { at: 7, children: [{ at: 9, children: new Map([["path", { at: 15 }]]) }] }]]),
};

test("a path leads to its value", () => {
  expect(deepestNode(tree, "files.0.path").at).toBe(15);
  expect(deepestNode(tree, "files.0").at).toBe(9);
  expect(deepestNode(tree, "").at).toBe(0);
});

test("a path that leads nowhere ends at the deepest value on its way", () => {
  expect(deepestNode(tree, "files.0.mode").at).toBe(9);
  expect(deepestNode(tree, "files.1.path").at).toBe(7);
  expect(deepestNode(tree, "files.path").at).toBe(7);
  expect(deepestNode(tree, "units.0").at).toBe(0);
});

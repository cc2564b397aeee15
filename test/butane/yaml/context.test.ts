import { expect, test } from "vitest";
import { ContextNode, deepestNode } from "../../../lib/ignition/context-tree";
import { contextTree, readYaml } from "../../../lib/butane/yaml";

/** Line and column at which a path is reported. */
function place(text: string, path: string): string {
  const document = readYaml(text);
  const { line, column } = document.positions.at(deepestNode(contextTree(document), path).at);
  return `${line}:${column}`;
}

test("a block begins at its first key or hyphen, a flow collection at its bracket", () => {
  const text = "a:\n  b: c\nd:\n  - e\nf: {g: h}\ni: [j]\n";
  expect(place(text, "")).toBe("1:1");
  expect(place(text, "a")).toBe("2:3");
  expect(place(text, "d")).toBe("4:3");
  expect(place(text, "f")).toBe("5:4");
  expect(place(text, "i.0")).toBe("6:5");
});

test("a node begins with its anchor or tag, an alias with its asterisk, a scalar with its quote or indicator", () => {
  const text = "a: &x\n  b: c\nd: !!str e\nf: *x\ng: 'h'\ni: |\n  j\n";
  expect(place(text, "a")).toBe("1:4");
  expect(place(text, "d")).toBe("3:4");
  expect(place(text, "f")).toBe("4:4");
  expect(place(text, "g")).toBe("5:4");
  expect(place(text, "i")).toBe("6:4");
});

test("an alias has no values of its own", () => {
  expect(place("a: &x {b: c}\nd: *x\n", "d.b")).toBe("2:4");
});

test("an empty value stands right behind its colon or hyphen", () => {
  expect(place("a:\nb: c\n", "a")).toBe("1:3");
  expect(place("a:", "a")).toBe("1:3");
  expect(place("a:\n -\n - b\n", "a.0")).toBe("2:3");
});

test("what is missing is reported where it would be", () => {
  expect(place("a:\n  b: c\n", "a.x.y")).toBe("2:3");
});

test("keys have places of their own", () => {
  const { keys } = contextTree(readYaml("a: b\n? c\n: d\n"));
  expect([...(keys ?? [])]).toEqual([
    ["a", 0],
    ["c", 7],
  ]);
});

test("a document without content has a place too", () => {
  expect(contextTree(readYaml("# nothing\n"))).toEqual({ at: 0 });
});

test("the tree is as deep as the document", () => {
  const depth = 9_999;
  let node: ContextNode = contextTree(readYaml(`${"[".repeat(depth)}a${"]".repeat(depth)}`));
  let found = 0;
  for (; Array.isArray(node.children); found++) node = node.children[0] as ContextNode;
  expect(found).toBe(depth);
});

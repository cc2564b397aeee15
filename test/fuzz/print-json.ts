import { type Random } from "./random";
import { type Tree } from "./tree";

const SCALAR = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?|true|false|null)$/;

/** Writes a tree as JSON, compact or over lines. A scalar that only YAML has becomes a string. */
export function printJson(random: Random, tree: Tree): string {
  const width = random.weighted([
    [3, 0],
    [3, 2],
    [1, 1],
  ]);
  return print(tree, width, 0);
}

function print(tree: Tree, width: number, depth: number): string {
  switch (tree.kind) {
    case "alias":
      return "null";
    case "scalar":
      if (tree.raw && SCALAR.test(tree.text)) return tree.text;
      if (tree.raw && /^[~]?$/.test(tree.text)) return "null";
      if (tree.raw && /^(\[\]|\{\})$/.test(tree.text)) return tree.text;
      return JSON.stringify(tree.text);
    case "list":
      return wrap(
        "[",
        "]",
        tree.items.map((item) => print(item, width, depth + 1)),
        width,
        depth,
      );
    case "mapping":
      return wrap(
        "{",
        "}",
        tree.entries.map(([key, value]) => `${keyOf(key)}:${width > 0 ? " " : ""}${print(value, width, depth + 1)}`),
        width,
        depth,
      );
  }
}

function keyOf(key: Tree): string {
  return JSON.stringify(key.kind === "scalar" ? key.text : "key");
}

function wrap(open: string, close: string, parts: readonly string[], width: number, depth: number): string {
  if (width === 0 || parts.length === 0) return open + parts.join(",") + close;
  const pad = "\n" + " ".repeat(width * (depth + 1));
  return `${open}${pad}${parts.join("," + pad)}\n${" ".repeat(width * depth)}${close}`;
}

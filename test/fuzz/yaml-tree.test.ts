import { expect, test } from "vitest";
import { printYaml } from "./print-yaml";
import { Random } from "./random";
import { treeOf } from "./tree";
import { treeOfYaml } from "./yaml-tree";

const CONFIG = {
  variant: "flatcar",
  list: ["a", "b c", "", " x", "x ", "it's", 'say "x"', "#no", "a: b", "- a", "true", "~", "0644", "\u2028\u0085\ufeff", "\u{1F600}", "\t"],
  texts: ["a\n", "a\nb", "\na\n", "  a\n b\n", "a\n\n\n", "\n", "a\r\nb", "- a\n- b\n", "\ta\n", "a \n"],
  empty: { list: [], mapping: {} },
  nested: [[["a"], []], { b: { c: [{ d: "e" }] } }],
};

/** A tree as the values that it stands for, each scalar a text. */
function valuesOf(text: string): unknown {
  const value = (tree: ReturnType<typeof treeOfYaml>): unknown => {
    if (tree === undefined) throw new Error("not YAML");
    if (tree.kind === "mapping") return Object.fromEntries(tree.entries.map(([key, inner]) => [value(key), value(inner)]));
    if (tree.kind === "list") return tree.items.map(value);
    return tree.kind === "scalar" ? tree.text : `*${tree.to}`;
  };
  return value(treeOfYaml(text));
}

test("a tree is printed in many ways, all of which mean it", () => {
  const printed = Array.from({ length: 300 }, (_, i) => printYaml(new Random(i), treeOf(CONFIG)));
  for (const text of printed) expect(valuesOf(text), text).toEqual(CONFIG);
  expect(new Set(printed).size).toBeGreaterThan(290);
});

test("every style is among them", () => {
  const all = Array.from({ length: 300 }, (_, i) => printYaml(new Random(i), treeOf(CONFIG))).join("");
  for (const style of [/- \|\n/, /- \|-\n/, /\|\+\n/, /\|[1-4]/, /: \{/, /: \[/, / # /, /^--- *$/m, /^\.\.\.$/m, /'a'/, /\\u2028/]) {
    expect(all).toMatch(style);
  }
});

test("anchors, aliases, tags, merge keys and what is not quoted are as they were", () => {
  const text = "a: &x {b: 0644, c: '0644', d: !!binary aGk=}\ne: *x\nf:\n  <<: *x\n  ? [g]\n  : ~\n";
  const tree = treeOfYaml(text);
  expect(tree).toMatchObject({
    entries: [
      [{}, { anchor: "x", entries: [[{}, { raw: true }], [{}, { raw: false }], [{}, { text: "!!binary aGk=", raw: true }]] }],
      [{}, { kind: "alias", to: "x" }],
      [{}, { entries: [[{ text: "<<" }, { kind: "alias" }], [{ kind: "list" }, { text: "~", raw: true }]] }],
    ],
  }); // prettier-ignore
});

test("what is no YAML has no tree", () => {
  for (const text of ["", "# only a comment\n", "a: [", "\ta: b"]) expect(treeOfYaml(text)).toBeUndefined();
});

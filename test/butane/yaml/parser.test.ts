import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCommon, NodeKind, readYaml, YamlFault } from "../../../lib/butane/yaml";
import { plain } from "./plain";

test("only the first document is read", () => {
  expect(decodeCommon(readYaml("variant: flatcar\nversion: 1.1.0\n---\nvariant: fcos\n"))).toEqual({
    variant: "flatcar",
    version: "1.1.0",
  });
});

test("what follows the document is looked at for two tokens", () => {
  expect(() => plain("a: b\n--- @\n")).toThrow("found character that cannot start any token");
  expect(plain("a: b\n---\nc: d\n@\n")).toEqual([["a", "b"]]);
});

test("a text without content has no root", () => {
  expect(readYaml("# nothing\n").root).toBeUndefined();
  expect(readYaml("").root).toBeUndefined();
});

test("an empty document holds an empty scalar", () => {
  expect(plain("---\n")).toBe("");
});

test("a fault is in the words of yaml.v3, with its line but on the first", () => {
  expect(() => readYaml("a: b: c\n")).toThrow(new YamlFault("yaml: mapping values are not allowed in this context"));
  expect(() => readYaml("a: b\nc: d: e\n")).toThrow(new YamlFault("yaml: line 2: mapping values are not allowed in this context"));
});

test("a mistake in the structure is named a line too early, as yaml.v3 does", () => {
  expect(() => readYaml("a: b\nc:\n - d\n e: f\n")).toThrow(new YamlFault("yaml: line 2: did not find expected '-' indicator"));
});

test("an alias stands for the node of its anchor, which may be the one it is in", () => {
  const { root } = readYaml("a: &x 1\nb: *x\n");
  expect(root?.children[3]).toMatchObject({ kind: NodeKind.ALIAS, value: "x", target: root?.children[1] });
  const { root: self } = readYaml("&x [*x]\n");
  expect(self?.children[0].target).toBe(self);
});

test("of two anchors of one name the one before the alias counts", () => {
  const { root } = readYaml("[&x a, &x b, *x, &x c]\n");
  expect(root?.children[2].target?.value).toBe("b");
});

test("an unknown anchor is a fault", () => {
  expect(() => readYaml("a: *x\n")).toThrow(new YamlFault("yaml: unknown anchor 'x' referenced"));
});

test("anchor and tag stand in either order, and the node begins at the first", () => {
  for (const properties of ["&a !!str", "!!str &a"]) {
    expect(readYaml(`k: ${properties} v\n`).root?.children[1]).toMatchObject({ tag: "!!str", value: "v", at: 3 });
  }
});

test("a tag directive gives a handle its meaning, for one document", () => {
  expect(readYaml("%TAG !e! tag:example.com,2000:\n---\n!e!x a\n").root?.tag).toBe("tag:example.com,2000:x");
  expect(() => readYaml("!e!x a\n")).toThrow("found undefined tag handle");
});

test("only version 1.1 may be asked for", () => {
  expect(plain("%YAML 1.1\n---\na\n")).toBe("a");
  expect(() => plain("%YAML 1.2\n---\na\n")).toThrow("found incompatible YAML document");
});

test("collections of all kinds nest", () => {
  expect(plain("a:\n- {b: [c, d: e], f}\n- ? g\n  : h\n  ? i\nj:\n")).toEqual([
    [
      "a",
      [
        [
          ["b", ["c", [["d", "e"]]]],
          ["f", ""],
        ],
        [
          ["g", "h"],
          ["i", ""],
        ],
      ],
    ],
    ["j", ""],
  ]);
});

test("nesting is read as deep as yaml.v3 allows, and refused beyond", () => {
  const [open, close] = ["[".repeat(10_000), "]".repeat(10_000)];
  expect(readYaml(`${open}${close}`).root?.kind).toBe(NodeKind.SEQUENCE);
  expect(() => readYaml(`[${open}${close}]`)).toThrow(new YamlFault("yaml: exceeded max depth of 10000"));
  expect(readYaml("- ".repeat(10_000)).root?.kind).toBe(NodeKind.SEQUENCE);
  expect(() => readYaml("- ".repeat(10_001))).toThrow("exceeded max depth of 10000");
  expect(() => readYaml("? ".repeat(10_001))).toThrow("exceeded max depth of 10000");
});

test("no bytes make it fail otherwise than with a fault of YAML", () => {
  const soup = fc.array(
    fc.constantFrom(...":-?,[]{}#&*!|>'\"%@` \t\n\r\u0085\u2028ab0~<=.\\é😀", "\n  ", "\n- ", ": ", "---\n", "&a ", "*a ", "!!str "),
  );
  const inputs = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    soup.map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(inputs, (input) => {
      try {
        readYaml(input);
      } catch (e) {
        expect(e).toBeInstanceOf(YamlFault);
        expect((e as Error).message).toMatch(/^yaml: /);
      }
    }),
    { numRuns: 2000 },
  );
});

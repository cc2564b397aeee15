import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify, ToStringOptions } from "yaml";
import { NodeKind, readYaml, YamlNode } from "../../../lib/butane/yaml";
import { meaning } from "../../../lib/butane/yaml/scalars";

/** What a document means: mappings as lists of pairs, integers as numbers. */
function value(node: YamlNode): unknown {
  switch (node.kind) {
    case NodeKind.ALIAS:
      return value(node.target as YamlNode);
    case NodeKind.SEQUENCE:
      return node.children.map(value);
    case NodeKind.MAPPING:
      return node.children.flatMap((key, i) => (i % 2 === 0 ? [[value(key), value(node.children[i + 1])]] : []));
    case NodeKind.SCALAR: {
      const { value: scalar } = meaning(node);
      return typeof scalar === "bigint" ? Number(scalar) : scalar;
    }
  }
}

function pairs(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(pairs);
  return typeof json === "object" && json !== null ? Object.entries(json).map(([key, child]) => [key, pairs(child)]) : json;
}

// What the two dialects agree on: characters that YAML 1.1 takes for line breaks are written as they are by one that knows two.
const text = fc
  .string({
    unit: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(..."ab: #-?'\"\\\n\t[]{},&*!|>%@`0.~=<é😀") },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
    ),
    maxLength: 24,
  })
  // Words that are booleans in one dialect alone, or mean a merge; and blocks that begin with white space, which it writes so that they read without.
  .filter((candidate) => !/^\s|^<<$|^[yn]$|^(yes|no|on|off)$|^[-+]?[0-9][0-9_:.eE+-]*$/i.test(candidate));

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
})).value;

const quoted = fc.constantFrom("QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const);
const indentation = { indent: fc.integer({ min: 2, max: 9 }), indentSeq: fc.boolean(), lineWidth: fc.constantFrom(0, 20, 80) };
const options: fc.Arbitrary<ToStringOptions> = fc.oneof(
  fc.record({
    ...indentation,
    defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"),
    defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"),
    blockQuote: fc.constantFrom<ToStringOptions["blockQuote"][]>(true, false, "folded", "literal"),
  }),
  // In brackets the dialects differ over question marks and colons without quotes.
  fc.record({ ...indentation, collectionStyle: fc.constant("flow" as const), defaultStringType: quoted, defaultKeyType: quoted }),
);

test("what another implementation of YAML writes in any style means the same to ours", () => {
  fc.assert(
    fc.property(json, options, (written, style) => {
      const document = stringify({ written }, { ...style, version: "1.1", aliasDuplicateObjects: true });
      // It folds some texts so narrowly that it does not read them back itself.
      fc.pre(isDeepStrictEqual(parse(document, { version: "1.1" }), { written }));
      const { root } = readYaml(document);
      expect(root && value(root)).toEqual([["written", pairs(written)]]);
    }),
    { numRuns: 1500 },
  );
});

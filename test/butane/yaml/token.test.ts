import { expect, test } from "vitest";
import { readYaml } from "../../../lib/butane/yaml";
import { ScalarStyle } from "../../../lib/butane/yaml/token";

test.each([
  ["a b", ScalarStyle.PLAIN],
  ["'a b'", ScalarStyle.SINGLE_QUOTED],
  ['"a b"', ScalarStyle.DOUBLE_QUOTED],
  ["|-\n  a b", ScalarStyle.LITERAL],
  [">-\n  a b", ScalarStyle.FOLDED],
])("how a scalar is written is kept: %j", (text, style) => {
  expect(readYaml(text).root).toMatchObject({ value: "a b", style });
});

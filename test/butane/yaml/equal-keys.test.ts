import fc from "fast-check";
import { expect, test } from "vitest";
import { readYaml } from "../../../lib/butane/yaml";
import { equalKeys } from "../../../lib/butane/yaml/equal-keys";

const pairs = (text: string): string[] =>
  equalKeys(readYaml(text).root?.children ?? []).map(([first, second]) => `${first.at} ${second.at}`);

test("keys are equal as they are written, however they are quoted", () => {
  expect(pairs("{a: 1, 'a': 2, \"a\": 3}")).toEqual(["1 7", "1 15", "7 15"]);
  expect(pairs("{1: a, 0x1: b, '1': c}")).toEqual(["1 15"]);
});

test("an alias is another kind of key than a scalar, and lists are equal whatever is in them", () => {
  expect(pairs("{&a a: 1, *a : 2}")).toEqual([]);
  expect(pairs("{[a]: 1, [b]: 2, {c: d}: 3}")).toEqual(["1 9"]);
});

test("many keys are told apart as few are", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 40 }), (keys) => {
      const found = equalKeys(readYaml(`{${keys.map((key) => `k${key}: `).join(", ")}}`).root?.children ?? []);
      const expected = keys.flatMap((key, i) => keys.slice(i + 1).filter((other) => other === key));
      expect(found.map(([first]) => first.value)).toEqual(expected.map((key) => `k${key}`));
      expect(found.every(([first, second]) => first.value === second.value && first.at < second.at)).toBe(true);
    }),
  );
});

test("of very many equal keys not all pairs are looked for", () => {
  expect(pairs("a:\n".repeat(20_000))).toHaveLength(10_000);
});

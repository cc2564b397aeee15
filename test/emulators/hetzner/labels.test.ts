import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "./api-error";
import { checkLabels, parseLabelSelector } from "./labels";

const word = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,8}[a-z0-9])?$/);

test.each([
  ["plain", { env: "prod" }],
  ["with a prefix", { "example.com/my": "label" }],
  ["without a value", { "just-a-key": "" }],
  ["at the longest", { ["k".repeat(63)]: "v".repeat(63) }],
])("labels %s are accepted", (_, labels) => {
  expect(checkLabels(labels)).toEqual(labels);
});

test.each([
  ["an empty key", { "": "x" }],
  ["a key of 64 characters", { ["k".repeat(64)]: "x" }],
  ["a value of 64 characters", { a: "v".repeat(64) }],
  ["a space in a value", { a: "b c" }],
  ["a value that starts with a dash", { a: "-b" }],
  ["an upper-case prefix", { "Example.com/a": "b" }],
  ["a reserved prefix", { "hetzner.cloud/a": "b" }],
  ["two slashes", { "a/b/c": "d" }],
])("%s is refused", (_, labels) => {
  expect(() => checkLabels(labels)).toThrow(ApiError);
});

describe("a selector", () => {
  const labels = { os: "flatcar", channel: "stable", empty: "" };

  test.each([
    ["os=flatcar", true],
    ["os==flatcar", true],
    ["os = flatcar", true],
    ["os=debian", false],
    ["missing=x", false],
    ["empty=", true],
    ["os!=debian", true],
    ["os!=flatcar", false],
    ["missing!=x", true],
    ["os", true],
    ["missing", false],
    ["!missing", true],
    ["!os", false],
    ["channel in (stable,lts)", true],
    ["channel in (beta, alpha)", false],
    ["missing in (a)", false],
    ["channel notin (beta,alpha)", true],
    ["channel notin (stable)", false],
    ["missing notin (a)", true],
    ["os=flatcar,channel in (stable,lts),!missing", true],
    ["os=flatcar, channel=beta", false],
  ])("%s gives %s", (selector, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  test.each(["", ",", "a=b,", "a b", "a in b", "a in (b", "=x", "a=b=c", "a in ()c", "!"])("that is broken is refused: %j", (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(/invalid input in field 'label_selector'/);
  });

  test("of equalities matches exactly the labels that hold them", () => {
    fc.assert(
      fc.property(fc.dictionary(word, word, { minKeys: 1, maxKeys: 4 }), word, word, (wanted, key, value) => {
        const selector = Object.entries(wanted)
          .map(([k, v]) => `${k}=${v}`)
          .join(",");
        const matches = parseLabelSelector(selector);
        expect(matches({ ...wanted, [`${key}-more`]: value })).toBe(true);
        expect(matches({ ...wanted, [Object.keys(wanted)[0]]: `${Object.values(wanted)[0]}-other` })).toBe(false);
      }),
    );
  });

  test("and its negation never agree", () => {
    fc.assert(
      fc.property(fc.dictionary(word, word), word, fc.array(word, { minLength: 1, maxLength: 3 }), (own, key, values) => {
        const set = values.join(",");
        expect(parseLabelSelector(`${key} in (${set})`)(own)).toBe(!parseLabelSelector(`${key} notin (${set})`)(own));
        expect(parseLabelSelector(key)(own)).toBe(!parseLabelSelector(`!${key}`)(own));
        expect(parseLabelSelector(`${key}=${values[0]}`)(own)).toBe(!parseLabelSelector(`${key}!=${values[0]}`)(own));
      }),
    );
  });
});

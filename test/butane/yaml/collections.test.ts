import { expect, test } from "vitest";
import { outcome } from "./tree";
import { plain } from "./plain";

test.each<[string, string, unknown]>([
  ["a block sequence", "- a\n- b\n", ["a", "b"]],
  ["an entry without a value", "-\n- b\n-\n", ["", "b", ""]],
  [
    "a sequence no deeper than its key",
    "k:\n- a\n- b\nl: c\n",
    [
      ["k", ["a", "b"]],
      ["l", "c"],
    ],
  ],
  [
    "empty entries in such a one",
    "k:\n-\n-\nl: c\n",
    [
      ["k", ["", ""]],
      ["l", "c"],
    ],
  ],
  [
    "a block mapping",
    "a: b\nc: d\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "a key without a value",
    "a:\nc:\n",
    [
      ["a", ""],
      ["c", ""],
    ],
  ],
  [
    "a key with a question mark",
    "? a\n: b\n? c\n",
    [
      ["a", "b"],
      ["c", ""],
    ],
  ],
  ["a flow sequence", "[a, b, ]", ["a", "b"]],
  ["an empty one", "[]", []],
  ["a pair in a flow sequence", "[a: b, c]", [[["a", "b"]], "c"]],
  ["a pair without a value", "[a: , ? c]", [[["a", ""]], [["c", ""]]]],
  [
    "a flow mapping",
    "{a: b, c: d, }",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ["an empty mapping", "{}", []],
  [
    "keys alone in a flow mapping",
    "{a, b: , ? c}",
    [
      ["a", ""],
      ["b", ""],
      ["c", ""],
    ],
  ],
  ["collections in collections", "- [a, {b: [c]}]\n- d:\n    - e\n", [["a", [["b", ["c"]]]], [["d", ["e"]]]]],
])("%s", (_, text, expected) => {
  expect(plain(text)).toEqual(expected);
});

test.each([
  ["- a\nb\n", "yaml: line 2: could not find expected ':'"],
  ["a: b\n- c\n", "yaml: line 1: did not find expected key"],
  ["- a\n  - b\nc: d\n", "yaml: line 2: did not find expected '-' indicator"],
  ["[a b: c\n", "yaml: line 1: did not find expected ',' or ']'"],
  ["{a: b c: d}\n", "yaml: did not find expected ',' or '}'"],
  [": b\n", "yaml: did not find expected key"],
  ["{: a}", "yaml: did not find expected node content"],
])("%j is refused in the words of yaml.v3", (text, error) => {
  expect(outcome(() => plain(text))).toEqual({ error });
});

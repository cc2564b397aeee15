import { expect, test } from "vitest";
import { containsTokenPlaceholder } from "../../lib/ignition";

test("a placeholder is found wherever it stands in a text", () => {
  expect(containsTokenPlaceholder("${TfToken[TOKEN.1]}")).toBe(true);
  expect(containsTokenPlaceholder("key=${TfToken[TOKEN.12]};")).toBe(true);
  expect(containsTokenPlaceholder("#{TfToken[TOKEN.0]}")).toBe(true);
});

test("what only looks like one is not", () => {
  expect(containsTokenPlaceholder("")).toBe(false);
  expect(containsTokenPlaceholder("${HOME} TfToken[1]")).toBe(false);
});

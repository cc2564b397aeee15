import { posix } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanPath, extension, isCleanPath } from "../../lib/ignition/go-path";

test.each([
  ["", "."],
  ["/", "/"],
  ["//a//b/", "/a/b"],
  ["/a/./b/../c", "/a/c"],
  ["/../a", "/a"],
  ["../a/..", ".."],
  ["a/../..", ".."],
  ["./", "."],
])("%j is cleaned to %j", (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});

test("cleaning is what node's normalize does, but for a trailing slash", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("/", ".", "..", "a", "b.c"), { maxLength: 8 }), (parts) => {
      const path = parts.join("");
      const normalized = posix.normalize(path);
      expect(cleanPath(path)).toBe(normalized.length > 1 ? normalized.replace(/\/$/, "") : normalized);
    }),
  );
});

test("the extension is what follows the last dot of the last element", () => {
  expect(extension("a.b.service")).toBe(".service");
  expect(extension(".service")).toBe(".service");
  expect(extension("a.service/b")).toBe("");
  expect(extension("a.")).toBe(".");
  expect(extension("")).toBe("");
});

test("an absolute path is clean when cleaning leaves it as it is", () => {
  const element = fc.constantFrom("", ".", "..", "...", "a", ".a", "a.", "..a", "a b", "\n", "\u2028");
  fc.assert(
    fc.property(fc.array(element, { maxLength: 5 }), (elements) => {
      const path = `/${elements.join("/")}`;
      expect(isCleanPath(path)).toBe(cleanPath(path) === path);
    }),
    { numRuns: 2000 },
  );
});

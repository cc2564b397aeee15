import { expect, test } from "vitest";
import { trimGoSpace } from "../../lib/ignition/go-space";

test("white space goes at both ends, and only there", () => {
  expect(trimGoSpace("\t\n a b\u0085\u00a0\u2028\u3000")).toBe("a b");
});

test("a byte order mark is no white space to Go", () => {
  expect(trimGoSpace("\uFEFFa\uFEFF")).toBe("\uFEFFa\uFEFF");
});

import { expect, test } from "vitest";
import { bytesOf } from "../../../lib/ignition/go-bytes";
import { binaryText } from "../../../lib/butane/yaml/binary";

test.each([
  ["", ""],
  ["aGk=", "hi"],
  ["aG\nk\r\n=\n", "hi"],
  ["w6k=", "é"],
])("%j is %j", (base64, text) => {
  expect(binaryText(base64)).toBe(text);
});

test("bytes that are no UTF-8 are kept", () => {
  expect([...bytesOf(binaryText("/wBh"))]).toEqual([0xff, 0, 0x61]);
});

test.each(["a", "aGk", "aGk==", "aG k", "aGk_", "=aGk", "a=Gk", "===="])("%j is no base64", (base64) => {
  expect(() => binaryText(base64)).toThrow("yaml: !!binary value contains invalid base64 data");
});

import { expect, test } from "vitest";
import { readYaml } from "../../../lib/butane/yaml";
import { sourceOf } from "../../../lib/butane/yaml/source";

test("a byte order mark is dropped", () => {
  expect(sourceOf("\ufeffa").text).toBe("a");
  expect(sourceOf(Buffer.from("\ufeffa")).text).toBe("a");
});

test("UTF-16 is read where its byte order mark says so", () => {
  const littleEndian = Buffer.from("\ufeffa: é😀\n", "utf16le");
  expect(sourceOf(littleEndian).text).toBe("a: é😀\n");
  expect(sourceOf(Buffer.from(littleEndian).swap16()).text).toBe("a: é😀\n");
});

test.each([
  ["6180", "invalid leading UTF-8 octet"],
  ["61c3", "incomplete UTF-8 octet sequence"],
  ["61c328", "invalid trailing UTF-8 octet"],
  ["61c080", "invalid length of a UTF-8 sequence"],
  ["61eda080", "invalid Unicode character"],
  ["61f4908080", "invalid Unicode character"],
  ["6107", "control characters are not allowed"],
  ["61c280", "control characters are not allowed"],
  ["61efbfbe", "control characters are not allowed"],
  ["fffe61", "incomplete UTF-16 character"],
  ["fffe00dc", "unexpected low surrogate area"],
  ["fffe00d8", "incomplete UTF-16 surrogate pair"],
  ["fffe00d86100", "expected low surrogate area"],
  ["fffe0700", "control characters are not allowed"],
])("%s is refused: %s", (hex, problem) => {
  expect(() => readYaml(Buffer.from(hex, "hex"))).toThrow(`yaml: ${problem}`);
});

test("half a character of JavaScript is none of YAML", () => {
  expect(() => readYaml("a: \ud800\n")).toThrow("yaml: invalid Unicode character");
  expect(readYaml("a: 😀\n").root?.children[1].value).toBe("😀");
});

test("what is wrong in a block of 512 bytes that is not needed does not count", () => {
  const document = (lines: number): Buffer => Buffer.concat([Buffer.from(`a: b\n---\n${"c: d\n".repeat(lines)}`), Buffer.of(0xff)]);
  expect(readYaml(document(200)).root?.children).toHaveLength(2);
  expect(() => readYaml(document(20))).toThrow("yaml: invalid leading UTF-8 octet");
});

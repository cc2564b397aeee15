import { expect, test } from "vitest";
import { decodedBytes, shownText } from "../../lib/ignition/shown-bytes";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test("what a URL holds is decoded, and what cannot be is nothing", () => {
  expect(decodedBytes("data:;base64,aGk=", undefined)).toEqual(bytes(0x68, 0x69));
  expect(decodedBytes("data:,hi", "gzip")).toBeUndefined();
  expect(decodedBytes("data:;base64,a", undefined)).toBeUndefined();
});

test("text is UTF-8 without NUL, a byte order mark kept", () => {
  expect(shownText(bytes(0xc3, 0xa9))).toBe("é");
  expect(shownText(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  expect(shownText(bytes(0x61, 0))).toBeUndefined();
  expect(shownText(bytes(0xff))).toBeUndefined();
});

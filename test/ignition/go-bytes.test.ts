import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, foreignByte, replacedText, textOf } from "../../lib/ignition/go-bytes";

test("bytes that are UTF-8 are the text that they are", () => {
  for (const text of ["", "abc", "é\u{1F600}\u2028", "\ufffd"]) {
    expect(textOf(Buffer.from(text))).toBe(text);
    expect(Buffer.from(bytesOf(text))).toEqual(Buffer.from(text));
  }
});

test("each byte that is none is a surrogate of its own, also of a character that is cut, too long or a surrogate in UTF-8", () => {
  const text = (...bytes: number[]): string => textOf(Uint8Array.from(bytes));
  expect(text(0x61, 0xff, 0x62)).toBe("a\udcffb");
  expect(text(0xf0, 0x9f, 0x98)).toBe("\udcf0\udc9f\udc98");
  expect(text(0xc0, 0x80)).toBe("\udcc0\udc80");
  expect(text(0xed, 0xa0, 0x80)).toBe("\udced\udca0\udc80");
  expect(text(0xc3, 0xa9, 0xc3)).toBe("é\udcc3");
});

test("any bytes come back as they were", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(Buffer.from(bytesOf(textOf(bytes)))).toEqual(Buffer.from(bytes));
    }),
  );
});

test("a surrogate of no byte, and any other character, stands for no byte", () => {
  expect(foreignByte(0xdcff)).toBe(0xff);
  for (const code of [0x41, 0xd800, 0xdc7f, 0xdd00, 0x1f600]) expect(foreignByte(code)).toBeUndefined();
});

test("characters beyond the first plane are kept beside bytes that are none, and so is a lone surrogate of none as U+FFFD", () => {
  expect(textOf(Buffer.concat([Buffer.from("\u{1F600}\u{10FFFF}\uffff\u07ff"), Buffer.of(0xf4, 0x90, 0xf5)]))).toBe(
    "\u{1F600}\u{10FFFF}\uffff\u07ff\udcf4\udc90\udcf5",
  );
  expect(Buffer.from(bytesOf("\u{1F600}\ud800é\udcff"))).toEqual(Buffer.concat([Buffer.from("\u{1F600}\ufffdé"), Buffer.of(0xff)]));
});

test("what is no text is replaced byte by byte, pairs are kept", () => {
  expect(replacedText(textOf(Buffer.from([0x61, 0xed, 0xa0, 0x80, 0xf0, 0x9f, 0x98, 0x80, 0xe2, 0x82])))).toBe(
    "a\ufffd\ufffd\ufffd\u{1F600}\ufffd\ufffd",
  );
  expect(replacedText("\ud83d\ude00\ud83d")).toBe("\u{1F600}\ufffd");
});

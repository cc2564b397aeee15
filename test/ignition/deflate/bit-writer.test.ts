import fc from "fast-check";
import { expect, test } from "vitest";
import { BitWriter } from "../../../lib/ignition/deflate/bit-writer";

test("bits fill bytes from the lowest", () => {
  const writer = new BitWriter();
  writer.reserve(2);
  writer.bits(0b1, 1);
  writer.bits(0b01, 2);
  writer.bits(0b11111, 5);
  writer.bits(0b101, 3);
  writer.align();
  expect([...writer.written()]).toEqual([0b11111011, 0b101]);
});

test("any values come out as one long binary number", () => {
  const value = fc.integer({ min: 0, max: 24 }).chain((count) => fc.record({ count: fc.constant(count), bits: fc.nat(2 ** count - 1) }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (values) => {
      const writer = new BitWriter();
      let expected = "";
      for (const { bits, count } of values) {
        writer.reserve(writer.at + 4);
        writer.bits(bits, count);
        if (count > 0) expected = bits.toString(2).padStart(count, "0") + expected;
      }
      writer.reserve(writer.at + 1);
      writer.align();
      const found = [...writer.written()]
        .reverse()
        .map((byte) => byte.toString(2).padStart(8, "0"))
        .join("");
      expect(found).toBe(expected.padStart(8 * writer.at, "0"));
    }),
  );
});

test("whole bytes and words stand as they are, the lowest byte of a word first", () => {
  const writer = new BitWriter();
  writer.reserve(6);
  writer.append(Uint8Array.of(1, 2));
  writer.word(0xfedcba98);
  expect([...writer.written()]).toEqual([1, 2, 0x98, 0xba, 0xdc, 0xfe]);
});

test("to align twice adds nothing", () => {
  const writer = new BitWriter();
  writer.reserve(2);
  writer.bits(1, 1);
  writer.align();
  writer.align();
  expect(writer.at).toBe(1);
});

test("room grows without losing what is written", () => {
  const writer = new BitWriter();
  for (let n = 0; n < 1000; n++) {
    writer.reserve(n + 1);
    writer.bits(n & 0xff, 8);
  }
  expect([...writer.written()]).toEqual(Array.from({ length: 1000 }, (_, n) => n & 0xff));
});

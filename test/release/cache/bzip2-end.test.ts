import fc from "fast-check";
import { expect, test } from "vitest";
import { BZIP2_END, endsAsBzip2 } from "../../../lib/release/cache/bzip2-end";
import { bzip2 } from "../../emulators/release";

/** Bits between a stream's checksum and the end of its last byte. */
function fillingOf(packed: Uint8Array): number {
  const bits = [...packed].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const mark = 0x177245385090n.toString(2).padStart(48, "0");
  return bits.length - bits.lastIndexOf(mark) - 48 - 32;
}

const tail = (bytes: Uint8Array): Uint8Array => bytes.subarray(-BZIP2_END);

test("what bzip2 packs ends as bzip2 data, wherever in a byte its last bit is", () => {
  const texts = Array.from({ length: 40 }, (_, i) => "abcdefg".repeat(i).slice(0, i * 3));
  const fillings = new Set<number>();
  for (const text of texts) {
    const packed = bzip2(Buffer.from(text));
    expect(endsAsBzip2(tail(packed)), text).toBe(true);
    fillings.add(fillingOf(packed));
  }
  expect([...fillings].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("what is cut off or goes on behind the end does not", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 10 }),
      (data, behind, cut) => {
        const packed = bzip2(data);
        expect(endsAsBzip2(tail(Buffer.concat([packed, behind])))).toBe(false);
        expect(endsAsBzip2(tail(packed.subarray(0, packed.length - cut)))).toBe(false);
      },
    ),
    { numRuns: 50 },
  );
});

test.each([[""], ["BZh9"], ["\0\0\0\0\0\0\0\0\0\0\0"]])("%j is no end", (text) => {
  expect(endsAsBzip2(Buffer.from(text, "latin1"))).toBe(false);
});

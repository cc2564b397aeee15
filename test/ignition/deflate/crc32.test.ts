import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "../../../lib/ignition/deflate/crc32";

test("the check value of the algorithm comes out", () => {
  // https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iso-hdlc
  expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

test("it is what zlib writes, for any length and any alignment", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(8), (bytes, from) => {
      const part = bytes.subarray(from);
      expect(crc32(part)).toBe(zlib.gzipSync(part).readUInt32LE(zlib.gzipSync(part).length - 8));
    }),
  );
});

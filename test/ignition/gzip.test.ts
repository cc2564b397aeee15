import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GunzipFault, gunzip, gzip } from "../../lib/ignition/gzip";

const LIMIT = 1 << 20;
const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

test("the header holds no time, no name, and a fixed system", () => {
  expect([...gzip(bytes("x")).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]);
});

test("the bytes of one text never change", () => {
  const packed = Buffer.from(gzip(bytes('{"ignition":{"version":"3.4.0"},"x":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}'))).toString(
    "base64",
  );
  expect(packed).toMatchInlineSnapshot(`"H4sIAAAAAAACA6tWykzPyyzJzM9TsqpWKkstKgYzlYz1TPQMlGp1lCqAnEQigVItALvwBVBPAAAA"`);
});

test("what is packed is what zlib unpacks", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (input) => {
      expect(new Uint8Array(zlib.gunzipSync(gzip(input)))).toEqual(input);
    }),
  );
});

test("what zlib packs is unpacked, at any level", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 0, max: 9 }), (input, level) => {
      expect(gunzip(zlib.gzipSync(input, { level }), LIMIT)).toEqual(input);
    }),
  );
});

test("several members are one text", () => {
  const both = Buffer.concat([gzip(bytes("one ")), gzip(bytes("two"))]);
  expect(Buffer.from(gunzip(both, LIMIT)).toString()).toBe("one two");
});

test("the limit is exact", () => {
  const packed = gzip(new Uint8Array(5000));
  expect(gunzip(packed, 5000).length).toBe(5000);
  expect(() => gunzip(packed, 4999)).toThrow("more than 4999 bytes");
});

test("a bomb goes off within a MiB over the limit", () => {
  const bomb = zlib.gzipSync(Buffer.alloc(64 << 20));
  const before = process.memoryUsage().arrayBuffers;
  expect(() => gunzip(bomb, LIMIT)).toThrow(GunzipFault);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
});

test.each([
  ["nothing", new Uint8Array()],
  ["text", bytes("this is not gzip at all")],
  ["a cut stream", gzip(bytes("hello hello hello")).subarray(0, 22)],
])("%s is refused", (_, input) => {
  expect(() => gunzip(input, LIMIT)).toThrow(GunzipFault);
});

test("a wrong checksum and a wrong length are found", () => {
  const packed = gzip(bytes("hello"));
  const flip = (at: number): Uint8Array => packed.map((byte, i) => (i === packed.length + at ? byte ^ 1 : byte));
  expect(() => gunzip(flip(-8), LIMIT)).toThrow("wrong checksum");
  expect(() => gunzip(flip(-4), LIMIT)).toThrow("wrong length");
});

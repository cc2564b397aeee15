import fc from "fast-check";
import { expect, test } from "vitest";
import { dataUrlOf } from "../../../lib/butane/parts/data-url";
import { decodeDataUrl } from "../../../lib/ignition";

test("letters, digits and the marks of URLs stand for themselves, other bytes are escaped", () => {
  const { source } = dataUrlOf("aZ09-_.!~*'()/ ü", false);
  expect(source).toBe("data:,aZ09-_.!~*'()%2F%20%C3%BC");
});

test("nothing is a URL without data", () => {
  expect(dataUrlOf("", false)).toEqual({ source: "data:,", compression: "" });
  expect(dataUrlOf(new Uint8Array(), true)).toEqual({ source: "data:,", compression: undefined });
});

test("base64 is taken where it is shorter, not where it is as long", () => {
  // 8 + 8 characters against 1 + 3 · 5
  expect(dataUrlOf("/////", false).source).toBe("data:,%2F%2F%2F%2F%2F");
  expect(dataUrlOf("//////", false).source).toBe("data:;base64,Ly8vLy8v");
});

test("gzip is taken as soon as it is shorter, its field included", () => {
  expect(dataUrlOf("a".repeat(47), false)).toEqual({ source: `data:,${"a".repeat(47)}`, compression: "" });
  expect(dataUrlOf("a".repeat(48), false)).toEqual({
    source: "data:;base64,H4sIAAAAAAAC/0okEQACAAD//1YrOKAwAAAA",
    compression: "gzip",
  });
});

test("contents that are compressed already are not compressed again", () => {
  expect(dataUrlOf("a".repeat(1000), true)).toEqual({ source: `data:,${"a".repeat(1000)}`, compression: undefined });
});

test("bytes that are no text survive", () => {
  expect(dataUrlOf(Uint8Array.of(0xff, 0x41), false).source).toBe("data:,%FFA");
  expect(dataUrlOf("\udcffA", false).source).toBe("data:,%FFA");
});

test("a URL decodes to the contents and is never longer than the escaped or the base64 form", () => {
  const runs = fc.array(fc.tuple(fc.uint8Array({ maxLength: 9 }), fc.nat(60)), { maxLength: 12 });
  fc.assert(
    fc.property(runs, (parts) => {
      const bytes = Buffer.concat(parts.flatMap(([part, times]) => Array.from({ length: times }, () => part)));
      const { source, compression = "" } = dataUrlOf(bytes, false);
      expect(Buffer.from(decodeDataUrl(source, compression)).equals(bytes)).toBe(true);
      const escaped = [...bytes].reduce((sum, byte) => sum + (/[\w.!~*'()-]/.test(String.fromCharCode(byte)) ? 1 : 3), "data:,".length);
      const base64 = "data:;base64,".length + Math.ceil(bytes.length / 3) * 4;
      expect(source.length + compression.length).toBeLessThanOrEqual(Math.min(escaped, base64));
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { dataUrl, decodeDataUrl } from "../../lib/ignition";
import { gzip } from "../../lib/ignition/gzip";

test("plain text is percent-encoded, what needs many escapes is base64", () => {
  expect(dataUrl("")).toBe("data:,");
  expect(dataUrl("hello-world_.!~*'()")).toBe("data:,hello-world_.!~*'()");
  expect(dataUrl("a b\n")).toBe("data:,a%20b%0A");
  expect(dataUrl("üüüüüü")).toBe("data:;base64,w7zDvMO8w7zDvMO8");
});

test("the shorter form is chosen, a tie is percent-encoded", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const url = dataUrl(bytes);
      const base64 = `data:;base64,${Buffer.from(bytes).toString("base64")}`;
      const percent = `data:,${[...bytes].map((b) => (/[A-Za-z0-9\-_.!~*'()]/.test(String.fromCharCode(b)) ? String.fromCharCode(b) : `%${b.toString(16).toUpperCase().padStart(2, "0")}`)).join("")}`;
      expect(url).toBe(base64.length < percent.length ? base64 : percent);
    }),
  );
  // 4 escaped bytes and 3 plain ones: 15 characters; 7 + 12 in base64. 6 escaped and 1 plain: 19 against 19.
  expect(dataUrl("      a")).toBe("data:,%20%20%20%20%20%20a");
  expect(dataUrl("       ")).toBe("data:;base64,ICAgICAgIA==");
});

test("any bytes and any text come back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(decodeDataUrl(dataUrl(bytes))).toEqual(bytes);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(Buffer.from(decodeDataUrl(dataUrl(text))).toString("utf8")).toBe(Buffer.from(text).toString("utf8"));
    }),
  );
});

test("compressed contents are decompressed", () => {
  const packed = `data:;base64,${Buffer.from(gzip(Buffer.from("hello"))).toString("base64")}`;
  expect(Buffer.from(decodeDataUrl(packed, "gzip")).toString()).toBe("hello");
  expect(Buffer.from(decodeDataUrl(packed, "")).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
});

test("what is no data URL is refused with the reason", () => {
  expect(() => decodeDataUrl("http://x")).toThrow(/missing data prefix.*\[data-url-malformed:/);
  expect(() => decodeDataUrl("data:;base64,x")).toThrow(/illegal base64 data at input byte 0.*\[data-url-malformed:/);
});

test("contents that are not what they are said to be are refused", () => {
  expect(() => decodeDataUrl("data:,plain", "gzip")).toThrow(/gzip: not gzip.*\[data-url-malformed:/);
  expect(() => decodeDataUrl("data:,plain", "xz")).toThrow(/compression "xz" is neither gzip nor empty.*\[data-url-malformed:/);
});

test("contents over the limit are refused", () => {
  const packed = `data:;base64,${Buffer.from(gzip(new Uint8Array(1000))).toString("base64")}`;
  expect(() => decodeDataUrl(packed, "gzip", 999)).toThrow(/at most 999 bytes.*\[data-url-too-large:/);
  expect(decodeDataUrl(packed, "gzip", 1000).length).toBe(1000);
});

test("a text with a value known only at apply is not encoded", () => {
  expect(() => dataUrl("password=${TfToken[TOKEN.3]}")).toThrow(/base64encode.*\[data-url-token:/);
});

import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeDataUrl, encodeIgnition, parseIgnition, wrapGzip } from "../../lib/ignition";
import { config } from "./arbitrary";

const JSON_TEXT = encodeIgnition({
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "/etc/hostname", mode: 420, contents: { source: `data:,${"node".repeat(20)}` } }] },
});

function packed(wrapper: string): Uint8Array {
  return decodeDataUrl(parseIgnition(wrapper).ignition?.config?.replace?.source ?? "");
}

test("the wrapper of one config never changes by a byte", () => {
  expect(wrapGzip(JSON_TEXT, "3.4.0")).toMatchInlineSnapshot(
    `"{"ignition":{"config":{"replace":{"compression":"gzip","source":"data:;base64,H4sIAAAAAAACA62OwQrDMAxD/0Xn0Jatp/zK2MGkXhtY7RF7u4T8+5J9ww5CAj2BKvIu2bMKYsWHi/0irtM6LWgB5lpo59E+8pMN8VbxIj86NLOn+VBzoZMRkFScxTtTYfouqc+wkVMMohv/U+PaOTyul6XdW/sCgzDj+MkAAAA="}},"version":"3.4.0"}}"`,
  );
});

test("the compressed bytes have no time, no name and a fixed system", () => {
  expect([...packed(wrapGzip(JSON_TEXT, "3.4.0")).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]);
});

test("what is in the wrapper is the config, byte by byte", () => {
  fc.assert(
    fc.property(config, (value) => {
      const json = encodeIgnition(value);
      const wrapper = wrapGzip(json, "3.4.0");
      expect(zlib.gunzipSync(packed(wrapper)).toString("utf8")).toBe(json);
      expect(parseIgnition(wrapper).ignition?.config?.replace?.compression).toBe("gzip");
    }),
  );
});

test("the wrapper has the version it is given", () => {
  expect(parseIgnition(wrapGzip(JSON_TEXT, "3.1.0")).ignition?.version).toBe("3.1.0");
});

test("3.0.0 can not be wrapped", () => {
  expect(() => wrapGzip(JSON_TEXT, "3.0.0")).toThrow(/received "3\.0\.0"; allowed: 3\.1\.0 or higher.*\[ignition-wrapper-spec:/);
});

test("what is no version is refused", () => {
  expect(() => wrapGzip(JSON_TEXT, "")).toThrow(/\[ignition-version-unsupported:/);
});

test("a value known only at apply is not compressed in silence", () => {
  expect(() => wrapGzip('{"x":"${TfToken[TOKEN.4]}"}', "3.4.0")).toThrow(/TOKEN\.4.*\[ignition-tokens-compressed:/);
  expect(() => wrapGzip('{"x":["#{TfToken[TOKEN.4]}"]}', "3.4.0")).toThrow(/\[ignition-tokens-compressed:/);
});

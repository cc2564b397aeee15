import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Hashing, SignedDigests, digestOfText } from "../../../lib/release/openpgp/signed-digest";
import { bytesOf } from "./keys";

const SAID = bytesOf("what the signature says of itself");
const TRAILER = Buffer.from([4, 0xff, 0, 0, 0, SAID.length]);
const hex = (hash: string, ...parts: readonly Uint8Array[]): string => createHash(hash).update(Buffer.concat(parts)).digest("hex");

function digest(hashing: Hashing, chunks: readonly (string | Uint8Array)[]): string {
  const digests = new SignedDigests([hashing]);
  for (const chunk of chunks) digests.update(bytesOf(chunk));
  return Buffer.from(digests.signed(hashing, SAID)).toString("hex");
}

test("a signature is of the data, of what it says of itself, and of how long that is", () => {
  expect(digest({ hash: "sha256", isText: false }, ["a\n", "b"])).toBe(hex("sha256", bytesOf("a\nb"), SAID, TRAILER));
  expect(Buffer.from(digestOfText("sha384", bytesOf("a\r\nb"), SAID)).toString("hex")).toBe(
    hex("sha384", bytesOf("a\r\nb"), SAID, TRAILER),
  );
});

test("SHA-512 of the data is there whatever the signatures are made with, and at any time", () => {
  for (const hashings of [[], [{ hash: "sha512", isText: false }], [{ hash: "sha256", isText: true }]]) {
    const digests = new SignedDigests(hashings);
    expect(digests.sha512()).toBe(hex("sha512"));
    digests.update(bytesOf("one"));
    expect(digests.sha512()).toBe(hex("sha512", bytesOf("one")));
    digests.update(bytesOf("two"));
    expect(digests.sha512()).toBe(hex("sha512", bytesOf("onetwo")));
  }
});

test("a digest may be asked for more than once, and more data may follow", () => {
  const hashing = { hash: "sha512", isText: false };
  const digests = new SignedDigests([hashing]);
  digests.update(bytesOf("a"));
  const first = digests.signed(hashing, SAID);
  expect(digests.signed(hashing, SAID)).toEqual(first);
  digests.update(bytesOf("b"));
  expect(Buffer.from(digests.signed(hashing, SAID)).toString("hex")).toBe(hex("sha512", bytesOf("ab"), SAID, TRAILER));
});

test("of a text, carriage returns before a line feed become one, and those at the end are none", () => {
  const text = { hash: "sha256", isText: true };
  for (const [given, hashed] of [
    ["", ""],
    ["a", "a"],
    ["a\nb\n", "a\r\nb\r\n"],
    ["a\r\nb\r\n", "a\r\nb\r\n"],
    ["a\r\r\nb", "a\r\nb"],
    ["a\rb", "a\rb"],
    ["a\r\r", "a"],
    ["\r", ""],
    ["\n\r\n", "\r\n\r\n"],
    ["a \t\n", "a \t\r\n"],
  ]) {
    expect(digest(text, [given]), JSON.stringify(given)).toBe(hex("sha256", bytesOf(hashed), SAID, TRAILER));
  }
});

test("how data is cut into pieces makes no difference", () => {
  const bytes = fc.string({ unit: fc.constantFrom("a", "b", "\r", "\n") });
  fc.assert(
    fc.property(fc.array(bytes), fc.boolean(), (chunks, isText) => {
      const hashing = { hash: "sha512", isText };
      expect(digest(hashing, chunks)).toBe(digest(hashing, [chunks.join("")]));
    }),
  );
});

test("a hash that was not taken cannot be asked for", () => {
  const digests = new SignedDigests([{ hash: "sha256", isText: true }]);
  expect(() => digests.signed({ hash: "sha256", isText: false }, SAID)).toThrow("not hashed with this");
});

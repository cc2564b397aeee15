import fc from "fast-check";
import * as openpgp from "openpgp";
import { expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { dearmor } from "../../../lib/release/openpgp/armor";
import { malformed } from "../../../lib/release/openpgp/signature-error";
import { thrown } from "../thrown";
import { armored } from "./keys";

const BYTES = Buffer.from("some bytes of a signature that take more than one line of Base64, which has 64 characters");
const TEXT = armored(BYTES).replaceAll("\r\n", "\n");

const read = (text: string): Uint8Array => dearmor(text, "SIGNATURE", (received, allowed) => malformed("f", received, allowed));
const fault = (text: string): FlatcarError => thrown(() => read(text));

test("what the library armors is read, whatever the ends of lines, and with white space around it", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom("", "\n \t\n"),
      (bytes, end, around) => {
        const text = around + armored(bytes).replace(/\r?\n/g, end) + around;
        expect(Buffer.from(read(text))).toEqual(Buffer.from(bytes));
      },
    ),
  );
});

test("headers are passed over, and a checksum may be left out", () => {
  expect(read(TEXT.replace("\n\n", "\nVersion: GnuPG v2\nComment: x: y\n\n"))).toEqual(BYTES);
  expect(read(TEXT.replace(/\n=.{4}\n/, "\n"))).toEqual(BYTES);
});

test("a key is no signature, nor a signature a key", () => {
  const key = openpgp.armor(openpgp.enums.armor.publicKey, BYTES);
  expect(fault(key).allowed).toBe("-----BEGIN PGP SIGNATURE-----");
  expect(() => dearmor(TEXT, "PUBLIC KEY BLOCK", (received, allowed) => malformed("f", received, allowed))).toThrow("PUBLIC KEY BLOCK");
});

test("nothing stands before, between or after one block", () => {
  for (const text of [`x\n${TEXT}`, `${TEXT}x\n`, TEXT + TEXT, TEXT.replace("\n\n", "\n\n=\n"), ""]) {
    expect(fault(text).code, text).toBe("signature-malformed");
  }
});

test("white space is what others take for it: other characters of that kind are text", () => {
  expect(read(TEXT.replaceAll("\n", " \t\r\n"))).toEqual(BYTES);
  for (const character of ["\u00a0", "\v", "\f", "\ufeff"]) {
    for (const text of [
      TEXT.replace("\n", `${character}\n`),
      character + TEXT,
      TEXT + character,
      TEXT.replace("\n\n", `\n${character}\n`),
    ]) {
      expect(fault(text).code, JSON.stringify(text)).toBe("signature-malformed");
    }
  }
  expect(fault(` ${TEXT}`).received).toBe(" -----BEGIN PGP SIGNATURE-----");
});

test("a block is refused without its empty line, with a header of no form, or cut off", () => {
  expect(fault(TEXT.replace("\n\n", "\n")).received).toBe("no empty line");
  expect(fault(TEXT.replace("\n\n", "\nno header\n\n")).received).toBe("no header");
  expect(fault(TEXT.slice(0, -10)).allowed).toBe("-----END PGP SIGNATURE----- as the last line");
});

test("Base64 is refused with other characters, of another length, or with bits that say nothing", () => {
  const [line] = TEXT.split("\n\n")[1].split("\n");
  for (const wrong of [
    line.replace(/.$/, "!"),
    line.slice(1),
    `${line.slice(0, 10)}=${line.slice(10)}`,
    `${line.slice(0, 8)} ${line.slice(8)}`,
  ]) {
    expect(fault(TEXT.replace(line, wrong)).received, wrong).toBe("data that is no Base64");
  }
  const block = (base64: string): string => `-----BEGIN PGP SIGNATURE-----\n\n${base64}\n-----END PGP SIGNATURE-----\n`;
  expect(read(block("AA=="))).toEqual(Buffer.from([0]));
  expect(fault(block("AB==")).received).toBe("data that is no Base64");
});

test("a wrong checksum is refused, and the error has the right one", () => {
  const [, checksum] = /\n=(.{4})\n/.exec(TEXT) ?? [];
  const error = fault(TEXT.replace(`=${checksum}`, "=AAAA"));
  expect([error.received, error.allowed]).toEqual(["checksum AAAA", `${checksum}, which the data has`]);
});

test("armored text of any content is refused with an error of ours, or read", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."-=AB \n\r:", "-----BEGIN PGP SIGNATURE-----\n", "\n-----END PGP SIGNATURE-----\n") }),
      (text) => {
        try {
          read(text);
        } catch (e) {
          expect(FlatcarError.isFlatcarError(e)).toBe(true);
        }
      },
    ),
  );
});

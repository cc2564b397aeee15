import { expect, test } from "vitest";
import type { FlatcarError } from "../../../lib/errors";
import { MAX_CLEAR_SIGNED_BYTES, readClearText } from "../../../lib/release/openpgp/clear-text";
import { thrown } from "../thrown";
import { bytesOf } from "./keys";

const SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\nAA==\n-----END PGP SIGNATURE-----\n";
const message = (text: string, headers = "Hash: SHA512\n"): string =>
  `-----BEGIN PGP SIGNED MESSAGE-----\n${headers}\n${text}\n${SIGNATURE}`;
const read = (text: string): ReturnType<typeof readClearText> => readClearText(bytesOf(text), "DIGESTS.asc");
const fault = (text: string): FlatcarError => thrown(() => read(text));

test("a message falls into its text, what is hashed, the hashes that it announces and its signature", () => {
  expect(read(message("one\ntwo"))).toEqual({
    text: "one\ntwo\n",
    hashed: bytesOf("one\r\ntwo"),
    hashes: ["sha512"],
    signature: SIGNATURE,
  });
});

test("dashes at the beginning of a line are unescaped, once", () => {
  expect(read(message("- - item\n- -----BEGIN PGP SIGNATURE-----\n- From x\n- - - y")).text).toBe(
    "- item\n-----BEGIN PGP SIGNATURE-----\nFrom x\n- - y\n",
  );
  expect(read(message("- \n-  x\n- \r")).text).toBe("\n x\n\n");
});

test("white space at the ends of lines is not signed, and so not given; other white space is", () => {
  expect(read(message(" a \t\r\n\tb\vc\f\n\u00a0")).text).toBe(" a\n\tb\vc\f\n\u00a0\n");
  expect(read(message("a\rb")).text).toBe("a\rb\n");
});

test("a text may be empty, and may be of empty lines", () => {
  expect(read(message(""))).toMatchObject({ text: "\n", hashed: bytesOf("") });
  expect(read(message("\n\n"))).toMatchObject({ text: "\n\n\n", hashed: bytesOf("\r\n\r\n") });
  expect(read(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${SIGNATURE}`)).toMatchObject({ text: "", hashed: bytesOf("") });
});

test("where nothing is signed, there is no signature", () => {
  for (const text of [
    "",
    "# SHA512 HASH\nabc  file\n",
    "<html>\n404\n</html>",
    SIGNATURE,
    `x ${message("a")}`.replace("\n", " \n").replace("x ", "x"),
  ]) {
    expect(fault(text).code, text).toBe("signature-missing");
  }
  expect(fault("").received).toBe("an empty file");
});

test("nothing but white space stands before and after the message, and there is one", () => {
  const signed = message("one");
  expect(read(`\n\t\n${signed} \n\n`).text).toBe("one\n");
  expect(fault(`unsigned\n${signed}`).received).toBe("unsigned");
  expect(fault(SIGNATURE + signed).code).toBe("signature-malformed");
  // What follows the signature is left to the reader of armor, which refuses it.
  expect(read(`${signed}more\n`).signature).toContain("more");
  expect(read(signed + signed).signature).toContain("SIGNED MESSAGE");
});

test("a message within a message is refused, and so is any line that begins with a hyphen and is not escaped", () => {
  expect(fault(message(message("inner"))).received).toBe("-----BEGIN PGP SIGNED MESSAGE-----");
  for (const line of ["-", "-x", "--", "-----BEGIN PGP MESSAGE-----", "-----END PGP SIGNATURE-----", "-\tx"]) {
    expect(fault(message(`a\n${line}\nb`)).received).toBe(line);
  }
});

test("a header other than Hash is refused", () => {
  for (const header of [
    "NotDashEscaped: You need GnuPG to verify this message",
    "Charset: utf-8",
    "Comment: unsigned",
    "Hash:",
    "Hash SHA512",
    "Hash: SHA512 SHA256",
  ]) {
    expect(fault(message("a", `${header}\n`)).received).toBe(header);
  }
});

test("hashes are announced in one header or several, or in none", () => {
  expect(read(message("a", "Hash: SHA256,SHA512\n")).hashes).toEqual(["sha256", "sha512"]);
  expect(read(message("a", "Hash: SHA256, SHA3-512\nHash: SHA1\n")).hashes).toEqual(["sha256", "sha3-512", "sha1"]);
  expect(read(message("a", "")).hashes).toEqual([]);
});

test("a message without an empty line, a text or a signature is refused", () => {
  expect(fault("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\ntext\n").received).toBe("no signature after the text");
  expect(fault(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n${SIGNATURE}`).code).toBe("signature-malformed");
  expect(fault("-----BEGIN PGP SIGNED MESSAGE-----").code).toBe("signature-malformed");
});

test("a text that is not UTF-8 is refused, a mark of byte order is a part of it", () => {
  const latin1 = Buffer.from(message("caf\u00e9"), "latin1");
  expect(thrown(() => readClearText(latin1, "f")).allowed).toBe("a text in UTF-8");
  expect(read(message("\ufeffa")).text).toBe("\ufeffa\n");
  expect(fault(`\ufeff${message("a")}`).code).toBe("signature-missing");
});

test("a file or a signature in it that is larger than any is not read", () => {
  expect(thrown(() => readClearText(new Uint8Array(MAX_CLEAR_SIGNED_BYTES + 1), "f")).received).toBe(`${MAX_CLEAR_SIGNED_BYTES + 1} bytes`);
  expect(fault(message("a").replace("AA==", "A".repeat(70_000))).allowed).toBe("at most 65536 bytes");
});

import * as openpgp from "openpgp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TrustedKey, signatureVerifier, type SignatureVerifier } from "../../../lib/release/openpgp";
import { armored, bytesOf, clearSigned, detached, fingerprint, makeKey, part } from "../../release/openpgp/keys";
import { rejected } from "../../release/rejected";
import { requires } from "../../integration/harness";
import { type Day, Gpg } from "./gpg";

const NOW: Day = "2026-06-01";
const DATA = Buffer.concat([Buffer.from("# SHA512 HASH\r\n"), Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) & 255))]);
const TEXTS: Readonly<Record<string, string>> = {
  digests: "# MD5 HASH\n0123  flatcar_production_image.bin.bz2\n# SHA512 HASH\n4567  flatcar_production_image.bin.bz2\n",
  "no end of line": "one\ntwo",
  empty: "",
  "one line": "\n",
  "empty lines": "\n\n\na\n\n\n",
  dashes: "-\n- \n--\n- - x\n-----BEGIN PGP SIGNATURE-----\n-----BEGIN PGP SIGNED MESSAGE-----\n-----END PGP SIGNATURE-----\n",
  "white space": " a \t\n\t\n \nb\t \t\n",
  "other white space": "a\u00a0\nb\v\nc\f\n\u2028\u2003\n",
  "carriage returns": "a\r\nb\r\nc\r\r\nd\re\r\n\r",
  From: "From me\nfrom you\n From\n",
  UTF8: "\ufeffgr\u00fc\u00dfe \u6f22\u5b57 \ud83d\ude00\n",
  headers: "Hash: SHA512\n\nVersion: x\n",
};

requires("gpg")("signatures", () => {
  let gpg: Gpg;
  const signers: { readonly name: string; readonly fingerprint: string }[] = [];
  let primary: string;
  let key: TrustedKey;
  let verifier: SignatureVerifier;

  beforeAll(async () => {
    gpg = new Gpg();
    primary = gpg.primary("2024-01-01", "rsa4096");
    signers.push({ name: "RSA", fingerprint: gpg.subkey("2024-01-01", primary, "rsa4096", "1y") });
    signers.push({ name: "Ed25519", fingerprint: gpg.subkey("2024-01-01", primary, "ed25519", "1y") });
    signers.push({ name: "ECDSA", fingerprint: gpg.subkey("2024-01-01", primary, "nistp384/ecdsa", "1y") });
    key = await TrustedKey.parse(gpg.export(primary), "key.gpg");
    verifier = signatureVerifier(key, () => new Date(NOW));
  });

  afterAll(() => gpg.remove());

  test("gpg's keys are read as gpg has them: the primary key signs nothing itself, each subkey lasts a year", () => {
    expect(key.primaryFingerprint).toBe(primary);
    const read = key.signingKeys.map((one) => [one.fingerprint, one.created.toISOString(), one.expires?.toISOString()]);
    expect(read).toEqual(signers.map((one) => [one.fingerprint, "2024-01-01T12:00:00.000Z", "2024-12-31T12:00:00.000Z"]));
  });

  test("what gpg signs in any of its ways is good, and gpg names the same keys", async () => {
    for (const { name, fingerprint: signing } of signers) {
      for (const hash of ["SHA512", "SHA384", "SHA256"]) {
        if (name === "ECDSA" && hash === "SHA256") continue;
        for (const way of [["--detach-sign"], ["--detach-sign", "--armor"], ["--detach-sign", "--textmode"]]) {
          const signature = gpg.sign("2024-06-01", signing, DATA, "--digest-algo", hash, ...way);
          const verified = await verifier.detached(DATA, signature, `${name} ${hash} ${way.join(" ")}`);
          const { signingFingerprint, primaryFingerprint } = gpg.verify(NOW, signature, DATA);
          expect(verified).toEqual({ created: new Date("2024-06-01T12:00:00Z"), signingFingerprint, primaryFingerprint });
          expect([signingFingerprint, primaryFingerprint]).toEqual([signing, primary]);
        }
      }
    }
  });

  test("SHA-1 is refused, whatever gpg says", async () => {
    const signature = gpg.sign("2024-06-01", signers[0].fingerprint, DATA, "--digest-algo", "SHA1", "--detach-sign");
    expect((await rejected(verifier.detached(DATA, signature, "file.sig"))).code).toBe("signature-weak");
  });

  test("a signature of a text by gpg holds for the ends of lines for which it does for gpg", async () => {
    const text = "one\r\ntwo \t\nthree\r\r\nfour\rfive\n\n\r\nlast\r";
    const signature = gpg.sign("2024-06-01", signers[1].fingerprint, text, "--detach-sign", "--textmode");
    const alike = [text, text.replaceAll("\r\n", "\n"), text.replace(/\r*\n/g, "\r\r\r\n"), text.replace(/\r$/, ""), `${text}\r`];
    const others = [
      `${text}\n`,
      text.replace("four\rfive", "four\nfive"),
      text.replace(" \t", ""),
      text.slice(0, -2),
      text.replace("\n\n", "\n"),
    ];
    for (const one of alike) {
      expect(gpg.verify(NOW, signature, one).isGood, JSON.stringify(one)).toBe(true);
      await verifier.detached(bytesOf(one), signature, JSON.stringify(one));
    }
    for (const one of others) {
      expect(gpg.verify(NOW, signature, one).isGood, JSON.stringify(one)).toBe(false);
      expect((await rejected(verifier.detached(bytesOf(one), signature, "f"))).code, JSON.stringify(one)).toBe("signature-wrong");
    }
  });

  test("a text that gpg clear-signs is read as gpg reads it, save for white space at the ends of lines, which is not signed", async () => {
    for (const [name, text] of Object.entries(TEXTS)) {
      for (const { fingerprint: signing } of signers) {
        const signed = gpg.sign("2024-06-01", signing, text, "--clear-sign");
        const verified = await verifier.clearSigned(signed, name);
        expect(verified.signingFingerprint).toBe(signing);
        const theirs = gpg.text(NOW, signed).replace(/[ \t\r]+$/gm, "");
        expect(verified.text.replace(/\n$/, ""), name).toBe(theirs.replace(/\n$/, ""));
        // The ends of lines may have been changed on the way.
        const crlf = Buffer.from(signed).toString("utf8").replace(/\r*\n/g, "\r\n");
        expect((await verifier.clearSigned(bytesOf(crlf), name)).text).toBe(verified.text);
        expect(gpg.verify(NOW, crlf).isGood).toBe(true);
      }
    }
  });

  test("several signatures in one file by gpg are good", async () => {
    const [rsa, ed] = signers.map((one) => one.fingerprint);
    const both = gpg.sign("2024-06-01", rsa, DATA, "--local-user", `${ed}!`, "--detach-sign");
    expect([rsa, ed]).toContain((await verifier.detached(DATA, both, "file.sig")).signingFingerprint);
    const text = gpg.sign("2024-06-01", rsa, "a text\n", "--local-user", `${ed}!`, "--clear-sign");
    expect((await verifier.clearSigned(text, "file.asc")).text).toBe("a text\n");
  });

  test("an end that gpg puts off is put off for what was signed before too: gpg leaves no older certification", async () => {
    const before = gpg.sign("2024-06-01", signers[0].fingerprint, DATA, "--detach-sign");
    gpg.on("2024-12-01", "--passphrase", "", "--quick-set-expire", primary, "2026-12-31", signers[0].fingerprint);
    const later = gpg.sign("2025-06-01", signers[0].fingerprint, DATA, "--detach-sign");
    const renewed = signatureVerifier(await TrustedKey.parse(gpg.export(primary), "key.gpg"), () => new Date(NOW));
    for (const signature of [before, later]) {
      expect(gpg.verify(NOW, signature, DATA).isGood).toBe(true);
      await renewed.detached(DATA, signature, "file.sig");
    }
    // Whoever has the old copy of the key is told what to do.
    const error = await rejected(verifier.detached(DATA, later, "file.sig"));
    expect([error.code, error.mend]).toEqual(["signature-key-expired", expect.stringContaining("update this package")]);
  });

  test("a revocation by gpg is seen, with its reason", async () => {
    const [, ed, ecdsa] = signers.map((one) => one.fingerprint);
    const before = [ed, ecdsa].map((one) => gpg.sign("2024-06-01", one, DATA, "--detach-sign"));
    // 1: compromised, 2: superseded.
    gpg.edit("2024-07-01", primary, `key ${ed}`, "revkey", "y", "1", "", "y", "save");
    gpg.edit("2024-07-01", primary, `key ${ecdsa}`, "revkey", "y", "2", "", "y", "save");
    const revoked = await TrustedKey.parse(gpg.export(primary), "key.gpg");
    const said = revoked.signingKeys.map(({ revocations }) => revocations.map(({ isHard, created }) => [isHard, created.toISOString()]));
    expect(said).toEqual([[], [[true, "2024-07-01T12:00:00.000Z"]], [[false, "2024-07-01T12:00:00.000Z"]]]);
    const after = signatureVerifier(revoked, () => new Date(NOW));
    expect((await rejected(after.detached(DATA, before[0], "file.sig"))).code).toBe("signature-key-revoked");
    await after.detached(DATA, before[1], "file.sig");
  });

  test("what the library signs by our keys is good for gpg: the tests of signatures are of real ones", async () => {
    const own = await makeKey([{}]);
    const other = new Gpg();
    try {
      other.import(own.toPublic().write() as Uint8Array);
      const packet = part(own, 1);
      const signature = await detached(packet, DATA);
      const text = await detached(packet, "a\nb\n", { type: openpgp.enums.signature.text });
      const clear = await clearSigned(packet, "a \n- b\n\nFrom c");
      for (const verdict of [
        other.verify(NOW, signature, DATA),
        other.verify(NOW, armored(signature), DATA),
        other.verify(NOW, text, "a\r\nb\n"),
        other.verify(NOW, clear),
      ]) {
        expect(verdict).toMatchObject({ isGood: true, signingFingerprint: fingerprint(own, 1), primaryFingerprint: fingerprint(own) });
      }
      expect(other.verify(NOW, signature, bytesOf("x")).isGood).toBe(false);
    } finally {
      other.remove();
    }
  });
});

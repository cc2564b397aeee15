import { createHash } from "node:crypto";
import * as openpgp from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { OpenPgp, SignatureType, TRUSTED_HASHES, directSignatures } from "../../../lib/release/openpgp/library";
import { digestOfText } from "../../../lib/release/openpgp/signed-digest";
import { bytesOf, certification, fileOf, makeKey, part, signaturePacket } from "./keys";

let pgp: OpenPgp;
beforeAll(async () => {
  pgp = await OpenPgp.load();
});

test("the numbers of types and hashes are the library's", () => {
  const { signature, hash } = openpgp.enums;
  expect(SignatureType).toEqual({
    BINARY: signature.binary,
    TEXT: signature.text,
    SUBKEY_BINDING: signature.subkeyBinding,
    PRIMARY_KEY_BINDING: signature.keyBinding,
    DIRECT_KEY: signature.key,
    KEY_REVOCATION: signature.keyRevocation,
    SUBKEY_REVOCATION: signature.subkeyRevocation,
    CERTIFICATION_REVOCATION: signature.certRevocation,
  });
  expect([...TRUSTED_HASHES.keys()]).toEqual([hash.sha256, hash.sha384, hash.sha512, hash.sha3_256, hash.sha3_512]);
});

test("Node.js has every hash that is trusted", () => {
  for (const name of TRUSTED_HASHES.values()) expect(createHash(name).digest().length).toBeGreaterThanOrEqual(32);
});

test("a digest is held against a key: by that key and of that digest a signature is good, by another or of another it is not", async () => {
  const [key, other] = [await makeKey(), await makeKey()];
  const rsa = (await openpgp.generateKey({ type: "rsa", rsaBits: 2048, userIDs: [{ name: "B" }], format: "object" })).privateKey;
  for (const by of [key, rsa]) {
    const data = bytesOf("data");
    const packet = await signaturePacket(part(by, 0), data);
    const digest = digestOfText("sha512", data, packet.signatureData ?? data);
    expect(await pgp.signs(packet, part(by, 0), digest)).toBe(true);
    expect(await pgp.signs(packet, part(other, 0), digest)).toBe(false);
    for (const at of [0, 20, 63]) {
      const changed = Uint8Array.from(digest, (byte, i) => (i === at ? byte ^ 1 : byte));
      expect(await pgp.signs(packet, part(by, 0), changed), `byte ${at}`).toBe(false);
    }
    expect(await pgp.signs(packet, part(by, 0), digest.subarray(0, 63))).toBe(false);
    expect(await pgp.signs(packet, part(by, 0), digest)).toBe(true);
  }
});

test("a signature of what a key holds is judged at no time, and by its hash, save where it revokes", async () => {
  const { privateKey: key } = await openpgp.generateKey({ type: "rsa", rsaBits: 2048, userIDs: [{ name: "B" }], format: "object" });
  const data = { key: part(key, 0) };
  const { signature, hash } = openpgp.enums;
  const good = await certification(part(key, 0), data, { signatureType: signature.key }, 50_000);
  expect(await pgp.certifies(good, part(key, 0), data)).toBe(true);
  const weak = await certification(part(key, 0), data, { signatureType: signature.keyRevocation, hashAlgorithm: hash.sha1 }, 1);
  const [read, again] = await pgp.readSignatures(fileOf(weak, weak));
  expect(await pgp.certifies(read, part(key, 0), data)).toBe(false);
  expect(await pgp.revokes(read, part(key, 0), data)).toBe(true);
  expect(await pgp.revokes(again, part(key, 0), { key: part(await makeKey(), 0) })).toBe(false);
});

test("what a key signs of itself alone is found, which the library's types leave out", async () => {
  const key = await makeKey();
  expect(directSignatures(key)).toEqual([]);
  const direct = await certification(part(key, 0), { key: part(key, 0) }, { signatureType: openpgp.enums.signature.key }, 1);
  Object.assign(key, { directSignatures: [direct] });
  const [copy] = await pgp.readKeys(key.toPublic().write());
  expect(directSignatures(copy)).toHaveLength(1);
});

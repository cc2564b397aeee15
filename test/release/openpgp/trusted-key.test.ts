import * as openpgp from "openpgp";
import { expect, test } from "vitest";
import { TrustedKey } from "../../../lib/release/openpgp";
import { MAX_KEY_BYTES } from "../../../lib/release/openpgp/trusted-key";
import { rejected } from "../rejected";
import { bytesOf, certification, day, fingerprint, makeKey, part, trusted, withSubkey } from "./keys";

test("an armored key and a binary one are the same, and trust is in the primary key's fingerprint", async () => {
  const key = await makeKey([{}]);
  for (const bytes of [key.toPublic().write(), bytesOf(key.toPublic().armor()), bytesOf(`\n${key.toPublic().armor()}\n`)]) {
    const { primaryFingerprint, signingKeys } = await TrustedKey.parse(bytes, "key.asc");
    expect(primaryFingerprint).toBe(fingerprint(key));
    expect(signingKeys.map((one) => one.fingerprint)).toEqual([fingerprint(key), fingerprint(key, 1)]);
  }
});

test("what is not one public key of the version that gpg makes is refused, with the file and what came", async () => {
  const key = await makeKey();
  const other = await makeKey();
  const { privateKey: modern } = await openpgp.generateKey({
    userIDs: [{ name: "B" }],
    format: "object",
    config: { v6Keys: true },
  });
  const cases: readonly (readonly [what: string, bytes: Uint8Array, received: string])[] = [
    ["nothing", bytesOf(""), ""],
    ["a page", bytesOf("<html>"), "<html>"],
    ["a private key", key.write(), "a private key"],
    ["two keys", Buffer.concat([key.toPublic().write(), other.toPublic().write()]), "2 keys"],
    ["version 6", modern.toPublic().write(), "a key of version 6"],
    ["cut off", key.toPublic().write().subarray(0, 100), "."],
    ["too large", new Uint8Array(MAX_KEY_BYTES + 1).fill(0x99), `${MAX_KEY_BYTES + 1} bytes`],
  ];
  for (const [what, bytes, received] of cases) {
    const error = await rejected(TrustedKey.parse(bytes, "key.asc"));
    expect([error.code, error.path], what).toEqual(["signing-key-invalid", "key.asc"]);
    expect(error.received, what).toContain(received);
    expect(error.message, what).not.toContain("\n");
  }
});

test("a private key in armor and a signature in armor are no public key", async () => {
  const key = await makeKey();
  expect((await rejected(TrustedKey.parse(bytesOf(key.armor()), "key.asc"))).code).toBe("signing-key-invalid");
});

test("a key that has signed nothing of itself is refused", async () => {
  const key = await makeKey();
  key.users = [];
  const error = await rejected(trusted(key));
  expect([error.code, error.received]).toEqual(["signing-key-invalid", fingerprint(key)]);
  expect(error.allowed).toBe("a key with a signature by itself that holds");
});

test("a key that may sign nothing but keys, and has no subkey that may, is refused", async () => {
  const key = await makeKey([]);
  const { certGeneric } = openpgp.enums.signature;
  const flags = { signatureType: certGeneric, keyFlags: new Uint8Array([openpgp.enums.keyFlags.certifyKeys]) };
  const data = { key: part(key, 0), userID: key.users[0].userID };
  key.users[0].selfCertifications = [await certification(part(key, 0), data, flags, 0)];
  expect((await rejected(trusted(key))).allowed).toBe("a key that may sign data, or has a subkey that may");
});

test("a key too weak to be trusted is refused", async () => {
  const config = { minRSABits: 1024 };
  const { privateKey } = await openpgp.generateKey({ type: "rsa", rsaBits: 1024, userIDs: [{ name: "B" }], format: "object", config });
  const error = await rejected(trusted(privateKey));
  expect(error.received).toBe(`${fingerprint(privateKey)}, RSA of 1024 bits`);
});

test("a warning comes 60 days before the last signing subkey ends, stays after it, and says what to do", async () => {
  const trust = await trusted(await makeKey([{ days: 100 }, { from: 90, days: 110 }]));
  expect(trust.expiryWarning(day(139))).toBeUndefined();
  expect(trust.expiryWarning(day(140))).toMatch(
    / expires at 2024-07-19T00:00:00Z, and what will be signed after that is refused: get key.asc anew$/,
  );
  expect(trust.expiryWarning(day(300))).toMatch(
    / expired at 2024-07-19T00:00:00Z, and what was signed after that is refused: get key.asc anew$/,
  );
});

test("no warning comes of a subkey that never ends, of one that ends before another, or of a primary key beside subkeys", async () => {
  const trust = await trusted(await makeKey([{ days: 100 }, { from: 90 }]));
  expect(trust.expiryWarning(day(5000))).toBeUndefined();
});

test("a primary key without subkeys that sign is warned of itself", async () => {
  const trust = await trusted(await makeKey([], 100));
  expect(trust.expiryWarning(day(39))).toBeUndefined();
  expect(trust.expiryWarning(day(41))).toContain("expires at 2024-04-10");
});

test("a subkey that was revoked is none to wait for, and a key that has no other is told of", async () => {
  const key = await makeKey([{ days: 100 }, { from: 90, days: 500 }]);
  const primary = part(key, 0) as openpgp.SecretKeyPacket;
  key.subkeys[1] = await key.subkeys[1].revoke(primary, { flag: openpgp.enums.reasonForRevocation.keyRetired }, day(95));
  expect((await trusted(key)).expiryWarning(day(96))).toContain("expires at 2024-04-10");
  key.subkeys[0] = await key.subkeys[0].revoke(primary, {}, day(95));
  expect((await trusted(key)).expiryWarning(day(96))).toBe(`every signing key of ${fingerprint(key)} is revoked: get key.asc anew`);
});

test("a subkey for encryption does not count", async () => {
  const key = await withSubkey(await makeKey([{ days: 100 }]), {}, { sign: false });
  const trust = await trusted(key);
  expect(trust.signingKeys.map((one) => one.fingerprint)).toEqual([fingerprint(key), fingerprint(key, 1)]);
  expect(trust.expiryWarning(day(90))).toContain(fingerprint(key, 1));
});

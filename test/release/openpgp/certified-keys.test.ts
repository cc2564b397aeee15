import * as openpgp from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { type CertifiedKeys, certifiedKeys } from "../../../lib/release/openpgp/certified-keys";
import { OpenPgp } from "../../../lib/release/openpgp/library";
import { DAY, certification, day, fingerprint, makeKey, part, withSubkey } from "./keys";

const { signature, hash } = openpgp.enums;

let pgp: OpenPgp;
beforeAll(async () => {
  pgp = await OpenPgp.load();
});

async function read(key: openpgp.Key): Promise<CertifiedKeys> {
  const [copy] = await pgp.readKeys(key.toPublic().write());
  return certifiedKeys(pgp, copy);
}

async function fingerprints(key: openpgp.Key): Promise<string[]> {
  return (await read(key)).signing.map((one) => one.fingerprint);
}

const SIGNS = new Uint8Array([openpgp.enums.keyFlags.signData]);
const lasting = (days: number): Partial<openpgp.SignaturePacket> => ({ keyExpirationTime: (days * DAY) / 1000, keyNeverExpires: false });

async function binding(
  key: openpgp.PrivateKey,
  by: openpgp.AnySecretKeyPacket,
  at: number,
  properties: Partial<openpgp.SignaturePacket> = {},
  bind = part(key, 1),
): Promise<openpgp.SignaturePacket> {
  const data = { key: part(key, 0), bind };
  const embeddedSignature = await certification(bind, data, { signatureType: signature.keyBinding }, at);
  const all = { signatureType: signature.subkeyBinding, keyFlags: SIGNS, embeddedSignature, ...properties };
  return certification(by, data, all, at);
}

test("a subkey that agrees to belong to its primary key signs for it", async () => {
  const key = await makeKey([{ from: 3, days: 10 }]);
  const { isCertified, signing } = await read(key);
  expect(isCertified).toBe(true);
  expect(
    signing.map(({ fingerprint: name, id, isPrimary, created, expires, revocations }) => ({
      name,
      id,
      isPrimary,
      created,
      expires,
      revocations,
    })),
  ).toEqual([
    { name: fingerprint(key), id: fingerprint(key).slice(24), isPrimary: true, created: day(0), expires: undefined, revocations: [] },
    { name: fingerprint(key, 1), id: fingerprint(key, 1).slice(24), isPrimary: false, created: day(3), expires: day(13), revocations: [] },
  ]);
});

test("a subkey of somebody else, put under the key by its owner without the other's consent, does not sign for it", async () => {
  const key = await makeKey([{}]);
  key.subkeys[0].bindingSignatures = [await binding(key, part(key, 0), 1, { embeddedSignature: null })];
  expect(await fingerprints(key)).toEqual([fingerprint(key)]);
});

test("consent by another key than the subkey, or of another kind, is none", async () => {
  const key = await makeKey([{}]);
  const data = { key: part(key, 0), bind: part(key, 1) };
  const foreign = await certification(part(key, 0), data, { signatureType: signature.keyBinding }, 1);
  const kind = await certification(part(key, 1), data, { signatureType: signature.subkeyBinding }, 1);
  for (const embeddedSignature of [foreign, kind]) {
    key.subkeys[0].bindingSignatures = [await binding(key, part(key, 0), 1, { embeddedSignature })];
    expect(await fingerprints(key)).toEqual([fingerprint(key)]);
  }
});

test("a subkey that another key has bound does not sign for this one", async () => {
  const [key, other] = [await makeKey([{}]), await makeKey([{}])];
  key.subkeys[0].bindingSignatures = [await binding(key, part(other, 0), 1)];
  expect(await fingerprints(key)).toEqual([fingerprint(key)]);
  // Taken over as it is, its binding is to the other primary key.
  key.subkeys = other.subkeys;
  expect(await fingerprints(key)).toEqual([fingerprint(key)]);
});

test("a subkey that is not to sign, or of which nothing is said, does not", async () => {
  const key = await makeKey([{}]);
  for (const keyFlags of [new Uint8Array([openpgp.enums.keyFlags.authentication]), new Uint8Array([0]), null]) {
    key.subkeys[0].bindingSignatures = [await binding(key, part(key, 0), 1, { keyFlags })];
    expect(await fingerprints(key)).toEqual([fingerprint(key)]);
  }
  expect(await fingerprints(await withSubkey(await makeKey([]), {}, { sign: false }))).toHaveLength(1);
});

test("a certification by a hash that can be forged is none", async () => {
  const key = await makeKey([{}]);
  key.subkeys[0].bindingSignatures = [await binding(key, part(key, 0), 1, { hashAlgorithm: hash.sha512 })];
  expect(await fingerprints(key)).toHaveLength(2);
  const [own] = key.users[0].selfCertifications;
  const { privateKey } = await openpgp.generateKey({
    type: "rsa",
    rsaBits: 2048,
    userIDs: [{ name: "B" }],
    date: day(0),
    format: "object",
  });
  const user = privateKey.users[0];
  const data = { key: privateKey.keyPacket, userID: user.userID };
  const made = { signatureType: own.signatureType, keyFlags: SIGNS };
  user.selfCertifications = [await certification(part(privateKey, 0), data, { ...made, hashAlgorithm: hash.sha1 }, 1)];
  expect((await read(privateKey)).isCertified).toBe(false);
  user.selfCertifications = [await certification(part(privateKey, 0), data, { ...made, hashAlgorithm: hash.sha256 }, 1)];
  expect((await read(privateKey)).isCertified).toBe(true);
});

test("the newest word on a subkey holds, in whatever order: an end put off, or brought forward", async () => {
  const key = await makeKey([{}]);
  const early = await binding(key, part(key, 0), 1, lasting(100));
  const late = await binding(key, part(key, 0), 50, lasting(300));
  const last = await binding(key, part(key, 0), 60, lasting(70));
  for (const [bindings, end] of [
    [[early, late], 300],
    [[late, early], 300],
    [[late, early, last], 70],
    [[last, late, early], 70],
  ] as const) {
    key.subkeys[0].bindingSignatures = [...bindings];
    expect((await read(key)).signing[1].expires).toEqual(day(end));
  }
});

test("an end that was put off holds also where the older certification is gone, as gpg leaves it", async () => {
  const key = await makeKey([{}]);
  key.subkeys[0].bindingSignatures = [await binding(key, part(key, 0), 50, lasting(300))];
  const [, subkey] = (await read(key)).signing;
  expect([subkey.created, subkey.expires]).toEqual([day(0), day(300)]);
});

test("a certification that ends takes the subkey with it", async () => {
  const key = await makeKey([{}]);
  const ending = { signatureExpirationTime: (20 * DAY) / 1000, signatureNeverExpires: false };
  for (const [more, end] of [
    [{}, 30],
    [lasting(15), 15],
    [lasting(100), 30],
  ] as const) {
    key.subkeys[0].bindingSignatures = [await binding(key, part(key, 0), 10, { ...ending, ...more })];
    expect((await read(key)).signing[1].expires).toEqual(day(end));
  }
});

test("the newest word on the primary key holds, be it beside a name or without one", async () => {
  const key = await makeKey([{}], 100);
  const data = { key: part(key, 0) };
  const direct = await certification(part(key, 0), data, { signatureType: signature.key, keyFlags: SIGNS, ...lasting(200) }, 20);
  Object.assign(key, { directSignatures: [direct] });
  expect((await read(key)).signing.map(({ expires }) => expires)).toEqual([day(200), day(200)]);
  const older = await certification(part(key, 0), data, { signatureType: signature.key, keyFlags: SIGNS, ...lasting(50) }, -1);
  Object.assign(key, { directSignatures: [older] });
  expect((await read(key)).signing.map(({ expires }) => expires)).toEqual([day(100), day(100)]);
});

test("a name that was withdrawn says nothing any more", async () => {
  const key = await makeKey([{}]);
  const data = { key: part(key, 0), userID: key.users[0].userID };
  key.users[0].revocationSignatures = [await certification(part(key, 0), data, { signatureType: signature.certRevocation }, 5)];
  expect(await read(key)).toEqual({ isCertified: false, signing: [] });
});

test("a revocation by another key is none", async () => {
  const [key, other] = [await makeKey([{}]), await makeKey([{}])];
  const data = { key: part(key, 0), bind: part(key, 1) };
  const forged = await certification(part(other, 0), data, { signatureType: signature.subkeyRevocation }, 5);
  key.subkeys[0].revocationSignatures = [forged];
  expect((await read(key)).signing[1].revocations).toEqual([]);
});

test("a revocation counts whatever it is hashed with", async () => {
  const { privateKey: key } = await openpgp.generateKey({
    type: "rsa",
    rsaBits: 2048,
    userIDs: [{ name: "B" }],
    subkeys: [{ sign: true }],
    date: day(0),
    format: "object",
  });
  const data = { key: part(key, 0), bind: part(key, 1) };
  const weak = {
    signatureType: signature.subkeyRevocation,
    hashAlgorithm: hash.sha1,
    reasonForRevocationFlag: 1,
    reasonForRevocationString: "",
  };
  key.subkeys[0].revocationSignatures = [await certification(part(key, 0), data, weak, 5)];
  expect((await read(key)).signing[1].revocations).toEqual([{ created: day(5), isHard: false }]);
});

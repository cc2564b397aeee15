import * as openpgp from "openpgp";
import { beforeAll, expect, test } from "vitest";
import type { FlatcarError } from "../../../lib/errors";
import type { TrustedKey } from "../../../lib/release/openpgp";
import { candidate } from "../../../lib/release/openpgp/candidate";
import { bytesOf, certification, day, fingerprint, makeKey, part, type SigningOptions, signaturePacket, trusted } from "./keys";

const DATA = bytesOf("data");
const { hash, signature } = openpgp.enums;
// The reasons of https://www.rfc-editor.org/rfc/rfc9580#section-5.2.3.31, and one that nobody has defined.
const HARD = [0, 2, 32, 100] as openpgp.enums.reasonForRevocation[];
const SOFT = [1, 3] as openpgp.enums.reasonForRevocation[];

let key: openpgp.PrivateKey;
let trust: TrustedKey;

beforeAll(async () => {
  key = await makeKey([{ days: 100 }, { from: 90 }], 500);
  trust = await trusted(key);
});

async function judged(
  options: SigningOptions & { readonly by?: number; readonly now?: number; readonly trust?: TrustedKey; readonly key?: openpgp.PrivateKey },
): ReturnType<typeof judge> {
  const packet = await signaturePacket(part(options.key ?? key, options.by ?? 1), DATA, options);
  return judge(packet, options.trust ?? trust, options.now ?? 1000);
}

async function judge(packet: openpgp.SignaturePacket, by: TrustedKey, now: number): Promise<FlatcarError | undefined> {
  const result = candidate(packet, by, day(now), "file.sig");
  return "error" in result ? result.error : undefined;
}

test("a signature counts from the moment that its key was made to the moment before the key expired", async () => {
  expect(await judged({ at: 0 })).toBeUndefined();
  expect(await judged({ at: 100 - 1 / 86400 })).toBeUndefined();
  const error = await judged({ at: 100 });
  expect(error?.code).toBe("signature-key-expired");
  expect(error?.received).toBe("a signature made at 2024-04-10T00:00:00Z");
  expect(error?.allowed).toBe(`one made before ${fingerprint(key, 1)} expired, at 2024-04-10T00:00:00Z`);
  expect((await judged({ by: 2, at: 89 }))?.code).toBe("signature-malformed");
});

test("a subkey without an end ends with its primary key", async () => {
  expect(await judged({ by: 2, at: 499 })).toBeUndefined();
  expect((await judged({ by: 2, at: 500 }))?.code).toBe("signature-key-expired");
  expect((await judged({ by: 0, at: 500 }))?.code).toBe("signature-key-expired");
});

test("a signature from the future is refused, one within a day is a clock that differs", async () => {
  expect(await judged({ at: 11, now: 10 })).toBeUndefined();
  const error = await judged({ at: 11 + 1 / 86400, now: 10 });
  expect(error?.code).toBe("signature-from-future");
  expect(error?.allowed).toBe("one made before now, 2024-01-11T00:00:00Z");
});

test("a subkey that was revoked as compromised, for no reason or for an unknown one has never signed anything", async () => {
  for (const flag of HARD) {
    const withdrawn = await revoked(flag, 50);
    for (const at of [10, 60])
      expect((await judged({ at, trust: withdrawn }))?.code, `reason ${flag} at ${at}`).toBe("signature-key-revoked");
    expect(await judged({ by: 2, at: 95, trust: withdrawn })).toBeUndefined();
  }
});

test("a subkey that was superseded or retired counts for what it signed before", async () => {
  for (const flag of SOFT) {
    const withdrawn = await revoked(flag, 50);
    expect(await judged({ at: 49, trust: withdrawn })).toBeUndefined();
    expect((await judged({ at: 50, trust: withdrawn }))?.code).toBe("signature-key-revoked");
  }
});

test("a primary key that was revoked takes its subkeys with it", async () => {
  const hard = await trusted(await key.revoke({ flag: HARD[1] }, day(50)));
  expect((await judged({ at: 10, trust: hard }))?.code).toBe("signature-key-revoked");
  const soft = await trusted(await key.revoke({ flag: SOFT[0] }, day(50)));
  expect(await judged({ at: 10, trust: soft })).toBeUndefined();
  expect((await judged({ at: 51, trust: soft }))?.code).toBe("signature-key-revoked");
});

test("a signature by a key that is too weak, or with a hash that can be forged, is refused", async () => {
  for (const weak of [hash.md5, hash.sha1, hash.ripemd, hash.sha224]) {
    const error = await judge(Object.assign(await signaturePacket(part(key, 1), DATA), { hashAlgorithm: weak }), trust, 1000);
    expect(error?.code, String(weak)).toBe("signature-weak");
  }
  const { privateKey: rsa } = await openpgp.generateKey({
    type: "rsa",
    rsaBits: 2048,
    userIDs: [{ name: "B" }],
    date: day(0),
    format: "object",
  });
  const rest = { config: { minRSABits: 1024 } };
  const short = await openpgp.generateKey({
    type: "rsa",
    rsaBits: 1024,
    userIDs: [{ name: "B" }],
    date: day(0),
    format: "object",
    ...rest,
  });
  const withShort = await trusted(rsa);
  const weakKey = { ...withShort.signingKeys[0], packet: short.privateKey.toPublic().keyPacket };
  const weakTrust = Object.assign(Object.create(withShort) as TrustedKey, { signingKeys: [weakKey] });
  const error = await judge(await signaturePacket(part(rsa, 0), DATA), weakTrust, 1000);
  expect([error?.code, error?.received]).toEqual(["signature-weak", "RSA of 1024 bits"]);
});

test("a signature that ends is good until then", async () => {
  const lasting = { with: { signatureExpirationTime: 10 * 86400, signatureNeverExpires: false } };
  expect(await judged({ at: 5, now: 14, ...lasting })).toBeUndefined();
  const error = await judged({ at: 5, now: 15, ...lasting });
  expect([error?.code, error?.received]).toEqual(["signature-expired", "a signature good until 2024-01-16T00:00:00Z"]);
});

test("a signature of another kind than of a file or a text is none here", async () => {
  for (const type of [signature.standalone, signature.certGeneric, signature.keyBinding, signature.timestamp]) {
    const packet = Object.assign(await signaturePacket(part(key, 1), DATA), { signatureType: type });
    expect((await judge(packet, trust, 1000))?.code, String(type)).toBe("signature-malformed");
  }
});

test("a signature of another version is hashed in another way, and none here", async () => {
  for (const version of [3, 5, 6]) {
    const packet = Object.assign(await signaturePacket(part(key, 1), DATA), { version });
    const error = await judge(packet, trust, 1000);
    expect([error?.code, error?.received]).toEqual(["signature-malformed", `a signature of version ${version} and type 0`]);
  }
});

test("a signature that demands of its reader what is not known here is refused, one that only tells it is not", async () => {
  const notation = { name: "demand@example.com", value: bytesOf("x"), humanReadable: true };
  expect(await judged({ with: { rawNotations: [{ ...notation, critical: false }] } })).toBeUndefined();
  const error = await judged({ with: { rawNotations: [{ ...notation, critical: true }] } });
  expect([error?.code, error?.received]).toEqual(["signature-malformed", "a critical notation demand@example.com"]);
  const packet = await signaturePacket(part(key, 1), DATA);
  packet.unknownSubpackets.push({ type: 99, critical: false, body: DATA });
  expect(await judge(packet, trust, 1000)).toBeUndefined();
  packet.unknownSubpackets.push({ type: 100, critical: true, body: DATA });
  expect((await judge(packet, trust, 1000))?.received).toBe("a critical subpacket of type 100");
  const unsigned = await signaturePacket(part(key, 1), DATA);
  unsigned.unhashedSubpackets.push({ type: 16, critical: true, body: DATA }, { type: 47, critical: false, body: DATA });
  expect(await judge(unsigned, trust, 1000)).toBeUndefined();
  unsigned.unhashedSubpackets.push({ type: 47, critical: true, body: DATA });
  expect((await judge(unsigned, trust, 1000))?.received).toBe("a critical subpacket of type 47");
});

test("a signature that names no key is foreign", async () => {
  const packet = await signaturePacket(part(key, 1), DATA);
  packet.issuerKeyID = new openpgp.SignaturePacket().issuerKeyID;
  expect((await judge(packet, trust, 1000))?.code).toBe("signature-foreign");
});

async function revoked(flag: openpgp.enums.reasonForRevocation, at: number): Promise<TrustedKey> {
  const copy = await openpgp.readPrivateKey({ binaryKey: key.write() });
  const data = { key: part(copy, 0), bind: part(copy, 1) };
  const reason = { reasonForRevocationFlag: flag, reasonForRevocationString: "" };
  copy.subkeys[0].revocationSignatures = [
    await certification(part(copy, 0), data, { signatureType: signature.subkeyRevocation, ...reason }, at),
  ];
  return trusted(copy);
}

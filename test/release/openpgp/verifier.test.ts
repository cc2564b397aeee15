import { createHash } from "node:crypto";
import fc from "fast-check";
import * as openpgp from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { type SignatureVerifier, type TrustedKey, signatureVerifier } from "../../../lib/release/openpgp";
import { rejected } from "../rejected";
import { armored, bytesOf, clearSigned, day, detached, fileOf, fingerprint, makeKey, part, signaturePacket, trusted } from "./keys";

const NOW = 400;
const DATA = bytesOf("FLATCAR_VERSION=4593.2.5\n");
const FILE = "version.txt.sig";

let key: openpgp.PrivateKey;
let foreign: openpgp.PrivateKey;
let trust: TrustedKey;
let verifier: SignatureVerifier;

beforeAll(async () => {
  // Three subkeys: one that has expired, the one in use, and one for later.
  key = await makeKey([
    { from: 0, days: 100 },
    { from: 90, days: 500 },
  ]);
  foreign = await makeKey([{}]);
  trust = await trusted(key);
  verifier = signatureVerifier(trust, () => day(NOW));
});

test("a detached signature by a subkey is good, and tells when it was made, by which subkey and for which key", async () => {
  expect(await verifier.detached(DATA, await detached(part(key, 2), DATA, { at: 200 }), FILE)).toEqual({
    created: day(200),
    primaryFingerprint: fingerprint(key),
    signingFingerprint: fingerprint(key, 2),
  });
});

test("a signature by the primary key itself is good where it may sign", async () => {
  const { signingFingerprint } = await verifier.detached(DATA, await detached(part(key, 0), DATA), FILE);
  expect(signingFingerprint).toBe(fingerprint(key));
});

test("an armored detached signature is as good as a binary one", async () => {
  const signature = bytesOf(armored(await detached(part(key, 2), DATA, { at: 200 })));
  expect((await verifier.detached(DATA, signature, FILE)).signingFingerprint).toBe(fingerprint(key, 2));
});

test("a signature by a subkey that has expired since is good", async () => {
  const { signingFingerprint } = await verifier.detached(DATA, await detached(part(key, 1), DATA, { at: 99 }), FILE);
  expect(signingFingerprint).toBe(fingerprint(key, 1));
});

test("data in pieces is judged as data that is all there, and its SHA-512 comes with it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 6 }),
      fc.constantFrom(openpgp.enums.hash.sha512, openpgp.enums.hash.sha256),
      async (chunks, hash) => {
        const whole = Buffer.concat(chunks);
        const verification = await verifier.begin(await detached(part(key, 2), whole, { at: 200, hash }), FILE);
        for (const chunk of chunks) verification.update(chunk);
        expect(verification.sha512()).toBe(createHash("sha512").update(whole).digest("hex"));
        expect((await verification.finish()).created).toEqual(day(200));
        verification.update(Uint8Array.of(1));
        expect((await rejected(verification.finish())).code).toBe("signature-wrong");
      },
    ),
    { numRuns: 40 },
  );
});

test("data that was not signed is told of with the key and the time of the signature", async () => {
  const error = await rejected(verifier.detached(bytesOf("other"), await detached(part(key, 2), DATA, { at: 200 }), FILE));
  expect(error.code).toBe("signature-wrong");
  expect(error.path).toBe(FILE);
  expect(error.received).toContain(fingerprint(key, 2));
  expect(error.received).toContain("2024-07-19T00:00:00Z");
  expect(error.message).not.toContain("\n");
});

test("a signature by another key is foreign, and the error names both keys", async () => {
  const error = await rejected(verifier.detached(DATA, await detached(part(foreign, 1), DATA), FILE));
  expect(error.code).toBe("signature-foreign");
  expect(error.received).toBe(`a signature by key ${fingerprint(foreign, 1).slice(-16)}`);
  expect(error.allowed).toContain(fingerprint(key));
});

test("a foreign or malformed signature is refused before any data has come", async () => {
  expect((await rejected(verifier.begin(await detached(part(foreign, 1), DATA), FILE))).code).toBe("signature-foreign");
  expect((await rejected(verifier.begin(bytesOf("<html>"), FILE))).code).toBe("signature-missing");
});

test("of several signatures one good one suffices, wherever it stands", async () => {
  const good = await signaturePacket(part(key, 2), DATA, { at: 200 });
  const wrong = await signaturePacket(part(key, 2), bytesOf("other"), { at: 200 });
  const late = await signaturePacket(part(key, 1), DATA, { at: 150 });
  const others = await signaturePacket(part(foreign, 1), DATA);
  for (const packets of [
    [wrong, late, others, good],
    [good, wrong],
    [others, good, wrong],
  ]) {
    expect((await verifier.detached(DATA, fileOf(...packets), FILE)).signingFingerprint).toBe(fingerprint(key, 2));
  }
});

test("of several signatures of which none is good, the one that says it is the trusted key's is told of", async () => {
  const others = await signaturePacket(part(foreign, 1), DATA);
  const late = await signaturePacket(part(key, 1), DATA, { at: 150 });
  const wrong = await signaturePacket(part(key, 2), bytesOf("other"), { at: 200 });
  const code = async (...packets: openpgp.SignaturePacket[]): Promise<string> =>
    (await rejected(verifier.detached(DATA, fileOf(...packets), FILE))).code;
  expect(await code(others, late)).toBe("signature-key-expired");
  expect(await code(others, late, wrong)).toBe("signature-wrong");
  expect(await code(others, others)).toBe("signature-foreign");
});

test("a signature of a text holds whatever the ends of its lines, one of bytes does not", async () => {
  const text = await detached(part(key, 2), "one\ntwo\n", { at: 200, type: openpgp.enums.signature.text });
  await verifier.detached(bytesOf("one\r\ntwo\r\n"), text, FILE);
  await verifier.detached(bytesOf("one\ntwo\r\n"), text, FILE);
  expect((await rejected(verifier.detached(bytesOf("one\ntwo"), text, FILE))).code).toBe("signature-wrong");
  const binary = await detached(part(key, 2), "one\ntwo\n", { at: 200 });
  expect((await rejected(verifier.detached(bytesOf("one\r\ntwo\r\n"), binary, FILE))).code).toBe("signature-wrong");
});

test("a clear-signed text is given with line feeds, unescaped, without what is not signed", async () => {
  const text = "# SHA512 HASH\n- item\n-----BEGIN PGP SIGNATURE-----\ntrailing \t\n\nlast";
  const signed = await clearSigned(part(key, 2), text, { at: 200 });
  const expected = "# SHA512 HASH\n- item\n-----BEGIN PGP SIGNATURE-----\ntrailing\n\nlast\n";
  for (const form of [signed, signed.replaceAll("\n", "\r\n"), `\n \n${signed}\n\t\n`]) {
    expect(await verifier.clearSigned(bytesOf(form), "DIGESTS.asc")).toEqual({
      text: expected,
      created: day(200),
      primaryFingerprint: fingerprint(key),
      signingFingerprint: fingerprint(key, 2),
    });
  }
});

test("a clear-signed text is wrong where one character of it differs", async () => {
  const signed = await clearSigned(part(key, 2), "hash  file", { at: 200 });
  for (const changed of [signed.replace("hash", "bash"), signed.replace("file", "file\nmore"), signed.replace("hash", " hash")]) {
    expect((await rejected(verifier.clearSigned(bytesOf(changed), "DIGESTS.asc"))).code).toBe("signature-wrong");
  }
});

test("a clear-signed text has to announce the hash that it is signed with", async () => {
  const signed = await clearSigned(part(key, 2), "text", { at: 200 });
  const code = async (header: string): Promise<string> =>
    (await rejected(verifier.clearSigned(bytesOf(signed.replace("Hash: SHA512\n", header)), "DIGESTS.asc"))).code;
  expect(await code("Hash: SHA256\n")).toBe("signature-malformed");
  expect(await code("")).toBe("signature-malformed");
  await verifier.clearSigned(bytesOf(signed.replace("Hash: SHA512\n", "Hash: SHA256, SHA512\n")), "DIGESTS.asc");
  await verifier.clearSigned(bytesOf(signed.replace("Hash: SHA512\n", "Hash: SHA256\nHash: SHA512\n")), "DIGESTS.asc");
});

test("a clear-signed text is read with every hash that is trusted", async () => {
  const { hash } = openpgp.enums;
  for (const one of [hash.sha256, hash.sha384, hash.sha512, hash.sha3_256, hash.sha3_512]) {
    const signed = await clearSigned(part(key, 2), "text", { at: 200, hash: one });
    expect((await verifier.clearSigned(bytesOf(signed), "DIGESTS.asc")).text).toBe("text\n");
  }
});

test("a signature of bytes is none of a clear-signed text", async () => {
  const signed = await clearSigned(part(key, 2), "text", { at: 200, type: openpgp.enums.signature.binary });
  const error = await rejected(verifier.clearSigned(bytesOf(signed), "DIGESTS.asc"));
  expect(error.code).toBe("signature-malformed");
  expect(error.received).toBe("a signature of bytes under a text");
});

test("a detached signature of one file is wrong for another, and a clear-signed one is no detached signature", async () => {
  const signed = bytesOf(await clearSigned(part(key, 2), "text", { at: 200 }));
  expect((await rejected(verifier.detached(DATA, signed, FILE))).code).toBe("signature-malformed");
});

test("what the clock says is asked anew for each signature", async () => {
  let now = 10;
  const moving = signatureVerifier(trust, () => day(now));
  const signature = await detached(part(key, 2), DATA, { at: 200 });
  expect((await rejected(moving.detached(DATA, signature, FILE))).code).toBe("signature-from-future");
  now = 201;
  await moving.detached(DATA, signature, FILE);
});

test("our verdict on data and signature is the library's own, for every hash, way of signing and change", async () => {
  const { hash, signature } = openpgp.enums;
  const hashes = [hash.sha256, hash.sha384, hash.sha512, hash.sha3_256, hash.sha3_512];
  const ecdsa = (await openpgp.generateKey({ type: "ecc", curve: "nistP256", userIDs: [{ name: "B" }], date: day(0), format: "object" }))
    .privateKey;
  const rsa = (await openpgp.generateKey({ type: "rsa", rsaBits: 2048, userIDs: [{ name: "B" }], date: day(0), format: "object" }))
    .privateKey;
  const modern = (await openpgp.generateKey({ type: "curve25519", userIDs: [{ name: "B" }], date: day(0), format: "object" })).privateKey;
  const keys: Readonly<Record<string, openpgp.PrivateKey>> = { ecdsa, rsa, modern, key };
  const verifiers = new Map<string, SignatureVerifier>();
  for (const name of Object.keys(keys))
    verifiers.set(
      name,
      signatureVerifier(await trusted(keys[name]), () => day(NOW)),
    );
  let good = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(keys)),
      fc.constantFrom(...hashes),
      fc.constantFrom(signature.binary, signature.text),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("base64").replaceAll("A", "\n")),
      fc.option(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 0, max: 7 })), { freq: 1 }),
      fc.boolean(),
      async (signer, hashAlgorithm, type, text, change, ofData) => {
        const data = bytesOf(text);
        const bytes = Buffer.from(await detached(part(keys[signer], 0), data, { at: 1, hash: hashAlgorithm, type }));
        const seen = Buffer.from(data);
        const target = ofData ? seen : bytes;
        if (change !== null && target.length > 0) target[Math.floor(change[0] * target.length)] ^= 1 << change[1];
        const theirs = await libraryVerdict(seen, bytes, keys[signer]);
        if (theirs) {
          await verifiers.get(signer)?.detached(seen, bytes, FILE);
          good++;
        } else await rejected(verifiers.get(signer)?.detached(seen, bytes, FILE) ?? Promise.resolve());
      },
    ),
    { numRuns: 300 },
  );
  expect(good).toBeGreaterThan(50);
});

async function libraryVerdict(data: Uint8Array, binarySignature: Uint8Array, by: openpgp.Key): Promise<boolean> {
  try {
    const signature = await openpgp.readSignature({ binarySignature });
    const message = await openpgp.createMessage({ binary: data });
    const { signatures } = await openpgp.verify({ message, signature, verificationKeys: by.toPublic(), date: day(NOW) });
    return await signatures[0].verified;
  } catch {
    return false;
  }
}

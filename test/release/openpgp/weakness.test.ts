import * as openpgp from "openpgp";
import { expect, test } from "vitest";
import { weaknessOf, weaknessOfHash } from "../../../lib/release/openpgp/weakness";
import { day } from "./keys";

const { hash } = openpgp.enums;

async function packet(options: Pick<openpgp.KeyOptions, "type" | "curve" | "rsaBits">): Promise<openpgp.PublicKeyPacket> {
  const { privateKey } = await openpgp.generateKey({
    userIDs: [{ name: "B" }],
    date: day(0),
    config: { minRSABits: 1024 },
    ...options,
    format: "object",
  });
  return privateKey.toPublic().keyPacket as openpgp.PublicKeyPacket;
}

test("RSA counts from 2048 bits on, and curves do", async () => {
  expect(weaknessOf(await packet({ type: "rsa", rsaBits: 2048 }))).toBeUndefined();
  expect(weaknessOf(await packet({ type: "rsa", rsaBits: 2040 }))?.received).toBe("RSA of 2040 bits");
  for (const options of [{ curve: "ed25519Legacy" }, { curve: "nistP256" }, { curve: "nistP521" }] as const)
    expect(weaknessOf(await packet({ type: "ecc", ...options })), options.curve).toBeUndefined();
  expect(weaknessOf(await packet({ type: "curve25519" }))).toBeUndefined();
  expect(weaknessOf(await packet({ type: "curve448" }))).toBeUndefined();
});

test("what is no algorithm of signatures, or an old one, is weak", async () => {
  const rsa = await packet({ type: "rsa", rsaBits: 2048 });
  for (const algorithm of ["dsa", "elgamal", "rsaEncrypt", "ecdh"]) {
    const other = Object.assign(Object.create(rsa) as openpgp.PublicKeyPacket, { getAlgorithmInfo: () => ({ algorithm, bits: 4096 }) });
    expect(weaknessOf(other)?.received).toBe(algorithm);
  }
});

test("hashes of 256 bits and more count, those that can be forged are named", () => {
  for (const good of [hash.sha256, hash.sha384, hash.sha512, hash.sha3_256, hash.sha3_512]) expect(weaknessOfHash(good)).toBeUndefined();
  const named = [hash.md5, hash.sha1, hash.ripemd, hash.sha224, 99].map((one) => weaknessOfHash(one)?.received);
  expect(named).toEqual(["MD5", "SHA-1", "RIPEMD-160", "SHA-224", "hash 99"]);
  expect(weaknessOfHash(null)).toBeDefined();
});

import { generateKeyPairSync } from "crypto";
import { expect, test } from "vitest";
import { secretBytes } from "../../lib/ignition/secret-bytes";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed25519 = generateKeyPairSync("ed25519");
const hex = (text: string): Uint8Array => Buffer.from(text.replace(/ /g, ""), "hex");

test("private keys that Node makes are known in DER", () => {
  const der = "der";
  expect(secretBytes(rsa.privateKey.export({ type: "pkcs8", format: der }))).toBe("a private key (PKCS #8)");
  expect(secretBytes(ec.privateKey.export({ type: "pkcs8", format: der }))).toBe("a private key (PKCS #8)");
  expect(secretBytes(ed25519.privateKey.export({ type: "pkcs8", format: der }))).toBe("a private key (PKCS #8)");
  expect(secretBytes(rsa.privateKey.export({ type: "pkcs1", format: der }))).toBe("a private key (RSA)");
  expect(secretBytes(ec.privateKey.export({ type: "sec1", format: der }))).toBe("a private key (EC)");
  const encrypted = { type: "pkcs8", format: der, cipher: "aes-256-cbc", passphrase: "x" } as const;
  expect(secretBytes(rsa.privateKey.export(encrypted))).toBe("an encrypted private key (PKCS #8)");
});

test("their public halves are not", () => {
  const keys = [
    rsa.publicKey.export({ type: "spki", format: "der" }),
    rsa.publicKey.export({ type: "pkcs1", format: "der" }),
    ec.publicKey.export({ type: "spki", format: "der" }),
    ed25519.publicKey.export({ type: "spki", format: "der" }),
  ];
  expect(keys.map((key) => secretBytes(key))).toEqual([undefined, undefined, undefined, undefined]);
});

test.each([
  ["a key store (PKCS #12)", hex("30820a0002010330820900")],
  ["a key store (Java)", hex("feedfeed0000000200000001")],
  ["an OpenSSH private key", Buffer.from("openssh-key-v1\0abc")],
  ["a PGP private key", hex("9503c604 65000000 01")],
  ["a PGP private key", hex("94580465000000 16")],
  ["a PGP private key", hex("c558 04 65000000 16")],
  ["a LUKS header", Buffer.from("LUKS\xba\xbe\x00\x02", "latin1")],
  ["a Kerberos keytab", hex("0502 00000040 0002 000b")],
  ["a KeePass database", hex("03d9a29a 67fb4bb5")],
])("%s is known", (kind, bytes) => {
  expect(secretBytes(bytes)).toBe(kind);
});

test.each([
  ["a certificate", hex("3082030a 308201f2 a003020102")],
  ["a public key of PGP", hex("99010d04 65000000 01")],
  ["a message of PGP", hex("85010c03")],
  ["text", Buffer.from("text")],
  ["nothing", new Uint8Array()],
  ["a program", hex("7f454c46 02010100")],
])("%s is none", (_, bytes) => {
  expect(secretBytes(bytes)).toBeUndefined();
});

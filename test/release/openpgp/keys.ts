import * as openpgp from "openpgp";
import { TrustedKey } from "../../../lib/release/openpgp";

export const DAY = 24 * 60 * 60 * 1000;
/** The first day of the keys that tests make. */
export const FIRST_DAY = new Date("2024-01-01T00:00:00Z");
const SECONDS_OF_DAY = 24 * 60 * 60;

/** A day counted from the first one on, at midnight. */
export function day(n: number): Date {
  return new Date(FIRST_DAY.getTime() + n * DAY);
}

export interface SubkeyOptions {
  readonly from?: number;
  /** Days that it lasts; undefined: for ever. */
  readonly days?: number;
}

/** A key that has no subkeys but those named, all of which may sign. */
export async function makeKey(subkeys: readonly SubkeyOptions[] = [{}], days?: number): Promise<openpgp.PrivateKey> {
  const { privateKey } = await openpgp.generateKey({
    type: "ecc",
    curve: "ed25519Legacy",
    userIDs: [{ name: "Build" }],
    date: FIRST_DAY,
    keyExpirationTime: seconds(days),
    subkeys: [],
    format: "object",
  });
  let key = privateKey;
  for (const { from = 0, days: lasting } of subkeys) key = await withSubkey(key, { from, days: lasting });
  return key;
}

export async function withSubkey(
  key: openpgp.PrivateKey,
  { from = 0, days }: SubkeyOptions,
  options: { readonly sign?: boolean } = {},
): Promise<openpgp.PrivateKey> {
  const made = { type: "ecc", curve: "ed25519Legacy", date: day(from), keyExpirationTime: seconds(days), sign: true, ...options } as const;
  return key.addSubkey(made);
}

function seconds(days: number | undefined): number {
  return days === undefined ? 0 : days * SECONDS_OF_DAY;
}

export async function trusted(key: openpgp.Key): Promise<TrustedKey> {
  return TrustedKey.parse(key.toPublic().write(), "key.asc");
}

/** The primary key, 0, or a subkey, from 1 on. */
export function part(key: openpgp.PrivateKey, n: number): openpgp.AnySecretKeyPacket {
  const { keyPacket } = n === 0 ? key : key.subkeys[n - 1];
  return keyPacket as openpgp.AnySecretKeyPacket;
}

export function fingerprint(key: openpgp.Key, n = 0): string {
  return (n === 0 ? key : key.subkeys[n - 1]).getFingerprint().toUpperCase();
}

export interface SigningOptions {
  /** Days from the first one. */
  readonly at?: number;
  readonly hash?: openpgp.enums.hash;
  readonly type?: openpgp.enums.signature;
  /** What else is to be in the signature. */
  readonly with?: Partial<openpgp.SignaturePacket>;
}

/** A signature of data by any key at any time, which no library would make of its own. */
export async function signaturePacket(
  by: openpgp.AnySecretKeyPacket,
  data: Uint8Array,
  options: SigningOptions = {},
): Promise<openpgp.SignaturePacket> {
  const { at = 1, hash = openpgp.enums.hash.sha512, type = openpgp.enums.signature.binary } = options;
  const literal = new openpgp.LiteralDataPacket();
  const { setBytes }: { setBytes?: (bytes: Uint8Array, format: openpgp.enums.literal) => void } = literal as object;
  setBytes?.call(literal, data, openpgp.enums.literal.binary);
  return signed(by, literal, { signatureType: type, hashAlgorithm: hash, ...options.with }, at);
}

/** A signature of parts of a key, by any key at any time. */
export async function certification(
  by: openpgp.AnySecretKeyPacket,
  data: { readonly key: openpgp.AnyKeyPacket; readonly bind?: openpgp.AnyKeyPacket; readonly userID?: openpgp.UserIDPacket | null },
  properties: Partial<openpgp.SignaturePacket>,
  at: number,
): Promise<openpgp.SignaturePacket> {
  return signed(by, data, { hashAlgorithm: openpgp.enums.hash.sha512, ...properties }, at);
}

async function signed(
  by: openpgp.AnySecretKeyPacket,
  data: object,
  properties: Partial<openpgp.SignaturePacket>,
  at: number,
): Promise<openpgp.SignaturePacket> {
  const packet = Object.assign(new openpgp.SignaturePacket(), properties, { publicKeyAlgorithm: by.algorithm });
  const sign = packet.sign as (...args: unknown[]) => Promise<void>;
  // The notation is salted by hashes that are trusted alone.
  await sign.call(packet, by, data, day(at), true, { ...openpgp.config, nonDeterministicSignaturesViaNotation: false });
  return packet;
}

/** A file of signatures, binary. */
export function fileOf(...packets: openpgp.BasePacket[]): Uint8Array {
  const list = new openpgp.PacketList<openpgp.AnyPacket>();
  list.push(...packets);
  return list.write();
}

/** A detached signature, binary. */
export async function detached(
  by: openpgp.AnySecretKeyPacket,
  data: Uint8Array | string,
  options: SigningOptions = {},
): Promise<Uint8Array> {
  return fileOf(await signaturePacket(by, bytesOf(data), options));
}

/** A signature file in armor, as `gpg --armor` writes it. */
export function armored(signature: Uint8Array): string {
  return openpgp.armor(openpgp.enums.armor.signature, signature, undefined, undefined, undefined, true);
}

/** A clear-signed text. */
export async function clearSigned(by: openpgp.AnySecretKeyPacket, text: string, options: SigningOptions = {}): Promise<string> {
  const lines = text.replace(/\n$/, "").split("\n");
  const hashed = lines.map((line) => line.replace(/[ \t\r]+$/, "")).join("\r\n");
  const signature = await detached(by, hashed, { type: openpgp.enums.signature.text, ...options });
  const escaped = lines.map((line) => (line.startsWith("-") ? `- ${line}` : line)).join("\n");
  const name = openpgp.enums
    .read(openpgp.enums.hash, options.hash ?? openpgp.enums.hash.sha512)
    .toUpperCase()
    .replace("_", "-");
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: ${name}\n\n${escaped}\n${armored(signature).replaceAll("\r\n", "\n")}`;
}

export function bytesOf(text: Uint8Array | string): Uint8Array {
  return typeof text === "string" ? Buffer.from(text, "utf8") : text;
}

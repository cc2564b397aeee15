import { type AnyKeyPacket, TRUSTED_HASHES } from "./library";

/** Why something is too weak to be trusted. */
export interface Weakness {
  readonly received: string;
  readonly allowed: string;
}

/** Bits of an RSA key at least: https://www.rfc-editor.org/rfc/rfc9580#section-12.4 */
const LEAST_RSA_BITS = 2048;

const RSA = ["rsaEncryptSign", "rsaSign"];
// Not DSA, which that section deprecates.
const OTHERS = ["ecdsa", "eddsaLegacy", "ed25519", "ed448"];

/** What is weak about a key; undefined where nothing is. */
export function weaknessOf(key: AnyKeyPacket): Weakness | undefined {
  const { algorithm, bits } = key.getAlgorithmInfo();
  const allowed = `RSA of at least ${LEAST_RSA_BITS} bits, ECDSA or EdDSA`;
  if (RSA.includes(algorithm)) return (bits ?? 0) < LEAST_RSA_BITS ? { received: `RSA of ${bits ?? 0} bits`, allowed } : undefined;
  return OTHERS.includes(algorithm) ? undefined : { received: algorithm, allowed };
}

/** What is weak about a hash by its number; undefined where nothing is. */
export function weaknessOfHash(hash: number | null): Weakness | undefined {
  if (hash !== null && TRUSTED_HASHES.has(hash)) return undefined;
  const names: Readonly<Record<number, string>> = { 1: "MD5", 2: "SHA-1", 3: "RIPEMD-160", 11: "SHA-224" };
  return { received: names[hash ?? 0] ?? `hash ${hash}`, allowed: "SHA-256, SHA-512, or another hash of SHA-2 or SHA-3 that is as long" };
}

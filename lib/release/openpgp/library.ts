import type { AnyKeyPacket, Config, PublicKey, SignaturePacket } from "openpgp";

export type { AnyKeyPacket, PublicKey, SignaturePacket } from "openpgp";

type Library = typeof import("openpgp");

/** What a signature within a key is of: a key, and what is bound to it. */
export type CertifiedData = { readonly key: AnyKeyPacket; readonly bind?: AnyKeyPacket } & object;

/** Types of signatures: https://www.rfc-editor.org/rfc/rfc9580#section-5.2.1 */
export const SignatureType = {
  BINARY: 0x00,
  TEXT: 0x01,
  SUBKEY_BINDING: 0x18,
  PRIMARY_KEY_BINDING: 0x19,
  DIRECT_KEY: 0x1f,
  KEY_REVOCATION: 0x20,
  SUBKEY_REVOCATION: 0x28,
  CERTIFICATION_REVOCATION: 0x30,
} as const;

/** The hashes that signatures are taken with, by their number, as Node.js calls them: https://www.rfc-editor.org/rfc/rfc9580#section-9.5 */
export const TRUSTED_HASHES: ReadonlyMap<number, string> = new Map([
  [8, "sha256"],
  [9, "sha384"],
  [10, "sha512"],
  [12, "sha3-256"],
  [14, "sha3-512"],
]);

// MD5, SHA-1 and RIPEMD-160: two texts of one hash can be made.
const BROKEN_HASHES = [1, 2, 3];

const STRICT: Partial<Config> = {
  rejectHashAlgorithms: new Set(BROKEN_HASHES),
  rejectMessageHashAlgorithms: new Set(BROKEN_HASHES),
  minRSABits: 2048,
  ignoreMalformedPackets: false,
  // Third parties may have certified a key in forms that are not known here: these are nobody's trust.
  ignoreUnsupportedPackets: true,
  enableParsingV5Entities: false,
  additionalAllowedPackets: [],
};

// A revocation is believed whatever it is hashed with: to doubt it would be to trust the key.
const OF_REVOCATIONS: Partial<Config> = { ...STRICT, rejectHashAlgorithms: new Set(), rejectMessageHashAlgorithms: new Set() };

/** What a key has signed of itself without a name beside it, and others' of the kind. The library's types leave it out. */
export function directSignatures(key: PublicKey): readonly SignaturePacket[] {
  const { directSignatures: signatures }: { readonly directSignatures?: readonly SignaturePacket[] } & PublicKey = key;
  return signatures ?? [];
}

/** All that is asked of OpenPGP.js: packets read, and one signature held against one key. Who is trusted, and when, is decided elsewhere. */
export class OpenPgp {
  /** Loads the library: 1.2 MB of JavaScript that nothing but verifying needs. */
  public static async load(): Promise<OpenPgp> {
    return new OpenPgp(await import("openpgp"));
  }

  private constructor(private readonly library: Library) {}

  /** The keys in a file. It throws the library's own errors. */
  public async readKeys(binaryKeys: Uint8Array): Promise<PublicKey[]> {
    return this.library.readKeys({ binaryKeys, config: STRICT });
  }

  /** The signatures in a file, without those of versions and algorithms that are not known. It throws the library's own errors. */
  public async readSignatures(binarySignature: Uint8Array): Promise<SignaturePacket[]> {
    const { packets } = await this.library.readSignature({ binarySignature, config: STRICT });
    const isSignature = (packet: unknown): packet is SignaturePacket => packet instanceof this.library.SignaturePacket;
    return [...packets].filter(isSignature);
  }

  /**
   * Whether a key made a signature of what a key file holds, whenever that was. The library keeps what it has found out about such a signature: ask of each with one
   * key and of one thing.
   */
  public async certifies(signature: SignaturePacket, by: AnyKeyPacket, data: CertifiedData): Promise<boolean> {
    return this.holds(signature, by, data, STRICT);
  }

  /** As {@link certifies}, for revocations. */
  public async revokes(signature: SignaturePacket, by: AnyKeyPacket, data: CertifiedData): Promise<boolean> {
    return this.holds(signature, by, data, OF_REVOCATIONS);
  }

  /**
   * Whether a key made a signature of data with this digest, see `signedDigest`.
   *
   * The library takes a digest where it reads a signature and its data as a stream, so that this is a path of its own, and its checks are made as for whole data.
   */
  public async signs(signature: SignaturePacket, by: AnyKeyPacket, digest: Uint8Array): Promise<boolean> {
    const withDigest: { hashed?: Uint8Array } & SignaturePacket = signature;
    withDigest.hashed = digest;
    return this.holds(signature, by, {}, STRICT);
  }

  private async holds(signature: SignaturePacket, by: AnyKeyPacket, data: object, strictness: Partial<Config>): Promise<boolean> {
    if (signature.signatureType === null) return false;
    const config: Config = { ...this.library.config, ...strictness };
    // Null, which its types do not know of, asks for no judgement by time. Left out, it would be the clock's.
    const whenever = null as Date | null as Date;
    try {
      await signature.verify(by, signature.signatureType, data, whenever, true, config);
      return true;
    } catch {
      // The library says no by throwing, and of hostile bytes anything may be thrown.
      return false;
    }
  }
}

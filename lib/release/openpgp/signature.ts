/** A signature that was made by a key that is trusted, while it was good. */
export interface VerifiedSignature {
  /** When it says that it was made. */
  readonly created: Date;
  /** Fingerprint of the primary key, 40 upper-case hexadecimal digits. */
  readonly primaryFingerprint: string;
  /** Fingerprint of the key or subkey that made it. */
  readonly signingFingerprint: string;
}

/** A text of a clear-signed file, and who signed it. */
export interface VerifiedText extends VerifiedSignature {
  /** What was signed, with line feeds at the ends of its lines. */
  readonly text: string;
}

/** A detached signature whose data is still coming. */
export interface DetachedVerification {
  /** The next bytes of the data. */
  update(chunk: Uint8Array): void;
  /** SHA-512 of the data so far, 128 lower-case hexadecimal digits, at no further cost where the signature uses SHA-512 too. */
  sha512(): string;
  /**
   * Judges the signature, once all data has come.
   *
   * @throws FlatcarError those of {@link SignatureVerifier}
   */
  finish(): Promise<VerifiedSignature>;
}

/**
 * Judges signatures by one primary key and the subkeys that it has certified. Every method takes `file`, which errors name.
 *
 * It throws `signature-malformed`, `signature-missing` (empty, or no signature in it), `signature-foreign` (by another key), `signature-wrong` (the data is not what was
 * signed), `signature-key-expired`, `signature-key-revoked`, `signature-weak` (an algorithm nobody should trust), `signature-from-future` and `signature-expired` (by its own end). A signature counts
 * as of the moment it was made: one by a subkey that has expired since is good.
 */
export interface SignatureVerifier {
  /** A detached signature of data that is all there. */
  detached(data: Uint8Array, signature: Uint8Array, file: string): Promise<VerifiedSignature>;
  /** A detached signature, binary or armored, of data that comes in pieces. */
  begin(signature: Uint8Array, file: string): Promise<DetachedVerification>;
  /** A clear-signed text. */
  clearSigned(text: Uint8Array, file: string): Promise<VerifiedText>;
}

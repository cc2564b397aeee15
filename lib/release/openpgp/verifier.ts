import { type Candidate, type Rejected, candidate, wrong } from "./candidate";
import { readClearText } from "./clear-text";
import type { SignaturePacket } from "./library";
import type { DetachedVerification, SignatureVerifier, VerifiedSignature, VerifiedText } from "./signature";
import { malformed } from "./signature-error";
import { readSignatureFile } from "./signature-file";
import { SignedDigests, digestOfText } from "./signed-digest";
import type { TrustedKey } from "./trusted-key";

/** Judges signatures by a key. `now` serves to refuse what comes from the future and to end signatures that end: all else is judged by when a signature was made. */
export function signatureVerifier(key: TrustedKey, now: () => Date): SignatureVerifier {
  return new KeyVerifier(key, now);
}

class KeyVerifier implements SignatureVerifier {
  constructor(
    private readonly key: TrustedKey,
    private readonly now: () => Date,
  ) {}

  public async detached(data: Uint8Array, signature: Uint8Array, file: string): Promise<VerifiedSignature> {
    const verification = await this.begin(signature, file);
    verification.update(data);
    return verification.finish();
  }

  public async begin(signature: Uint8Array, file: string): Promise<DetachedVerification> {
    const candidates = this.candidates(await readSignatureFile(this.key.pgp, signature, file), file);
    const digests = new SignedDigests(candidates);
    return {
      update: (chunk) => digests.update(chunk),
      sha512: () => digests.sha512(),
      finish: async () => this.firstGood(candidates, (one) => digests.signed(one, one.signatureData), file),
    };
  }

  public async clearSigned(text: Uint8Array, file: string): Promise<VerifiedText> {
    const parts = readClearText(text, file);
    const packets = await readSignatureFile(this.key.pgp, Buffer.from(parts.signature), file);
    const candidates = this.candidates(packets, file, (one) => {
      if (!one.isText) return malformed(file, "a signature of bytes under a text", "one of a text");
      // What a reader in one pass would not have hashed it with is not the signature that the file announces.
      if (parts.hashes.includes(one.hash)) return undefined;
      return malformed(file, `Hash: ${parts.hashes.join(", ")}`, `${one.hash}, which the signature is made with`);
    });
    const verified = await this.firstGood(candidates, (one) => digestOfText(one.hash, parts.hashed, one.signatureData), file);
    return { ...verified, text: parts.text };
  }

  /** The signatures that count if the data is right; the error of the first one that tells most, where none does. */
  private candidates(
    packets: readonly SignaturePacket[],
    file: string,
    refuse: (one: Candidate) => Rejected["error"] | undefined = () => undefined,
  ): readonly Candidate[] {
    const now = this.now();
    const candidates: Candidate[] = [];
    const rejected: Rejected[] = [];
    for (const packet of packets) {
      const judged = candidate(packet, this.key, now, file);
      const error = "error" in judged ? judged.error : refuse(judged);
      if ("error" in judged) rejected.push(judged);
      else if (error !== undefined) rejected.push({ isOwn: true, error });
      else candidates.push(judged);
    }
    if (candidates.length === 0) throw (rejected.find(({ isOwn }) => isOwn) ?? rejected[0]).error;
    return candidates;
  }

  private async firstGood(
    candidates: readonly Candidate[],
    digest: (one: Candidate) => Uint8Array,
    file: string,
  ): Promise<VerifiedSignature> {
    for (const one of candidates) if (await this.key.pgp.signs(one.packet, one.key.packet, digest(one))) return one.verified;
    throw wrong(candidates[0], file);
  }
}

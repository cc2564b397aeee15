import type { FlatcarError } from "../../errors";
import type { SigningKey } from "./certified-keys";
import { type SignaturePacket, SignatureType, TRUSTED_HASHES } from "./library";
import type { VerifiedSignature } from "./signature";
import { malformed, moment, signatureError } from "./signature-error";
import type { Hashing } from "./signed-digest";
import type { TrustedKey } from "./trusted-key";
import { type Weakness, weaknessOf, weaknessOfHash } from "./weakness";

/** Milliseconds that the clocks of signer and reader may differ. */
const CLOCK_DIFFERENCE = 24 * 60 * 60 * 1000;

// Issuer's key id, its signature within, and its fingerprint: https://www.rfc-editor.org/rfc/rfc9580#section-5.2.3.7
const OF_ISSUER = [16, 32, 33];

const GET_ANEW = "get the file and its signature anew, from the project's own servers if need be";

/** A signature that counts if the data is what was signed. */
export interface Candidate extends Hashing {
  readonly packet: SignaturePacket;
  /** The part of the signature that is signed with the data. */
  readonly signatureData: Uint8Array;
  readonly key: SigningKey;
  readonly verified: VerifiedSignature;
}

/** A signature that does not count, whatever the data. */
export interface Rejected {
  /** Whether it says it is the trusted key's: then people want to hear of it before one of somebody else. */
  readonly isOwn: boolean;
  readonly error: FlatcarError;
}

/** Judges all of a signature but whether it is of the data. */
export function candidate(packet: SignaturePacket, trusted: TrustedKey, now: Date, file: string): Candidate | Rejected {
  const rejected = (error: FlatcarError): Rejected => ({ isOwn: true, error });
  const id = packet.issuerKeyID.toHex().toUpperCase();
  const key = trusted.signingKeys.find((one) => one.id === id);
  if (key === undefined) return { isOwn: false, error: foreign(id, trusted, file) };
  const { created, hashAlgorithm, signatureData, signatureType } = packet;
  if (packet.version !== 4 || created === null || signatureData === null) return rejected(unknownForm(packet, file));
  if (signatureType !== SignatureType.BINARY && signatureType !== SignatureType.TEXT) return rejected(unknownForm(packet, file));
  const critical = criticalOf(packet);
  if (critical !== undefined) return rejected(malformed(file, critical, "no demands on its reader that are not known here"));
  const hash = TRUSTED_HASHES.get(hashAlgorithm ?? 0);
  const weakness = weaknessOf(key.packet) ?? weaknessOfHash(hashAlgorithm);
  if (weakness !== undefined || hash === undefined) return rejected(weak(weakness, file));
  const untimely = untimeliness(packet, created, key, now, file);
  if (untimely !== undefined) return rejected(untimely);
  const verified = { created, primaryFingerprint: trusted.primaryFingerprint, signingFingerprint: key.fingerprint };
  return { packet, signatureData, key, hash, isText: signatureType === SignatureType.TEXT, verified };
}

/** The error of data that a candidate is not a signature of. */
export function wrong({ verified }: Candidate, file: string): FlatcarError {
  const received = `data that ${verified.signingFingerprint} did not sign at ${moment(verified.created)}`;
  return signatureError("signature-wrong", file, received, "the data that was signed, to the byte", GET_ANEW);
}

function foreign(id: string, trusted: TrustedKey, file: string): FlatcarError {
  const allowed = `a signature by ${trusted.primaryFingerprint} or a subkey that it lets sign`;
  const mend = "get the file from the project's own servers, or name the key that this mirror's releases are signed with";
  return signatureError("signature-foreign", file, `a signature by key ${id}`, allowed, mend);
}

function weak(weakness: Weakness | undefined, file: string): FlatcarError {
  const mend = "ask whoever publishes the file to sign it anew";
  return signatureError("signature-weak", file, weakness?.received, weakness?.allowed ?? "an algorithm that holds", mend);
}

function unknownForm({ version, signatureType }: SignaturePacket, file: string): FlatcarError {
  return malformed(file, `a signature of version ${version} and type ${signatureType}`, "version 4, of a file or a text");
}

function untimeliness(packet: SignaturePacket, created: Date, key: SigningKey, now: Date, file: string): FlatcarError | undefined {
  const made = `a signature made at ${moment(created)}`;
  if (created.getTime() > now.getTime() + CLOCK_DIFFERENCE) {
    const mend = "set this machine's clock, or get the file anew";
    return signatureError("signature-from-future", file, made, `one made before now, ${moment(now)}`, mend);
  }
  if (created < key.created) {
    return malformed(file, made, `one made after its key ${key.fingerprint} was, at ${moment(key.created)}`);
  }
  const hard = key.revocations.find(({ isHard }) => isHard);
  if (hard !== undefined) {
    const allowed = `none by ${key.fingerprint}, revoked as compromised or for no reason given`;
    return signatureError("signature-key-revoked", file, made, allowed, GET_ANEW);
  }
  const revocation = key.revocations.find((one) => created >= one.created);
  if (revocation !== undefined) {
    const allowed = `one made before ${key.fingerprint} was revoked, at ${moment(revocation.created)}`;
    return signatureError("signature-key-revoked", file, made, allowed, GET_ANEW);
  }
  if (key.expires !== undefined && created >= key.expires) {
    const allowed = `one made before ${key.fingerprint} expired, at ${moment(key.expires)}`;
    const mend = "update this package, or give the newer key: it may say that the end was put off";
    return signatureError("signature-key-expired", file, made, allowed, mend);
  }
  const until = packet.getExpirationTime();
  if (until instanceof Date && now >= until) {
    return signatureError("signature-expired", file, `a signature good until ${moment(until)}`, "one that is good now", GET_ANEW);
  }
  return undefined;
}

/** What a signature asks its reader to know, and is not known. */
function criticalOf({ unknownSubpackets, unhashedSubpackets, rawNotations }: SignaturePacket): string | undefined {
  // Those that are not signed say who signed, and nothing else that counts.
  const unsigned = unhashedSubpackets.filter(({ type }) => !OF_ISSUER.includes(type));
  const subpacket = [...unknownSubpackets, ...unsigned].find(({ critical }) => critical);
  if (subpacket !== undefined) return `a critical subpacket of type ${subpacket.type}`;
  const notation = rawNotations.find(({ critical }) => critical);
  return notation === undefined ? undefined : `a critical notation ${notation.name}`;
}

import type { AnyKeyPacket, CertifiedData, OpenPgp, PublicKey, SignaturePacket } from "./library";
import { SignatureType, directSignatures } from "./library";

/** A key withdrawn by its owner. */
export interface Revocation {
  readonly created: Date;
  /**
   * Whether it was withdrawn because others may have it, or for no reason given: then it has never signed anything. Otherwise, where it was superseded or retired,
   * what it signed before counts.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9580#section-5.2.3.31
   */
  readonly isHard: boolean;
}

/** A key that its primary key lets sign, or the primary key where it signs itself. */
export interface SigningKey {
  /** 40 upper-case hexadecimal digits. */
  readonly fingerprint: string;
  /** The last 16 of them. */
  readonly id: string;
  readonly packet: AnyKeyPacket;
  readonly isPrimary: boolean;
  readonly created: Date;
  /** When it ends, by itself or with its primary key; undefined: never. */
  readonly expires?: Date;
  /** By itself and with its primary key. */
  readonly revocations: readonly Revocation[];
}

/** What a key says of itself, and what it lets sign. */
export interface CertifiedKeys {
  /** Whether the key has said anything of itself that holds. */
  readonly isCertified: boolean;
  readonly signing: readonly SigningKey[];
}

/** What holds of a key by its owner's last word. */
interface Statement {
  readonly maySign: boolean;
  readonly expires?: Date;
}

// Key is superseded, key is retired.
const SOFT_REASONS: readonly (number | null)[] = [1, 3];
const MAY_SIGN = 0x02;

/**
 * Finds the keys whose signatures count. Of each key its owner's newest word holds, as for gpg, which writes a new certification in the place of the old one where
 * an end is put off: the older one, which what was signed before it would need, is not there any more.
 */
export async function certifiedKeys(pgp: OpenPgp, key: PublicKey): Promise<CertifiedKeys> {
  const primary = key.keyPacket;
  const own = newest(await ownStatements(pgp, key));
  if (own === undefined) return { isCertified: false, signing: [] };
  const ofPrimary = statement(own, primary);
  const withdrawn = await revocations(pgp, key.revocationSignatures, primary, { key: primary });
  const signing: SigningKey[] = [];
  if (ofPrimary.maySign) signing.push(signingKey(primary, true, ofPrimary.expires, withdrawn));
  for (const subkey of key.subkeys) {
    const data = { key: primary, bind: subkey.keyPacket };
    const bindings = await holding(subkey.bindingSignatures, (one) => pgp.certifies(one, primary, data));
    const binding = newest(bindings);
    if (binding === undefined || !(await bindsBack(pgp, binding, subkey.keyPacket, data))) continue;
    const ofSubkey = statement(binding, subkey.keyPacket);
    if (!ofSubkey.maySign) continue;
    const own_ = await revocations(pgp, subkey.revocationSignatures, primary, data);
    signing.push(signingKey(subkey.keyPacket, false, earlier(ofSubkey.expires, ofPrimary.expires), [...own_, ...withdrawn]));
  }
  return { isCertified: true, signing };
}

/** What the primary key has signed of itself, with or without a name beside it. */
async function ownStatements(pgp: OpenPgp, key: PublicKey): Promise<SignaturePacket[]> {
  const primary = key.keyPacket;
  const direct = directSignatures(key).filter(({ signatureType }) => signatureType === SignatureType.DIRECT_KEY);
  const statements = await holding(direct, (one) => pgp.certifies(one, primary, { key: primary }));
  for (const user of key.users) {
    const data: CertifiedData = {
      key: primary,
      ...(user.userID !== null ? { userID: user.userID } : { userAttribute: user.userAttribute }),
    };
    const certification = newest(await holding(user.selfCertifications, (one) => pgp.certifies(one, primary, data)));
    if (certification === undefined) continue;
    const withdrawn = await revocations(pgp, user.revocationSignatures, primary, data);
    if (!withdrawn.some(({ created }) => created >= createdOf(certification))) statements.push(certification);
  }
  return statements;
}

/** Whether a subkey agrees to belong to the primary key: otherwise anybody's subkey could be put under a key, and what it signed be taken for its owner's. */
async function bindsBack(pgp: OpenPgp, binding: SignaturePacket, subkey: AnyKeyPacket, data: CertifiedData): Promise<boolean> {
  const back = binding.embeddedSignature;
  if (back === null || back.signatureType !== SignatureType.PRIMARY_KEY_BINDING) return false;
  return pgp.certifies(back, subkey, data);
}

async function revocations(
  pgp: OpenPgp,
  signatures: readonly SignaturePacket[],
  by: AnyKeyPacket,
  data: CertifiedData,
): Promise<Revocation[]> {
  const holding_ = await holding(signatures, (one) => pgp.revokes(one, by, data));
  return holding_.map((one) => ({ created: createdOf(one), isHard: !SOFT_REASONS.includes(one.reasonForRevocationFlag) }));
}

async function holding(
  signatures: readonly SignaturePacket[],
  holds: (signature: SignaturePacket) => Promise<boolean>,
): Promise<SignaturePacket[]> {
  const result: SignaturePacket[] = [];
  for (const signature of signatures) if (await holds(signature)) result.push(signature);
  return result;
}

function newest(signatures: readonly SignaturePacket[]): SignaturePacket | undefined {
  let result: SignaturePacket | undefined;
  for (const signature of signatures) if (result === undefined || createdOf(signature) > createdOf(result)) result = signature;
  return result;
}

function statement(signature: SignaturePacket, key: AnyKeyPacket): Statement {
  const { keyExpirationTime, keyFlags, signatureExpirationTime } = signature;
  return {
    maySign: keyFlags !== null && (keyFlags[0] & MAY_SIGN) !== 0,
    expires: earlier(after(key.created, keyExpirationTime), after(createdOf(signature), signatureExpirationTime)),
  };
}

function signingKey(packet: AnyKeyPacket, isPrimary: boolean, expires: Date | undefined, withdrawn: readonly Revocation[]): SigningKey {
  const fingerprint = packet.getFingerprint().toUpperCase();
  return { fingerprint, id: fingerprint.slice(-16), packet, isPrimary, created: packet.created, expires, revocations: withdrawn };
}

/** 0 seconds, or none given: never. */
function after(date: Date, seconds: number | null): Date | undefined {
  return seconds === null || seconds === 0 ? undefined : new Date(date.getTime() + seconds * 1000);
}

function earlier(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

// The library reads no signature without it.
function createdOf(signature: SignaturePacket): Date {
  return signature.created ?? new Date(0);
}

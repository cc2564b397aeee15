import { FlatcarError } from "../../errors";
import { dearmor } from "./armor";
import { type SigningKey, certifiedKeys } from "./certified-keys";
import { FLATCAR_SIGNING_KEY } from "./flatcar-key";
import { OpenPgp, type PublicKey } from "./library";
import { beginningOf, moment } from "./signature-error";
import { weaknessOf } from "./weakness";

/** Bytes of a file with a key at most. Flatcar's has 24 KB. */
export const MAX_KEY_BYTES = 1024 * 1024;

/** Days before the end of the newest signing key from which on somebody is told. */
const WARNING_DAYS = 60;
const DAY = 24 * 60 * 60 * 1000;

/** A public key whose owner is trusted. Trust is in its primary key; the keys that sign follow from that. */
export class TrustedKey {
  /** The key that Flatcar's releases are signed with, as this version of the package knows it. */
  public static async flatcar(): Promise<TrustedKey> {
    return TrustedKey.read(Buffer.from(FLATCAR_SIGNING_KEY), "lib/release/openpgp/flatcar-key.ts", "update cdktf-flatcar");
  }

  /**
   * The key in a file, for mirrors of releases that somebody else signs.
   *
   * @param bytes armored or binary
   * @param file how errors name it
   * @throws FlatcarError `signing-key-invalid`
   */
  public static async parse(bytes: Uint8Array, file: string): Promise<TrustedKey> {
    return TrustedKey.read(bytes, file, `get ${file} anew`);
  }

  private static async read(bytes: Uint8Array, file: string, renewal: string): Promise<TrustedKey> {
    const pgp = await OpenPgp.load();
    const key = await oneKey(pgp, bytes, file);
    const fingerprint = key.keyPacket.getFingerprint().toUpperCase();
    const weakness = weaknessOf(key.keyPacket);
    if (weakness !== undefined) throw invalidKey(file, `${fingerprint}, ${weakness.received}`, weakness.allowed);
    const { isCertified, signing } = await certifiedKeys(pgp, key);
    if (!isCertified) throw invalidKey(file, fingerprint, "a key with a signature by itself that holds");
    if (signing.length === 0) throw invalidKey(file, fingerprint, "a key that may sign data, or has a subkey that may");
    return new TrustedKey(pgp, fingerprint, signing, renewal);
  }

  private constructor(
    /** @internal */
    public readonly pgp: OpenPgp,
    /** 40 upper-case hexadecimal digits. */
    public readonly primaryFingerprint: string,
    /** The primary key, where it signs itself, and the subkeys that it lets sign, also those that have expired or were revoked. */
    public readonly signingKeys: readonly SigningKey[],
    private readonly renewal: string,
  ) {}

  /**
   * What to tell somebody where the last of the signing subkeys ends within 60 days, or has ended; undefined where none is near its end. A primary key
   * that may sign does not count beside subkeys: it is kept apart, and signs them alone.
   */
  public expiryWarning(now: Date): string | undefined {
    const subkeys = this.signingKeys.filter(({ isPrimary }) => !isPrimary);
    const usable = (subkeys.length > 0 ? subkeys : this.signingKeys).filter(({ revocations }) => revocations.length === 0);
    if (usable.length === 0) return `every signing key of ${this.primaryFingerprint} is revoked: ${this.renewal}`;
    const last = usable.reduce((a, b) => (endOf(b) > endOf(a) ? b : a));
    if (last.expires === undefined || last.expires.getTime() - now.getTime() > WARNING_DAYS * DAY) return undefined;
    const [ends, signed] = last.expires > now ? ["expires", "will be"] : ["expired", "was"];
    return `the last signing key ${last.fingerprint} of ${this.primaryFingerprint} ${ends} at ${moment(last.expires)}, and what ${signed} signed after that is refused: ${this.renewal}`;
  }
}

function endOf({ expires }: SigningKey): number {
  return expires?.getTime() ?? Infinity;
}

async function oneKey(pgp: OpenPgp, bytes: Uint8Array, file: string): Promise<PublicKey> {
  const allowed = "one OpenPGP public key, armored or binary";
  if (bytes.length > MAX_KEY_BYTES) throw invalidKey(file, `${bytes.length} bytes`, `at most ${MAX_KEY_BYTES} bytes`);
  // Every packet begins with its first bit set, which no letter has.
  const isArmored = bytes.length > 0 && bytes[0] < 0x80;
  const binary = isArmored
    ? dearmor(Buffer.from(bytes).toString("latin1"), "PUBLIC KEY BLOCK", (received, what) => invalidKey(file, received, what))
    : bytes;
  let keys: PublicKey[];
  try {
    keys = await pgp.readKeys(binary);
  } catch {
    throw invalidKey(file, beginningOf(bytes), allowed);
  }
  if (keys.length !== 1) throw invalidKey(file, `${keys.length} keys`, allowed);
  const [key] = keys;
  if (key.isPrivate()) throw invalidKey(file, "a private key", allowed);
  if (key.keyPacket.version !== 4) throw invalidKey(file, `a key of version ${key.keyPacket.version}`, "version 4, as gpg makes them");
  return key;
}

function invalidKey(file: string, received: unknown, allowed: string): FlatcarError {
  const mend = "name a file with the public key that releases are signed with, as gpg --export writes it";
  return new FlatcarError({ code: "signing-key-invalid", subject: "signing key", received, allowed, mend, path: file });
}

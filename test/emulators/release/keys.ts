import * as openpgp from "openpgp";

/** A key or subkey of the emulator that signs. What is wrong with one is known of its public key, not of its signatures. */
export type SignerName =
  /** Certifies the others; signs nothing in the real feed. */
  | "primary"
  /** Of 2021, expired in 2022. */
  | "first"
  /** Of 2022, superseded and revoked for that in March 2023: what it signed before is good. */
  | "superseded"
  /** Of March 2023, expired in March 2025. */
  | "previous"
  /** Of June 2024, revoked in September 2024 because it was stolen: nothing that it signed is good. */
  | "compromised"
  /** Of March 2025, good until 2045. */
  | "current"
  /** A subkey of another primary key, good from 2018 on. */
  | "foreign";

/** One that signs. */
export interface Signer {
  readonly name: SignerName;
  readonly key: openpgp.AnySecretKeyPacket;
  /** Fingerprint in upper-case hexadecimal digits. */
  readonly fingerprint: string;
}

/** The keys of a feed: a primary key with subkeys that followed one another, as Flatcar's has them. */
export interface SigningKeys {
  /** The public key, armored, with all that was certified and revoked. */
  readonly publicKey: string;
  /** The same, binary. */
  readonly publicKeyBytes: Uint8Array;
  /** Fingerprint of the primary key in upper-case hexadecimal digits. */
  readonly primaryFingerprint: string;
  /** The public key of somebody else, armored. */
  readonly foreignPublicKey: string;
  signer(name: SignerName): Signer;
  /** The subkey the feed signs with on a day. */
  signerAt(date: Date): Signer;
}

/** When the primary keys were made. */
const PRIMARY_CREATED = new Date("2018-02-26T14:11:56Z");

interface Subkey {
  readonly name: SignerName;
  readonly created: string;
  readonly expires: string;
  /** The key the feed signs with today is one of RSA as the real one is; the others are faster to make. */
  readonly rsa?: true;
  readonly revoked?: { readonly on: string; readonly flag: openpgp.enums.reasonForRevocation; readonly string: string };
}

/** As the real key has them: each begins a little before the one before it ends. */
const SUBKEYS: readonly Subkey[] = [
  { name: "first", created: "2021-08-10T13:51:43Z", expires: "2022-08-10T13:51:43Z" },
  {
    name: "superseded",
    created: "2022-08-09T10:31:46Z",
    expires: "2023-08-11T10:31:46Z",
    revoked: { on: "2023-03-20T12:00:00Z", flag: openpgp.enums.reasonForRevocation.keySuperseded, string: "a new one is used" },
  },
  { name: "previous", created: "2023-03-07T10:49:08Z", expires: "2025-03-08T10:49:08Z" },
  {
    name: "compromised",
    created: "2024-06-01T09:00:00Z",
    expires: "2045-06-01T09:00:00Z",
    revoked: { on: "2024-09-01T09:00:00Z", flag: openpgp.enums.reasonForRevocation.keyCompromised, string: "it was stolen" },
  },
  { name: "current", created: "2025-03-07T17:54:02Z", expires: "2045-03-08T17:54:02Z", rsa: true },
];

let made: Promise<SigningKeys> | undefined;

/** The keys of this process: made once, since RSA takes its time. */
export async function signingKeys(): Promise<SigningKeys> {
  made ??= makeSigningKeys();
  return made;
}

/** Keys of another feed. */
export async function makeSigningKeys(): Promise<SigningKeys> {
  let key = await primary("Test Buildbot (Emulated Builds) <buildbot@example.test>", "rsa");
  const signers = new Map<SignerName, Signer>([["primary", signer("primary", key.keyPacket as openpgp.SecretKeyPacket)]]);
  for (const subkey of SUBKEYS) {
    const before = key.subkeys.length;
    key = await key.addSubkey({
      ...(subkey.rsa === true ? ({ type: "rsa", rsaBits: 2048 } as const) : ({ type: "ecc", curve: "ed25519Legacy" } as const)),
      sign: true,
      date: new Date(subkey.created),
      keyExpirationTime: (Date.parse(subkey.expires) - Date.parse(subkey.created)) / 1000,
    });
    signers.set(subkey.name, signer(subkey.name, key.subkeys[before].keyPacket as openpgp.SecretSubkeyPacket));
    if (subkey.revoked === undefined) continue;
    const { on, ...reason } = subkey.revoked;
    key.subkeys[before] = await key.subkeys[before].revoke(key.keyPacket as openpgp.SecretKeyPacket, reason, new Date(on));
  }
  const other = await (
    await primary("Somebody Else <else@example.test>", "ecc")
  ).addSubkey({
    type: "ecc",
    curve: "ed25519Legacy",
    sign: true,
    date: PRIMARY_CREATED,
  });
  signers.set("foreign", signer("foreign", other.subkeys[0].keyPacket as openpgp.SecretSubkeyPacket));
  const get = (name: SignerName): Signer => {
    const found = signers.get(name);
    if (found === undefined) throw new Error(`no key ${name}`);
    return found;
  };
  return {
    publicKey: key.toPublic().armor(),
    publicKeyBytes: bytes(key.toPublic().write()),
    primaryFingerprint: key.getFingerprint().toUpperCase(),
    foreignPublicKey: other.toPublic().armor(),
    signer: get,
    signerAt: (date) => get(nameAt(date)),
  };
}

function nameAt(date: Date): SignerName {
  // The last one that was there: a new key is used from its first day on. What was stolen was never the feed's choice.
  const used = SUBKEYS.filter((subkey) => subkey.name !== "compromised" && Date.parse(subkey.created) <= date.getTime());
  return used.at(-1)?.name ?? "primary";
}

async function primary(userId: string, type: "rsa" | "ecc"): Promise<openpgp.PrivateKey> {
  const { privateKey } = await openpgp.generateKey({
    ...(type === "rsa" ? { type, rsaBits: 2048 } : { type, curve: "ed25519Legacy" }),
    userIDs: [{ name: userId.replace(/ <.*/, ""), email: userId.replace(/.*<(.*)>/, "$1") }],
    date: PRIMARY_CREATED,
    subkeys: [],
    format: "object",
  });
  return privateKey;
}

function signer(name: SignerName, key: openpgp.AnySecretKeyPacket): Signer {
  return { name, key, fingerprint: key.getFingerprint().toUpperCase() };
}

function bytes(written: unknown): Uint8Array {
  if (!(written instanceof Uint8Array)) throw new Error("a key in memory is no stream");
  return written;
}

import { createHash, generateKeyPairSync } from "node:crypto";

const TYPE = "ssh-ed25519";
/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
const MAGIC = "openssh-key-v1\0";
/** A private part is filled up to whole blocks of the cipher; with none to blocks of eight bytes. */
const BLOCK = 8;
const LINE = 70;
/** Hexadecimal digits that tell one key from another. */
const ID_DIGITS = 12;

/** A key pair that is made for one upload. */
export interface SshKeyPair {
  /** One line, as `authorized_keys` has it. */
  readonly publicKey: string;
  /** As `ssh` reads it from a file. Without a passphrase. */
  readonly privateKey: string;
  /** Tells it, and with it the upload, from every other: hexadecimal digits of its SHA-256. */
  readonly id: string;
}

/** Makes a pair of keys. */
export function newSshKey(): SshKeyPair {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }) as { readonly x: string; readonly d: string };
  const [point, seed] = [Buffer.from(x, "base64url"), Buffer.from(d, "base64url")];
  const blob = Buffer.concat([string(TYPE), string(point)]);
  const digest = createHash("sha256").update(blob).digest();
  return {
    publicKey: `${TYPE} ${blob.toString("base64")}`,
    privateKey: privateKeyFile(blob, point, seed, digest),
    id: digest.toString("hex").slice(0, ID_DIGITS),
  };
}

function privateKeyFile(blob: Buffer, point: Buffer, seed: Buffer, digest: Buffer): string {
  // Twice the same number tells that a passphrase was right. Without one any number does.
  const check = digest.subarray(0, 4);
  const secret = Buffer.concat([check, check, string(TYPE), string(point), string(Buffer.concat([seed, point])), string("")]);
  const padding = Buffer.from(Array.from({ length: (BLOCK - (secret.length % BLOCK)) % BLOCK }, (_, i) => i + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const file = Buffer.concat([
    Buffer.from(MAGIC, "latin1"),
    string("none"),
    string("none"),
    string(""),
    one,
    string(blob),
    string(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString("base64").match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

/** Bytes with their number before them: RFC 4251, section 5. */
function string(bytes: string | Buffer): Buffer {
  const contents = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(contents.length);
  return Buffer.concat([length, contents]);
}

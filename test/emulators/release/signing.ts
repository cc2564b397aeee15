import * as openpgp from "openpgp";
import type { Content } from "./content";
import type { Signer } from "./keys";

/** Up to this size the library signs the bytes themselves. */
const WHOLE = 1024 * 1024;

/** The config's own type does not have `sign`'s last parameter. */
type Sign = (key: openpgp.AnySecretKeyPacket, data: object, date: Date, detached: boolean, config: openpgp.Config) => Promise<void>;

// Without it a signature holds random bytes, and no two runs serve the same.
const CONFIG: openpgp.Config = { ...openpgp.config, nonDeterministicSignaturesViaNotation: false };

/** A detached signature as of a date, binary. Whether the key was good then is not asked: that is for those who verify. */
export async function detachedSignature(signer: Signer, content: Content, date: Date): Promise<Uint8Array> {
  const packet = newPacket(signer, openpgp.enums.signature.binary);
  const isSmall = content.size <= WHOLE;
  const data = literal(isSmall ? await content.all() : new Uint8Array(0));
  if (!isSmall) digestOnly(packet, data, await content.sha512After());
  await sign(packet, signer, data, date);
  return packets(packet).write() as Uint8Array;
}

/** The same, armored. */
export async function armoredSignature(signer: Signer, content: Content, date: Date): Promise<string> {
  const binary = await detachedSignature(signer, content, date);
  return (await openpgp.readSignature({ binarySignature: binary })).armor();
}

/** A clear-signed text, as `gpg --clear-sign` writes it: the last line feed is no part of what is signed. */
export async function clearSigned(signer: Signer, text: string, date: Date): Promise<string> {
  const message = await openpgp.createCleartextMessage({ text: text.replace(/\n$/, "") });
  const parts = message as unknown as { readonly text: string; signature: openpgp.Signature };
  const packet = newPacket(signer, openpgp.enums.signature.text);
  await sign(packet, signer, literal(parts.text), date);
  parts.signature = packets(packet);
  return message.armor().replaceAll("\r\n", "\n");
}

function newPacket(signer: Signer, type: openpgp.enums.signature): openpgp.SignaturePacket {
  const packet = new openpgp.SignaturePacket();
  packet.signatureType = type;
  packet.publicKeyAlgorithm = signer.key.algorithm as openpgp.enums.publicKey;
  packet.hashAlgorithm = openpgp.enums.hash.sha512;
  return packet;
}

async function sign(packet: openpgp.SignaturePacket, signer: Signer, data: object, date: Date): Promise<void> {
  await (packet.sign as unknown as Sign).call(packet, signer.key, data, date, true, CONFIG);
}

function packets(packet: openpgp.SignaturePacket): openpgp.Signature {
  const list = new openpgp.PacketList<openpgp.SignaturePacket>();
  list.push(packet);
  return new openpgp.Signature(list);
}

/** Data as the library signs it. */
function literal(data: Uint8Array | string): object {
  // Its types keep from all but the library itself how such a packet is filled.
  const packet = new openpgp.LiteralDataPacket() as unknown as {
    setBytes(bytes: Uint8Array, format: openpgp.enums.literal): void;
    setText(text: string, format: openpgp.enums.literal): void;
  };
  if (typeof data === "string") packet.setText(data, openpgp.enums.literal.utf8);
  else packet.setBytes(data, openpgp.enums.literal.binary);
  return packet;
}

/** Has a packet signed by the digest of data that is too large to be held. `empty` is no data. */
function digestOnly(packet: openpgp.SignaturePacket, empty: object, sha512After: (suffix: Uint8Array) => Uint8Array): void {
  const inner = packet as unknown as { toHash: (...args: unknown[]) => Uint8Array | undefined; hash: () => Promise<Uint8Array> };
  const toHash = inner.toHash.bind(packet);
  // Of no data, what is hashed is what follows data: the packet's own fields.
  inner.hash = async () => sha512After(toHash(openpgp.enums.signature.binary, empty, true) ?? new Uint8Array(0));
  // Nothing to hash makes the library sign the digest.
  inner.toHash = () => undefined;
}

import { dearmor } from "./armor";
import type { OpenPgp, SignaturePacket } from "./library";
import { MAX_SIGNATURE_BYTES, beginningOf, malformed, missing } from "./signature-error";

const ALLOWED = "an OpenPGP signature, binary or armored";

/**
 * The signatures in a file, in their order.
 *
 * @throws FlatcarError `signature-missing`, `signature-malformed`
 */
export async function readSignatureFile(pgp: OpenPgp, bytes: Uint8Array, file: string): Promise<readonly SignaturePacket[]> {
  if (bytes.length > MAX_SIGNATURE_BYTES) throw malformed(file, `${bytes.length} bytes`, `at most ${MAX_SIGNATURE_BYTES} bytes`);
  const binary = isBinary(bytes) ? bytes : dearmored(bytes, file);
  if (binary.length === 0) throw missing(file, bytes, ALLOWED);
  let packets: readonly SignaturePacket[];
  try {
    packets = await pgp.readSignatures(binary);
  } catch {
    throw malformed(file, beginningOf(bytes), ALLOWED);
  }
  if (packets.length === 0) throw malformed(file, beginningOf(bytes), `${ALLOWED}, of version 4 and by an algorithm that is known`);
  return packets;
}

function dearmored(bytes: Uint8Array, file: string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  // A page about an error, most of the time.
  if (!text.includes("-----BEGIN PGP SIGNATURE-----")) throw missing(file, bytes, ALLOWED);
  return dearmor(text, "SIGNATURE", (received, allowed) => malformed(file, received, allowed));
}

// Every packet begins with its first bit set, which no letter has.
function isBinary(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes[0] >= 0x80;
}

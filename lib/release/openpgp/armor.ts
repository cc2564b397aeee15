import { FlatcarError } from "../../errors";

/** What armored text holds. */
export type ArmorType = "SIGNATURE" | "PUBLIC KEY BLOCK";

// What JavaScript takes for white space beside these is none to others.
const TRAILING = /[ \t\r]+$/;
const HEADER = /^[A-Za-z][A-Za-z-]*: .*$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const CHECKSUM = /^=[A-Za-z0-9+/]{4}$/;

/**
 * The bytes in armored text: one block, with nothing but white space before and after it. The library's own reader takes what stands
 * around a block, several of them, and a checksum that is wrong.
 *
 * @param fault makes the error of what came and what is allowed
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-6
 */
export function dearmor(text: string, type: ArmorType, fault: (received: unknown, allowed: string) => FlatcarError): Uint8Array {
  const [begin, end] = [`-----BEGIN PGP ${type}-----`, `-----END PGP ${type}-----`];
  const lines = text.split("\n").map((line) => line.replace(TRAILING, ""));
  while (lines[0] === "") lines.shift();
  while (lines[lines.length - 1] === "") lines.pop();
  if (lines[0] !== begin) throw fault(lines[0], begin);
  if (lines[lines.length - 1] !== end) throw fault(lines[lines.length - 1], `${end} as the last line`);
  const empty = lines.indexOf("");
  if (empty < 0) throw fault("no empty line", "an empty line between the headers and the data of an armored block");
  const foreign = lines.slice(1, empty).find((line) => !HEADER.test(line));
  if (foreign !== undefined) throw fault(foreign, "armor headers such as Comment: text");
  const body = lines.slice(empty + 1, -1);
  const checksum = CHECKSUM.test(body[body.length - 1] ?? "") ? body.pop()?.slice(1) : undefined;
  const base64 = body.join("");
  const bytes = Buffer.from(base64, "base64");
  // What Node.js leaves out of its reading shows in what it writes.
  if (!BASE64.test(base64) || bytes.toString("base64") !== base64) throw fault("data that is no Base64", "Base64 of one block");
  if (checksum !== undefined && checksum !== crc24(bytes)) throw fault(`checksum ${checksum}`, `${crc24(bytes)}, which the data has`);
  return bytes;
}

/** The checksum of armored data in Base64: https://www.rfc-editor.org/rfc/rfc9580#section-6.1.1 */
function crc24(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= 0x1864cfb;
    }
  }
  return Buffer.from([crc >> 16, crc >> 8, crc]).toString("base64");
}

import { createHash } from "crypto";

/** A whole number below 2^32 by a hash of what names something: the same in every run and on every machine. */
export function hashedNumber(stack: string, name: string): number {
  return createHash("sha256").update(`${stack}\u0000${name}`).digest().readUInt32BE(0);
}

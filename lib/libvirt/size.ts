import { Op, Token } from "cdktf";
import { isToken } from "../pool/tokens";

const GIB = 1024 ** 3;

/** GiB as the bytes that the provider counts in. A value known only at apply is multiplied by Terraform. */
export function gibToBytes(gib: number): number {
  return isToken(gib) ? Token.asNumber(Op.mul(gib, GIB)) : gib * GIB;
}

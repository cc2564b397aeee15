import { FlatcarError } from "../errors";
import { isToken } from "../pool/tokens";
import { Architecture } from "../release";

// Hetzner names a series by letters and a size by digits: cax are the Ampere (arm) machines, the other cloud series are x86.
// https://docs.hetzner.com/cloud/servers/overview
const ARM = /^cax\d+$/;
const X86 = /^(cx|cpx|ccx)\d+$/;

/**
 * The architecture of a pool's server types, checked against the one that was asked for.
 *
 * @param asked the pool's `architecture`, where given
 * @param types subject (which prop) and server type, one for each that the pool uses; tokens tell nothing
 * @throws FlatcarError `server-type-architecture` where a type contradicts; `server-type-unknown` where nothing tells the architecture
 */
export function architectureOf(
  asked: Architecture | undefined,
  types: ReadonlyArray<readonly [subject: string, type: string]>,
): Architecture {
  let known = asked;
  let by = "architecture";
  for (const [subject, type] of types) {
    const derived = isToken(type) ? undefined : derivedArchitecture(type);
    if (derived === undefined) continue;
    if (known !== undefined && known !== derived) {
      throw new FlatcarError({
        code: "server-type-architecture",
        subject,
        received: `${type}, which is ${derived.name}`,
        allowed: `server types that are ${known.name}, as ${by} says: ${known === Architecture.ARM64 ? "cax" : "cx, cpx, ccx"}`,
        mend: "machines of two architectures boot two images: make a pool for each",
      });
    }
    if (known === undefined) [known, by] = [derived, subject];
  }
  if (known !== undefined) return known;
  throw new FlatcarError({
    code: "server-type-unknown",
    subject: types[0]?.[0] ?? "serverType",
    received: types[0]?.[1],
    allowed: "a server type whose series tells its architecture: cx, cpx, ccx (amd64), cax (arm64)",
    mend: "give 'architecture' for a type of another series, or for one known only at apply",
  });
}

function derivedArchitecture(type: string): Architecture | undefined {
  if (ARM.test(type)) return Architecture.ARM64;
  return X86.test(type) ? Architecture.AMD64 : undefined;
}

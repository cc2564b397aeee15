import { FlatcarError } from "../errors";
import { MachineType, MachineTypeRules, machineArchitecture } from "../pool/machine-architecture";
import { Architecture } from "../release";
import { serverArchitecture } from "./server-series";

const RULES: MachineTypeRules = {
  derive: serverArchitecture,
  contradicted: ([subject, type], derived, known, by) =>
    new FlatcarError({
      code: "server-type-architecture",
      subject,
      received: `${type}, which is ${derived.name}`,
      allowed: `server types that are ${known.name}, as ${by} says: ${known.name === Architecture.ARM64.name ? "cax" : "cx, cpx, ccx"}`,
      mend: "machines of two architectures boot two images: make a pool for each",
    }),
  unknown: (type) =>
    new FlatcarError({
      code: "server-type-unknown",
      subject: type?.[0] ?? "serverType",
      received: type?.[1],
      allowed: "a server type whose series tells its architecture: cx, cpx, ccx (amd64), cax (arm64)",
      mend: "give 'architecture' for a type of another series, or for one known only at apply",
    }),
};

/**
 * The architecture of a pool's server types, checked against the one that was asked for.
 *
 * @param asked the pool's `architecture`, where given
 * @param types which prop, and its server type, one for each that the pool uses
 * @throws FlatcarError `server-type-architecture` where a type contradicts; `server-type-unknown` where nothing tells the architecture
 */
export function architectureOf(asked: Architecture | undefined, types: readonly MachineType[]): Architecture {
  return machineArchitecture(asked, types, RULES);
}

import { FlatcarError } from "../errors";
import { MachineType, MachineTypeRules, machineArchitecture } from "../pool/machine-architecture";
import { hasToken } from "../pool/tokens";
import { Architecture } from "../release";
import { instanceArchitecture } from "./instance-series";

const RULES: MachineTypeRules = {
  derive: instanceArchitecture,
  contradicted: ([subject, type], derived, known, by) =>
    new FlatcarError({
      code: "instance-type-architecture",
      subject,
      received: `${type}, which is ${derived.name}`,
      allowed: `instance types that are ${known.name}, as ${by} says`,
      mend: "machines of two architectures boot two AMIs: make a pool for each",
    }),
  unknown: (type) =>
    new FlatcarError({
      code: "instance-type-unknown",
      subject: type?.[0] ?? "instanceType",
      received: hasToken(type?.[1] ?? "") ? "a type known only at apply" : type?.[1],
      allowed: "an instance type whose name tells its architecture, such as m7i.large (amd64) or m7g.large (arm64)",
      mend: "correct the name, or give 'architecture' for a type known only at apply",
    }),
};

/**
 * The architecture of a pool's instance types, checked against the one that was asked for.
 *
 * @param asked the pool's `architecture`, where given
 * @param types which prop, and its instance type, one for each that the pool uses
 * @throws FlatcarError `instance-type-malformed`; `instance-type-architecture` where a type contradicts; `instance-type-unknown` where nothing tells the
 * architecture
 */
export function architectureOf(asked: Architecture | undefined, types: readonly MachineType[]): Architecture {
  for (const [subject, type] of types) {
    if (hasToken(type) || /^[a-z0-9-]+\.[a-z0-9-]+$/.test(type)) continue;
    throw new FlatcarError({
      code: "instance-type-malformed",
      subject,
      received: type,
      allowed: "a series with its generation, a dot and a size, such as m7g.large",
      mend: "write the type as EC2 does",
    });
  }
  return machineArchitecture(asked, types, RULES);
}

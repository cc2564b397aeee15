import { FlatcarError } from "../errors";
import { MachineType, MachineTypeRules, machineArchitecture } from "../pool/machine-architecture";
import { hasToken } from "../pool/tokens";
import { Architecture } from "../release";

// Series, generation, capabilities, size: m7gd.2xlarge, u-6tb1.metal, c7i-flex.large.
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
const TYPE =
  /^(?<series>[a-z]+)(?:-\d+tb)?(?<generation>\d+)(?<capabilities>[a-z0-9-]*)\.(?:nano|micro|small|medium|\d*x?large|metal(?:-\d+xl)?)$/;

// Capability g is a Graviton, or Grace, processor. The first Graviton had a series of its own, and Macs boot nothing but macOS.
function derive(type: string): Architecture | undefined {
  const { series, capabilities } = TYPE.exec(type)?.groups ?? {};
  if (series === undefined || series === "mac") return undefined;
  return series === "a" || capabilities.includes("g") ? Architecture.ARM64 : Architecture.AMD64;
}

const RULES: MachineTypeRules = {
  derive,
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

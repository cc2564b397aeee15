import { Architecture } from "../release";

// Series, generation, capabilities, size: m7gd.2xlarge, u-6tb1.metal, c7i-flex.large.
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
const TYPE =
  /^(?<series>[a-z]+)(?:-\d+tb)?(?<generation>\d+)(?<capabilities>[a-z0-9-]*)\.(?:nano|micro|small|medium|\d*x?large|metal(?:-\d+xl)?)$/;

/**
 * The architecture that the name of an instance type tells; undefined where it tells none that Flatcar is published for.
 *
 * @param type such as `m7g.large`
 */
export function instanceArchitecture(type: string): Architecture | undefined {
  const { series, capabilities } = TYPE.exec(type)?.groups ?? {};
  // Macs boot nothing but macOS.
  if (series === undefined || series === "mac") return undefined;
  // Capability g is a Graviton, or Grace, processor. The first Graviton had a series of its own.
  return series === "a" || capabilities.includes("g") ? Architecture.ARM64 : Architecture.AMD64;
}

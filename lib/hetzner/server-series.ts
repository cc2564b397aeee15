import { Architecture } from "../release";

// Hetzner names a series by letters and a size by digits: cax are the Ampere (arm) machines, the other cloud series are x86.
// https://docs.hetzner.com/cloud/servers/overview
const ARM = /^cax\d+$/;
const X86 = /^(cx|cpx|ccx)\d+$/;

/**
 * The architecture that the name of a server type tells; undefined for a series that is not known here.
 *
 * @param type such as `cax21`
 */
export function serverArchitecture(type: string): Architecture | undefined {
  if (ARM.test(type)) return Architecture.ARM64;
  return X86.test(type) ? Architecture.AMD64 : undefined;
}

import * as ipaddr from "ipaddr.js";
import { parseIpv4Range } from "./ipv4";

/** Every address there is. */
export const ANYWHERE: readonly string[] = ["0.0.0.0/0", "::/0"];

/** The version of IP that a range in CIDR form is of; undefined where it is none, or has bits set behind its prefix, which platforms refuse. */
export function ipVersionOf(cidr: string): 4 | 6 | undefined {
  if (parseIpv4Range(cidr) !== undefined) return 4;
  if (!ipaddr.IPv6.isValidCIDR(cidr)) return undefined;
  const [address, prefix] = ipaddr.IPv6.parseCIDR(cidr);
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${prefix}`);
  return network.toString() === address.toString() ? 6 : undefined;
}

/** A range in CIDR form in the one spelling that platforms answer with; undefined where it is none or has bits set behind its prefix. */
export function canonicalCidr(cidr: string): string | undefined {
  const version = ipVersionOf(cidr);
  if (version === undefined) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  // https://www.rfc-editor.org/rfc/rfc5952
  return `${address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString()}/${prefix}`;
}

import * as ipaddr from "ipaddr.js";
import { FlatcarError } from "../errors";

/** The IPv4 range of a network. */
export interface Range {
  /** The first address, which is the network's own, as a number. */
  readonly base: number;
  /** How many addresses there are. */
  readonly size: number;
}

/**
 * Reads a range in CIDR form.
 *
 * @throws FlatcarError `cidr`
 */
export function parseRange(cidr: string): Range {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) {
    const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
    const network = ipaddr.IPv4.networkAddressFromCIDR(cidr);
    if (prefix >= 8 && prefix <= 28 && network.toString() === address.toString())
      return { base: toNumber(network), size: 2 ** (32 - prefix) };
  }
  throw new FlatcarError({
    code: "cidr",
    subject: "the range of a network",
    received: cidr,
    allowed: "an IPv4 range in CIDR form, /8 to /28, with no bits behind its prefix",
    mend: "write it like 10.17.3.0/24",
  });
}

/** Whether two ranges have an address in common. */
export function overlap(one: Range, other: Range): boolean {
  return one.base < other.base + other.size && other.base < one.base + one.size;
}

/** Reads an IPv4 address in four parts as a number; undefined where it is none. */
export function parseIpv4(address: string): number | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(address) ? toNumber(ipaddr.IPv4.parse(address)) : undefined;
}

/** An address as text. */
export function ipv4Text(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) & 255).join(".");
}

function toNumber(ip: ipaddr.IPv4): number {
  return ip.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

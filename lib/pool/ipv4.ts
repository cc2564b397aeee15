import * as ipaddr from "ipaddr.js";
import { FlatcarError } from "../errors";

/** A range of IPv4 addresses, as numbers. */
export interface Ipv4Range {
  /** The first address, which is the range's own. */
  readonly base: number;
  /** How many addresses there are. */
  readonly size: number;
  /** How many bits of an address the range has in common, 0 to 32. */
  readonly prefix: number;
}

/** Reads a range in CIDR form; undefined where it is none, or has bits set behind its prefix. */
export function parseIpv4Range(cidr: string): Ipv4Range | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - prefix);
  const base = toNumber(address);
  return base % size === 0 ? { base, size, prefix } : undefined;
}

/** Whether two ranges have an address in common. */
export function rangesOverlap(one: Ipv4Range, other: Ipv4Range): boolean {
  return one.base < other.base + other.size && other.base < one.base + one.size;
}

/** Whether an address is one of a range's. */
export function isInRange(address: number, { base, size }: Ipv4Range): boolean {
  return address >= base && address < base + size;
}

/** Reads an IPv4 address in four parts as a number; undefined where it is none. */
export function parseIpv4(address: string): number | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(address) ? toNumber(ipaddr.IPv4.parse(address)) : undefined;
}

/**
 * Reads an IPv4 address that somebody gave.
 *
 * @param example one that would do
 * @throws FlatcarError `address-malformed`
 */
export function checkedIpv4(subject: string, address: string, example: string): number {
  const number = parseIpv4(address);
  if (number !== undefined) return number;
  throw new FlatcarError({
    code: "address-malformed",
    subject,
    received: address,
    allowed: "an IPv4 address in four parts",
    mend: `write it like ${example}`,
  });
}

/** An address as text. */
export function ipv4Text(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) & 255).join(".");
}

function toNumber(ip: ipaddr.IPv4): number {
  return ip.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

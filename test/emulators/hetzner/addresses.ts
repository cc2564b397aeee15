import { isIPv4, isIPv6 } from "node:net";

/** A block of addresses with empty host bits. Addresses are numbers, so that ranges compare and count. */
export interface Cidr {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

export function parseIpv4(text: string): bigint | undefined {
  if (!isIPv4(text)) return undefined;
  return text.split(".").reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

export function formatIpv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join(".");
}

function parseIpv6(text: string): bigint | undefined {
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const [head, tail] = canonicalIpv6(text).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = new Array<string>(tail === undefined ? 0 : 8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** The form of RFC 5952, which is also how a URL writes an IPv6 host. */
function canonicalIpv6(text: string): string {
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

function formatIpv6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return canonicalIpv6(groups.join(":"));
}

/** A CIDR block, or nothing where the text is none or has host bits set. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const v4 = parseIpv4(match[1]);
  const address = v4 ?? parseIpv6(match[1]);
  if (address === undefined) return undefined;
  const version = v4 === undefined ? 6 : 4;
  const width = version === 4 ? 32 : 128;
  const prefix = Number(match[2]);
  if (prefix > width) return undefined;
  const size = 1n << BigInt(width - prefix);
  if (address % size !== 0n) return undefined;
  return { version, first: address, last: address + size - 1n, prefix };
}

/** A block that was checked before. @throws RangeError where it is none */
export function cidr(text: string): Cidr {
  const block = parseCidr(text);
  if (block === undefined) throw new RangeError(`"${text}" is no CIDR block`);
  return block;
}

/** An IPv4 address that was checked before. @throws RangeError where it is none */
export function ipv4(text: string): bigint {
  const address = parseIpv4(text);
  if (address === undefined) throw new RangeError(`"${text}" is no IPv4 address`);
  return address;
}

export function formatCidr(block: Cidr): string {
  return `${block.version === 4 ? formatIpv4(block.first) : formatIpv6(block.first)}/${block.prefix}`;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

export function hasAddress(block: Cidr, address: bigint): boolean {
  return block.first <= address && address <= block.last;
}

const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Whether a block lies in one of the private IPv4 ranges of RFC 1918. */
export function isPrivate(block: Cidr): boolean {
  return PRIVATE_RANGES.some((range) => contains(cidr(range), block));
}

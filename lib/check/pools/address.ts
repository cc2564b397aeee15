import * as ipaddr from "ipaddr.js";

/** An address that a machine is reached at. */
export interface NodeAddress {
  /** In the usual spelling. */
  readonly address: string;
  /** Whether it is known outside of its network. */
  readonly scope: "public" | "private";
}

const PRIVATE = new Set(["private", "uniqueLocal", "carrierGradeNat"]);
// Of the machine that asks, of everybody, or of nobody.
const NOWHERE = new Set(["unspecified", "broadcast", "multicast", "linkLocal", "loopback"]);

/** An address of a machine; undefined for what is none that one machine reaches another at. */
export function addressOf(value: unknown): NodeAddress | undefined {
  if (typeof value !== "string") return undefined;
  // ipaddr.js takes 10.1 for an address, as C does.
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value);
  if (!isAddress || value.includes("%")) return undefined;
  const parsed = ipaddr.parse(value);
  const range = parsed.range();
  if (NOWHERE.has(range)) return undefined;
  return { address: parsed.toString(), scope: PRIVATE.has(range) ? "private" : "public" };
}

/** Addresses without repetitions, best first: public before private, IPv4 before IPv6, and else in the order given. */
export function byPreference(addresses: readonly NodeAddress[]): NodeAddress[] {
  const all = new Map(addresses.map((each) => [each.address, each]));
  return [...all.values()]
    .map((each) => ({ each, rank: rankOf(each) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each }) => each);
}

function rankOf({ address, scope }: NodeAddress): number {
  return (scope === "public" ? 0 : 2) + (address.includes(":") ? 1 : 0);
}

import * as ipaddr from "ipaddr.js";

/**
 * Ranges of addresses that no one reaches from beyond: https://www.iana.org/assignments/iana-ipv4-special-registry and
 * https://www.iana.org/assignments/iana-ipv6-special-registry, by the names that ipaddr.js has for them.
 */
const LOCAL_RANGES: readonly string[] = ["loopback", "private", "linkLocal", "carrierGradeNat", "uniqueLocal"];

/**
 * Endings of names that no public DNS answers: https://www.iana.org/assignments/special-use-domain-names, `.internal` by ICANN's resolution
 * of 2024-07-29, and `.lan`, which is delegated to nobody and which many routers use.
 */
const LOCAL_ENDINGS: readonly string[] = ["local", "internal", "lan", "home.arpa", "test", "localhost"];

/**
 * Whether a host of a URL is in the local network as far as its name tells: an address of a private range, a name without dots, or one
 * with an ending that no public DNS has.
 *
 * @param host as in a URL, an IPv6 address in brackets or without
 */
export function isLocalHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(bare)) return LOCAL_RANGES.includes(ipaddr.process(bare).range());
  const name = bare.toLowerCase().replace(/\.$/, "");
  return !name.includes(".") || LOCAL_ENDINGS.some((ending) => name.endsWith(`.${ending}`));
}

/** Whether a URL is fetched in plain http from beyond the local network. Never of what is no URL, or not known yet. */
export function isPlainFromBeyond(url: string): boolean {
  // Not of text that holds an expression: a token, or a variable that iPXE fills in.
  if (url.includes("${") || !/^http:\/\//i.test(url)) return false;
  return !isLocalHost(new URL(url).hostname);
}

import { createHash } from "crypto";
import { FlatcarError } from "../errors";
import { parseMac } from "../pool/mac-address";
import { hasToken } from "../pool/tokens";

/**
 * The MAC address of a node: locally administered, unicast, and 46 bits of a hash of what names the node. The same node has the
 * same address in every run and on every machine, so that its reservation and its place in the network are known at plan.
 *
 * @param stack the stack's id
 * @param node the node's name, which is unique in its stack
 */
export function macAddress(stack: string, node: string): string {
  const hash = createHash("sha256").update(`${stack}\u0000${node}`).digest().subarray(0, 6);
  // Of the first byte, bit 0 set would mean multicast, and bit 1 says that no vendor gave the address.
  hash[0] = (hash[0] & 0xfc) | 0x02;
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/**
 * The MAC address that a node is given, in the form in which libvirt writes it.
 *
 * @throws FlatcarError `mac-address`
 */
export function checkedMac(stack: string, node: string, mac: string): string {
  if (hasToken(mac)) return mac;
  const written = parseMac(mac);
  if (written !== undefined) return written;
  throw new FlatcarError({
    code: "mac-address",
    subject: `nodes.${node}.mac`,
    received: mac,
    allowed: "six pairs of hexadecimal digits, of one machine (the first byte even)",
    mend: `write it like ${macAddress(stack, node)}, or leave it out for that one`,
  });
}

import { createHash } from "crypto";

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

import { blocks } from "../model/group-fate";
import { PlanChange, isCreatedFirst } from "../plan/plan";
import type { JsonObject } from "../record";

/**
 * Addresses that one machine has at a time, by type: primary IPs, and private addresses that are chosen.
 *
 * @see https://docs.hetzner.com/cloud/servers/primary-ips/overview
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
const ADDRESSES: { readonly [type: string]: (machine: JsonObject) => unknown[] } = {
  hcloud_server: (server) => [
    ...blocks(server.public_net).flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]),
    ...blocks(server.network).map(({ ip }) => ip),
  ],
  aws_instance: ({ private_ip: privateIp }) => [privateIp],
};

/** Whether a plan makes a new machine, before the old one is destroyed, with an address that this one has. */
export function isAddressTaken(change: PlanChange): boolean {
  const { type, before, after } = change;
  if (!isCreatedFirst(change) || !Object.hasOwn(ADDRESSES, type)) return false;
  const taken = ADDRESSES[type](before).filter(isAddress);
  return ADDRESSES[type](after).some((address) => isAddress(address) && taken.includes(address));
}

// 0 stands for none.
function isAddress(value: unknown): boolean {
  return (typeof value === "number" && value > 0) || (typeof value === "string" && value !== "");
}

import { JsonObject, isRecord } from "../record";
import { NodeAddress, addressOf } from "./address";

type Read = (attributes: JsonObject) => readonly unknown[];

const of =
  (...names: string[]): Read =>
  (attributes) =>
    names.flatMap((name) => listOf(attributes[name]));

const within =
  (block: string, name: string): Read =>
  (attributes) =>
    listOf(attributes[block]).flatMap((entry) => (isRecord(entry) ? listOf(entry[name]) : []));

/**
 * Where resources keep the addresses of machines, best first. (A primary IP of version 6 names the network that Hetzner routes to the server; the
 * server's own address is in it.)
 *
 * @see https://registry.terraform.io/providers/hetznercloud/hcloud/latest/docs/resources/primary_ip
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eip
 * @see https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.8.3/website/docs/r/domain.html.markdown
 */
const ADDRESSES: { readonly [type: string]: Read } = {
  hcloud_primary_ip: (attributes) => (attributes.type === "ipv4" ? listOf(attributes.ip_address) : []),
  hcloud_server: (attributes) => [...of("ipv4_address", "ipv6_address")(attributes), ...within("network", "ip")(attributes)],
  hcloud_server_network: of("ip"),
  aws_eip: of("public_ip"),
  aws_instance: of("public_ip", "private_ip", "ipv6_addresses"),
  libvirt_domain: within("network_interface", "addresses"),
};

/** Types that a stack's JSON holds the addresses of before anything is applied. On other platforms the one that counts is made by the cloud. */
const KNOWN_AT_PLAN = ["libvirt_domain"];

/** The addresses in the attributes of a resource of a state. */
export function addressesIn(type: string, attributes: JsonObject): NodeAddress[] {
  const read = Object.hasOwn(ADDRESSES, type) ? ADDRESSES[type](attributes) : [];
  return read.flatMap((value) => addressOf(value) ?? []);
}

/** The addresses in a resource of a stack's JSON, where they are decided there. */
export function addressesAtPlan(type: string, attributes: JsonObject): NodeAddress[] {
  return KNOWN_AT_PLAN.includes(type) ? addressesIn(type, attributes) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

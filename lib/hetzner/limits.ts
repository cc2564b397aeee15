/**
 * Bytes of user data that Hetzner Cloud takes; the provider checks the same number
 * (https://github.com/hetznercloud/terraform-provider-hcloud/blob/main/docs/resources/server.md).
 */
export const HETZNER_USER_DATA_LIMIT = 32_768;

/** Servers in one spread placement group (https://docs.hetzner.com/cloud/placement-groups/overview). */
export const HETZNER_PLACEMENT_GROUP_LIMIT = 10;

/** Servers attached to one network (https://docs.hetzner.com/networking/networks/faq). */
export const HETZNER_NETWORK_LIMIT = 100;

/** Subnets of one network (https://docs.hetzner.com/networking/networks/overview). */
export const HETZNER_SUBNET_LIMIT = 50;

/** Rules in one firewall, both directions together (https://docs.hetzner.com/cloud/firewalls/overview#limits). */
export const HETZNER_FIREWALL_RULE_LIMIT = 50;

export { HETZNER_LABEL_LIMIT } from "../release/hetzner-labels";

/** Characters of a server's name, which is a host name (RFC 1123). */
export const HETZNER_NAME_LIMIT = 63;

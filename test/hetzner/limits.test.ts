import { expect, test } from "vitest";
import * as hetzner from "../../lib/hetzner";

// The numbers are the platform's, not ours: a change of one has to be meant.
test("the limits are Hetzner's", () => {
  expect({
    userData: hetzner.HETZNER_USER_DATA_LIMIT,
    placementGroup: hetzner.HETZNER_PLACEMENT_GROUP_LIMIT,
    network: hetzner.HETZNER_NETWORK_LIMIT,
    subnets: hetzner.HETZNER_SUBNET_LIMIT,
    firewallRules: hetzner.HETZNER_FIREWALL_RULE_LIMIT,
    label: hetzner.HETZNER_LABEL_LIMIT,
    name: hetzner.HETZNER_NAME_LIMIT,
  }).toEqual({ userData: 32 * 1024, placementGroup: 10, network: 100, subnets: 50, firewallRules: 50, label: 63, name: 63 });
});

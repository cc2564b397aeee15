import { expect, test } from "vitest";
import { HetznerSubnet } from "../../lib/hetzner";
import { thrown } from "../support";
import { byName, pool, serverOf, synthesisePool } from "./pool";

const subnet = HetznerSubnet.fromAttributes({ subnetId: "7-10.0.1.0/24" });
const ipv4 = expect.stringMatching(/^\$\{hcloud_primary_ip\.web_a_PrimaryIpv4_\w+\.id\}$/);
const ipv6 = expect.stringMatching(/^\$\{hcloud_primary_ip\.web_a_PrimaryIpv6_\w+\.id\}$/);

test("both are made as addresses of their own, which the server lets go of before they go", () => {
  const json = synthesisePool({ labels: { tier: "1" } });
  expect(byName(json, "hcloud_primary_ip")).toEqual({
    "stack-a-fsn1-ipv4": {
      name: "stack-a-fsn1-ipv4",
      type: "ipv4",
      location: "fsn1",
      auto_delete: false,
      delete_protection: false,
      labels: { tier: "1", "flatcar-pool": "web" },
      lifecycle: { create_before_destroy: true },
      "//": expect.anything(),
    },
    "stack-a-fsn1-ipv6": expect.objectContaining({ type: "ipv6" }),
  });
  expect(serverOf(json).public_net).toEqual([{ ipv4_enabled: true, ipv4, ipv6_enabled: true, ipv6 }]);
});

test.each([
  [{ retainPublicIps: false }, { ipv4_enabled: true, ipv4: 0, ipv6_enabled: true, ipv6: 0 }],
  [{ publicIpv4: false }, { ipv4_enabled: false, ipv4: 0, ipv6_enabled: true, ipv6 }],
  [{ publicIpv6: false }, { ipv4_enabled: true, ipv4, ipv6_enabled: false, ipv6: 0 }],
  [
    { publicIpv4: false, publicIpv6: false, subnet },
    { ipv4_enabled: false, ipv4: 0, ipv6_enabled: false, ipv6: 0 },
  ],
])("%j leaves addresses out, and says so with a zero, which the provider does not pass over", (props, block) => {
  expect(serverOf(synthesisePool(props)).public_net).toEqual([block]);
});

test("a server without a public interface has no firewalls", () => {
  const json = synthesisePool({ publicIpv4: false, publicIpv6: false, subnet, firewallIds: [7] });
  expect(serverOf(json).firewall_ids).toEqual([]);
  expect(serverOf(synthesisePool({ publicIpv4: false, firewallIds: [7] })).firewall_ids).toHaveLength(2);
});

test("a server without any network is refused: Hetzner does not start it", () => {
  const error = thrown(() => pool({ publicIpv4: false, publicIpv6: false }));
  expect(error).toMatchObject({ code: "server-without-network", path: "stack/web" });
});

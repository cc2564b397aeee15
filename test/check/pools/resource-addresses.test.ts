import { expect, test } from "vitest";
import { addressesAtPlan, addressesIn } from "../../../lib/check/pools/resource-addresses";

test.each([
  ["hcloud_primary_ip", { type: "ipv4", ip_address: "192.0.2.1", ip_network: "" }, ["192.0.2.1"]],
  ["hcloud_primary_ip", { type: "ipv6", ip_address: "2001:db8::", ip_network: "2001:db8::/64" }, []],
  [
    "hcloud_server",
    { ipv4_address: "192.0.2.1", ipv6_address: "2001:db8::1", network: [{ ip: "10.0.1.2" }, { ip: "10.0.2.2" }] },
    ["192.0.2.1", "2001:db8::1", "10.0.1.2", "10.0.2.2"],
  ],
  ["hcloud_server", { ipv4_address: "", ipv6_address: null, network: [] }, []],
  ["hcloud_server_network", { ip: "10.0.1.2" }, ["10.0.1.2"]],
  ["aws_eip", { public_ip: "192.0.2.1", private_ip: "10.0.0.1" }, ["192.0.2.1"]],
  ["aws_instance", { public_ip: "", private_ip: "10.0.0.1", ipv6_addresses: ["2001:db8::1"] }, ["10.0.0.1", "2001:db8::1"]],
  ["libvirt_domain", { network_interface: [{ addresses: ["10.17.3.10"] }, { addresses: null }, null] }, ["10.17.3.10"]],
  ["matchbox_group", { selector: { mac: "52:54:00:00:00:01" } }, []],
  ["constructor", { ip: "192.0.2.1" }, []],
])("%s with %j has the addresses %j", (type, attributes, addresses) => {
  expect(addressesIn(type, attributes).map(({ address }) => address)).toEqual(addresses);
});

test("before an apply only what is decided in the stack counts: elsewhere there may be another address to come, and a better one", () => {
  const interfaces = [{ addresses: ["10.17.3.10"] }];
  expect(addressesAtPlan("libvirt_domain", { network_interface: interfaces })).toEqual([{ address: "10.17.3.10", scope: "private" }]);
  expect(addressesAtPlan("libvirt_domain", { network_interface: [{ addresses: ["${var.address}"] }] })).toEqual([]);
  expect(addressesAtPlan("hcloud_server", { network: [{ ip: "10.0.1.2" }] })).toEqual([]);
});

import { expect, test } from "vitest";
import { Fault, type HetznerEmulator } from "..";
import { createServer, ok, refused, startEmulator } from "../testing";

const subnet = (ipRange: string, zone = "eu-central"): object => ({ type: "cloud", ip_range: ipRange, network_zone: zone });

async function network(emulator: HetznerEmulator, more: object = {}): Promise<string> {
  await ok(emulator, "POST", "/networks", { name: "n", ip_range: "10.0.0.0/16", ...more });
  return `/networks/${emulator.networks.at(-1)?.id}`;
}

test("a network and its subnets live and go", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator, { labels: { a: "b" } });
  await ok(emulator, "POST", `${path}/actions/add_subnet`, subnet("10.0.1.0/24"));
  expect((await ok(emulator, "GET", path)).json).toMatchObject({
    network: {
      name: "n",
      ip_range: "10.0.0.0/16",
      labels: { a: "b" },
      subnets: [{ type: "cloud", ip_range: "10.0.1.0/24", network_zone: "eu-central", gateway: "10.0.0.1" }],
      routes: [],
      servers: [],
      protection: { delete: false },
      expose_routes_to_vswitch: false,
    },
  });
  await ok(emulator, "PUT", path, { name: "m", labels: {}, expose_routes_to_vswitch: true });
  expect(emulator.networks).toMatchObject([{ name: "m", labels: {}, exposeRoutesToVswitch: true }]);
  await ok(emulator, "POST", `${path}/actions/delete_subnet`, { ip_range: "10.0.1.0/24" });
  expect(emulator.networks[0].subnets).toEqual([]);
  await ok(emulator, "DELETE", path);
  expect(emulator.networks).toEqual([]);
});

test("a subnet without a range gets the first free /24", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator, { subnets: [subnet("10.0.0.0/23")] });
  await ok(emulator, "POST", `${path}/actions/add_subnet`, { type: "cloud", network_zone: "eu-central" });
  expect(emulator.networks[0].subnets[1].ipRange).toBe("10.0.2.0/24");
});

test.each([
  ["outside of the network", subnet("10.1.0.0/24")],
  ["overlapping another", subnet("10.0.0.128/25")],
  ["smaller than /30", subnet("10.0.5.0/31")],
  ["with host bits", subnet("10.0.5.1/24")],
  ["in an unknown zone", subnet("10.0.5.0/24", "mars")],
  ["of an unknown type", { ...subnet("10.0.5.0/24"), type: "vpn" }],
])("a subnet %s is refused", async (_, body) => {
  const emulator = await startEmulator();
  const path = await network(emulator, { subnets: [subnet("10.0.0.0/24")] });
  await refused(emulator, "POST", `${path}/actions/add_subnet`, body, 422, "invalid_input");
});

test("a network holds fifty subnets", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator, { subnets: Array.from({ length: 50 }, (_, i) => subnet(`10.0.${i}.0/24`)) });
  await refused(emulator, "POST", `${path}/actions/add_subnet`, subnet("10.0.60.0/24"), 403, "resource_limit_exceeded");
});

test.each([
  ["public", "8.8.0.0/16"],
  ["smaller than /24", "10.0.0.0/25"],
  ["of IPv6", "fd00::/64"],
  ["no range", "10.0.0.0"],
])("a network with a range that is %s is refused", async (_, ipRange) => {
  const emulator = await startEmulator();
  await refused(emulator, "POST", "/networks", { name: "n", ip_range: ipRange }, 422, "invalid_input");
});

test("names are unique", async () => {
  const emulator = await startEmulator();
  await network(emulator);
  await refused(emulator, "POST", "/networks", { name: "n", ip_range: "10.1.0.0/16" }, 409, "uniqueness_error");
  await refused(emulator, "POST", "/networks", { name: "", ip_range: "10.1.0.0/16" }, 422, "invalid_input");
});

test("a subnet with servers in it is not deleted, in words the provider looks for", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator, { subnets: [subnet("10.0.1.0/24"), subnet("10.0.2.0/24")] });
  const { id } = await createServer(emulator, "a");
  await ok(emulator, "POST", `/servers/${id}/actions/attach_to_network`, { network: 60001, ip: "10.0.1.5" });
  const body = { ip_range: "10.0.1.0/24" };
  expect(await refused(emulator, "POST", `${path}/actions/delete_subnet`, body, 422, "service_error")).toContain("servers are attached");
  await ok(emulator, "POST", `${path}/actions/delete_subnet`, { ip_range: "10.0.2.0/24" });
  await refused(emulator, "POST", `${path}/actions/delete_subnet`, { ip_range: "10.0.2.0/24" }, 404, "not_found");
});

test("deleting a network detaches its servers", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator, { subnets: [subnet("10.0.1.0/24")] });
  const server = await createServer(emulator, "a", { networks: [60001] });
  await ok(emulator, "DELETE", path);
  expect(server.privateNets).toEqual([]);
});

test("a protected network is not deleted", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator);
  await ok(emulator, "POST", `${path}/actions/change_protection`, { delete: true });
  await refused(emulator, "DELETE", path, undefined, 423, "protected");
  await ok(emulator, "POST", `${path}/actions/change_protection`, { delete: false });
  await ok(emulator, "DELETE", path);
});

test("a network that is being changed is in conflict until somebody tried again", async () => {
  const emulator = await startEmulator();
  const path = await network(emulator);
  emulator.inject(Fault.actionRunning(1, { path: "/networks/*/actions/add_subnet" }));
  await ok(emulator, "POST", `${path}/actions/add_subnet`, subnet("10.0.1.0/24"));
  await refused(emulator, "POST", `${path}/actions/add_subnet`, subnet("10.0.2.0/24"), 409, "conflict");
  await ok(emulator, "POST", `${path}/actions/add_subnet`, subnet("10.0.2.0/24"));
  expect(emulator.networks[0].subnets.map((s) => s.ipRange)).toEqual(["10.0.1.0/24", "10.0.2.0/24"]);
});

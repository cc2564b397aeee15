import { describe, expect, test } from "vitest";
import { bootId, Fault } from "..";
import { createServer, events, newServer, ok, refused, startEmulator } from "../testing";

test("a server is made, runs, and has addresses of its own that go with it", async () => {
  const emulator = await startEmulator();
  const answer = await ok(emulator, "POST", "/servers", newServer("web-0", { labels: { pool: "web" }, user_data: "{}" }));
  expect(answer).toMatchObject({
    status: 201,
    json: {
      server: { name: "web-0", status: "running" },
      action: { command: "create_server" },
      next_actions: [{ command: "start_server" }],
    },
  });
  const server = emulator.server("web-0");
  expect(server).toMatchObject({ userData: "{}", labels: { pool: "web" }, boots: 1, primaryDiskSize: 40 });
  expect(bootId(server)).toBe(`${server.id}-1`);
  expect(emulator.primaryIps).toMatchObject([
    { type: "ipv4", assigneeId: server.id, autoDelete: true },
    { type: "ipv6", assigneeId: server.id, autoDelete: true },
  ]);
  await ok(emulator, "DELETE", `/servers/${server.id}`);
  expect([emulator.servers, emulator.primaryIps]).toEqual([[], []]);
  expect(events(emulator)).toEqual(["web-0 created", "web-0 poweron", "web-0 deleted"]);
  await refused(emulator, "GET", `/servers/${server.id}`, undefined, 404, "not_found");
});

test("a server answers with all that the provider reads", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  expect((await ok(emulator, "GET", `/servers/${id}`)).json).toMatchObject({
    server: {
      public_net: { ipv4: { id: 70001, ip: "198.18.0.1" }, ipv6: { id: 70002, ip: "2001:db8:1::/64" }, firewalls: [] },
      private_net: [],
      server_type: { name: "cx23", architecture: "x86", disk: 40 },
      location: { name: "fsn1", network_zone: "eu-central" },
      image: { id: 20001, type: "snapshot", name: null },
      protection: { delete: false, rebuild: false },
      placement_group: null,
      backup_window: null,
      primary_disk_size: 40,
      locked: false,
    },
  });
});

test("primary IPs a user made outlive the server", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/primary_ips", { name: "v4", type: "ipv4", location: "fsn1" });
  const [ip] = emulator.primaryIps;
  const first = await createServer(emulator, "a", { public_net: { enable_ipv4: true, enable_ipv6: false, ipv4: ip.id } });
  expect(emulator.primaryIps).toEqual([ip]);
  expect(ip.assigneeId).toBe(first.id);
  await ok(emulator, "DELETE", `/servers/${first.id}`);
  expect(ip.assigneeId).toBeNull();
  const second = await createServer(emulator, "a", { public_net: { enable_ipv4: true, enable_ipv6: false, ipv4: ip.id } });
  expect(ip.assigneeId).toBe(second.id);
  expect(second.id).not.toBe(first.id);
});

test("a server can be made without starting it", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a", { start_after_create: false });
  expect([server.status, server.boots, bootId(server)]).toEqual(["off", 0, undefined]);
});

test("a server can join networks when it is made", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/networks", {
    name: "n",
    ip_range: "10.0.0.0/16",
    subnets: [{ type: "cloud", ip_range: "10.0.0.0/24", network_zone: "eu-central" }],
  });
  const server = await createServer(emulator, "a", { networks: [60001], public_net: { enable_ipv4: false, enable_ipv6: false } });
  expect(server.privateNets).toMatchObject([{ networkId: 60001, ip: "10.0.0.2", aliasIps: [] }]);
});

test("a network that cannot be joined leaves no server behind", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/networks", { name: "n", ip_range: "10.0.0.0/16" });
  await refused(emulator, "POST", "/servers", newServer("a", { networks: [60001] }), 422, "no_subnet_available");
  expect([emulator.servers, emulator.primaryIps]).toEqual([[], []]);
});

test("the name and the labels can change, and no machine is touched", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  await ok(emulator, "PUT", `/servers/${id}`, { name: "b" });
  await ok(emulator, "PUT", `/servers/${id}`, { labels: { x: "y" } });
  expect(emulator.server("b")).toMatchObject({ labels: { x: "y" }, boots: 1 });
  expect(events(emulator)).toEqual(["a created", "a poweron"]);
});

test("names are unique in the project", async () => {
  const emulator = await startEmulator();
  await createServer(emulator, "a");
  const { id } = await createServer(emulator, "b");
  await refused(emulator, "POST", "/servers", newServer("a"), 409, "uniqueness_error");
  await refused(emulator, "PUT", `/servers/${id}`, { name: "a" }, 409, "uniqueness_error");
  await ok(emulator, "PUT", `/servers/${id}`, { name: "b" });
});

test("an image is found by ID, or by name and the architecture of the type", async () => {
  const emulator = await startEmulator();
  emulator.addImage({ type: "system", name: "debian-13", architecture: "x86" });
  const arm = emulator.addImage({ type: "system", name: "debian-13", architecture: "arm" });
  const server = await createServer(emulator, "a", { server_type: "cax11", image: "debian-13" });
  expect(server.image).toBe(arm);
});

test("without a location the one of its primary IP is taken", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/primary_ips", { name: "v4", type: "ipv4", location: "hel1" });
  const server = await createServer(emulator, "a", { location: undefined, public_net: { ipv4: emulator.primaryIps[0].id } });
  expect(server.location.name).toBe("hel1");
});

test("user data of exactly the limit is accepted, one byte more is refused", async () => {
  const emulator = await startEmulator();
  await createServer(emulator, "a", { user_data: "x".repeat(32_768) });
  const message = await refused(emulator, "POST", "/servers", newServer("b", { user_data: "x".repeat(32_769) }), 422, "invalid_input");
  expect(message).toContain("Length must be between 0 and 32768.");
  await refused(emulator, "POST", "/servers", newServer("b", { user_data: "\u00e4".repeat(16_385) }), 422, "invalid_input");
});

describe("a server is refused", () => {
  test.each([
    ["with a name that is no hostname", { name: "a_b" }, 422, "invalid_input"],
    ["with a name that ends in a dash", { name: "a-" }, 422, "invalid_input"],
    ["with a label of the name over 63 characters", { name: "a".repeat(64) }, 422, "invalid_input"],
    ["with labels outside the grammar", { labels: { a: "b c" } }, 422, "invalid_input"],
    ["with an unknown type", { server_type: "cx99" }, 404, "not_found"],
    ["with a retired type", { server_type: "cx11" }, 422, "invalid_input"],
    ["with an unknown image", { image: 1 }, 404, "not_found"],
    ["with an image of another architecture", { server_type: "cax11" }, 422, "invalid_input"],
    ["with an image that is not ready", { image: 20002 }, 422, "invalid_input"],
    ["with an image larger than its disk", { image: 20003 }, 422, "invalid_input"],
    ["in an unknown location", { location: "mars" }, 404, "not_found"],
    ["in a location without its type", { location: "ash" }, 422, "invalid_input"],
    ["with an unknown SSH key", { ssh_keys: [30001] }, 404, "not_found"],
    ["with an unknown firewall", { firewalls: [{ firewall: 50001 }] }, 404, "not_found"],
    ["with an unknown placement group", { placement_group: 40001 }, 404, "not_found"],
    ["with an unknown primary IP", { public_net: { ipv4: 1 } }, 404, "not_found"],
    ["with a primary IP of the other version", { public_net: { ipv6: 70001 } }, 412, "primary_ip_version_mismatch"],
    ["with a primary IP of another location", { public_net: { ipv4: 70001 } }, 422, "primary_ip_datacenter_mismatch"],
    ["with a primary IP and that version disabled", { public_net: { enable_ipv4: false, ipv4: 70001 } }, 422, "invalid_input"],
    ["with no network at all", { public_net: { enable_ipv4: false, enable_ipv6: false } }, 422, "invalid_input"],
    ["with volumes", { volumes: [1] }, 422, "unsupported_error"],
  ])("%s", async (_, more, status, code) => {
    const emulator = await startEmulator();
    emulator.addImage({ status: "creating" });
    emulator.addImage({ diskSize: 41 });
    await ok(emulator, "POST", "/primary_ips", { name: "v4", type: "ipv4", location: "nbg1" });
    await refused(emulator, "POST", "/servers", newServer("a", more), status, code);
    expect(emulator.servers).toEqual([]);
  });

  test("with a primary IP another server has", async () => {
    const emulator = await startEmulator();
    await createServer(emulator, "a");
    const more = { public_net: { ipv4: emulator.primaryIps[0].id } };
    await refused(emulator, "POST", "/servers", newServer("b", more), 422, "primary_ip_assigned");
  });

  test("with firewalls and no public network", async () => {
    const emulator = await startEmulator();
    await ok(emulator, "POST", "/firewalls", { name: "f" });
    const more = { firewalls: [{ firewall: 50001 }], start_after_create: false, public_net: { enable_ipv4: false, enable_ipv6: false } };
    await refused(emulator, "POST", "/servers", newServer("a", more), 422, "private_net_only_server");
  });
});

test("a protected server is not deleted", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  await ok(emulator, "POST", `/servers/${id}/actions/change_protection`, { delete: true, rebuild: true });
  await refused(emulator, "DELETE", `/servers/${id}`, undefined, 423, "protected");
  await ok(emulator, "POST", `/servers/${id}/actions/change_protection`, { delete: false, rebuild: false });
  await ok(emulator, "DELETE", `/servers/${id}`);
});

test("a creation that fails leaves a server that never started", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.actionFails({ method: "POST", path: "/servers" }));
  const server = await createServer(emulator, "a");
  expect([server.status, server.boots]).toEqual(["initializing", 0]);
  await ok(emulator, "DELETE", `/servers/${server.id}`);
});

test("a slow creation starts the server only after it was made", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.actionRunning(1, { method: "POST", path: "/servers" }));
  const server = await createServer(emulator, "a");
  const [create, start] = emulator.actions;
  await ok(emulator, "GET", `/actions/${start.id}`);
  expect([start.status, server.status]).toEqual(["running", "initializing"]);
  await ok(emulator, "GET", `/actions/${create.id}`);
  expect(server.status).toBe("off");
  await ok(emulator, "GET", `/actions/${start.id}`);
  expect([start.status, server.status, server.boots]).toEqual(["success", "running", 1]);
});

test("servers are listed by labels, names and status", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a", { labels: { pool: "web" } });
  await createServer(emulator, "b", { labels: { pool: "db" } });
  await ok(emulator, "POST", `/servers/${id}/actions/poweroff`);
  for (const query of ["label_selector=pool%3Dweb", "name=a", "status=off"]) {
    expect((await ok(emulator, "GET", `/servers?${query}`)).json).toMatchObject({ servers: [{ name: "a" }] });
  }
  expect((await ok(emulator, "GET", "/servers?status=off&status=running")).json).toMatchObject({ servers: [{ name: "a" }, { name: "b" }] });
});

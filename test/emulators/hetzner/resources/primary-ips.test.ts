import { describe, expect, test } from "vitest";
import type { HetznerEmulator } from "..";
import { createServer, events, ok, refused, startEmulator } from "../testing";

async function address(emulator: HetznerEmulator, more: object = {}): Promise<string> {
  await ok(emulator, "POST", "/primary_ips", { name: "v4", type: "ipv4", location: "fsn1", ...more });
  return `/primary_ips/${emulator.primaryIps.at(-1)?.id}`;
}

const NO_ADDRESS = { start_after_create: false, public_net: { enable_ipv4: false, enable_ipv6: false } };

test("a primary IP lives and goes", async () => {
  const emulator = await startEmulator();
  const path = await address(emulator, { labels: { a: "b" } });
  expect((await ok(emulator, "GET", path)).json).toMatchObject({
    primary_ip: {
      name: "v4",
      type: "ipv4",
      ip: "198.18.0.1",
      labels: { a: "b" },
      location: { name: "fsn1" },
      assignee_id: null,
      assignee_type: "unassigned",
      auto_delete: false,
      dns_ptr: [{ ip: "198.18.0.1", dns_ptr: "static.1.0.18.198.clients.your-server.de" }],
      protection: { delete: false },
    },
  });
  await ok(emulator, "PUT", path, { name: "w4", labels: {}, auto_delete: true });
  expect(emulator.primaryIps).toMatchObject([{ name: "w4", labels: {}, autoDelete: true }]);
  await ok(emulator, "DELETE", path);
  expect(emulator.primaryIps).toEqual([]);
});

test("addresses are never used twice, and IPv6 comes as a /64", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "DELETE", await address(emulator));
  await address(emulator);
  await address(emulator, { name: "v6", type: "ipv6" });
  expect(emulator.primaryIps.map((ip) => ip.ip)).toEqual(["198.18.0.2", "2001:db8:1::/64"]);
});

test("a list can be searched by address", async () => {
  const emulator = await startEmulator();
  await address(emulator);
  await address(emulator, { name: "other" });
  expect((await ok(emulator, "GET", "/primary_ips?ip=198.18.0.2")).json).toMatchObject({ primary_ips: [{ name: "other" }] });
});

test("an address is given to a stopped server, and taken from a stopped server", async () => {
  const emulator = await startEmulator();
  const path = await address(emulator);
  const server = await createServer(emulator, "a", NO_ADDRESS);
  await ok(emulator, "POST", `${path}/actions/assign`, { assignee_id: server.id, assignee_type: "server" });
  expect(emulator.primaryIps[0].assigneeId).toBe(server.id);
  await refused(emulator, "DELETE", path, undefined, 422, "must_be_unassigned");
  await ok(emulator, "POST", `/servers/${server.id}/actions/poweron`);
  await refused(emulator, "POST", `${path}/actions/unassign`, undefined, 422, "server_not_stopped");
  await ok(emulator, "POST", `/servers/${server.id}/actions/poweroff`);
  await ok(emulator, "POST", `${path}/actions/unassign`);
  expect(emulator.primaryIps[0].assigneeId).toBeNull();
  await refused(emulator, "POST", `${path}/actions/unassign`, undefined, 422, "invalid_input");
  await ok(emulator, "DELETE", path);
  expect(events(emulator)).toEqual(["a created", "a assign_primary_ip", "a poweron", "a poweroff", "a unassign_primary_ip"]);
});

test("an address can be made for a server", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a", { ...NO_ADDRESS, location: "hel1" });
  const body = { name: "x", type: "ipv6", assignee_id: server.id, assignee_type: "server", auto_delete: true };
  expect((await ok(emulator, "POST", "/primary_ips", body)).json).toMatchObject({ action: { status: "success" } });
  expect(emulator.primaryIps).toMatchObject([{ assigneeId: server.id, location: { name: "hel1" } }]);
  await ok(emulator, "DELETE", `/servers/${server.id}`);
  expect(emulator.primaryIps).toEqual([]);
});

describe("an assignment is refused", () => {
  test("to a running server", async () => {
    const emulator = await startEmulator();
    const path = await address(emulator);
    const { id } = await createServer(emulator, "a", { public_net: { enable_ipv4: false } });
    await refused(emulator, "POST", `${path}/actions/assign`, { assignee_id: id, assignee_type: "server" }, 422, "server_not_stopped");
    const body = { name: "x", type: "ipv4", assignee_id: id, assignee_type: "server" };
    await refused(emulator, "POST", "/primary_ips", body, 422, "server_not_stopped");
  });

  test.each(["ipv4", "ipv6"])("of a second %s address", async (type) => {
    const emulator = await startEmulator();
    const path = await address(emulator, { type });
    const { id } = await createServer(emulator, "a", { start_after_create: false });
    await refused(emulator, "POST", `${path}/actions/assign`, { assignee_id: id }, 422, `server_has_${type}`);
  });

  test("in another location", async () => {
    const emulator = await startEmulator();
    const path = await address(emulator, { location: "nbg1" });
    const { id } = await createServer(emulator, "a", NO_ADDRESS);
    await refused(emulator, "POST", `${path}/actions/assign`, { assignee_id: id }, 422, "invalid_input");
  });

  test("of an address another server has", async () => {
    const emulator = await startEmulator();
    const path = await address(emulator);
    await createServer(emulator, "a", { public_net: { ipv4: emulator.primaryIps[0].id, enable_ipv6: false } });
    const { id } = await createServer(emulator, "b", NO_ADDRESS);
    await refused(emulator, "POST", `${path}/actions/assign`, { assignee_id: id }, 422, "primary_ip_already_assigned");
  });

  test("to what is no server", async () => {
    const emulator = await startEmulator();
    const path = await address(emulator);
    await refused(emulator, "POST", `${path}/actions/assign`, { assignee_id: 1 }, 404, "not_found");
    await refused(emulator, "POST", `${path}/actions/assign`, { assignee_id: 1, assignee_type: "toaster" }, 422, "invalid_input");
  });
});

test("protection and auto_delete exclude each other, and protection keeps the address", async () => {
  const emulator = await startEmulator();
  const path = await address(emulator);
  await ok(emulator, "POST", `${path}/actions/change_protection`, { delete: true });
  await refused(emulator, "DELETE", path, undefined, 423, "protected");
  await refused(emulator, "PUT", path, { auto_delete: true }, 422, "invalid_input");
  await ok(emulator, "POST", `${path}/actions/change_protection`, { delete: false });
  await ok(emulator, "PUT", path, { auto_delete: true });
  await refused(emulator, "POST", `${path}/actions/change_protection`, { delete: true }, 422, "invalid_input");
});

test.each([
  ["without location and assignee", { location: undefined }, 422, "invalid_input"],
  ["in an unknown location", { location: "mars" }, 404, "not_found"],
  ["of an unknown type", { type: "ipx" }, 422, "invalid_input"],
  ["with a name that is used", { name: "taken" }, 409, "uniqueness_error"],
  ["without a name", { name: "" }, 422, "invalid_input"],
])("a primary IP %s is refused", async (_, more, status, code) => {
  const emulator = await startEmulator();
  await address(emulator, { name: "taken" });
  await refused(emulator, "POST", "/primary_ips", { name: "v4", type: "ipv4", location: "fsn1", ...more }, status, code);
});

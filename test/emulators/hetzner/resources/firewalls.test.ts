import { expect, test } from "vitest";
import type { HetznerEmulator } from "..";
import { createServer, newServer, ok, refused, startEmulator } from "../testing";

const rule = { direction: "in", protocol: "tcp", port: "22", source_ips: ["0.0.0.0/0"] };
const onServer = (id: number): object => ({ type: "server", server: { id } });
const bySelector = (selector: string): object => ({ type: "label_selector", label_selector: { selector } });

async function firewall(emulator: HetznerEmulator, more: object = {}): Promise<string> {
  await ok(emulator, "POST", "/firewalls", { name: `f${emulator.firewalls.length}`, ...more });
  return `/firewalls/${emulator.firewalls.at(-1)?.id}`;
}

test("a firewall lives and goes", async () => {
  const emulator = await startEmulator();
  const path = await firewall(emulator, { rules: [rule], labels: { a: "b" } });
  expect((await ok(emulator, "GET", path)).json).toMatchObject({
    firewall: {
      name: "f0",
      labels: { a: "b" },
      rules: [{ ...rule, destination_ips: [], description: null }],
      applied_to: [],
    },
  });
  await ok(emulator, "PUT", path, { name: "g", labels: {} });
  expect(emulator.firewalls).toMatchObject([{ name: "g", labels: {} }]);
  await ok(emulator, "DELETE", path);
  expect(emulator.firewalls).toEqual([]);
});

test("rules are replaced as a whole, also by none", async () => {
  const emulator = await startEmulator();
  const path = await firewall(emulator, { rules: [rule] });
  await ok(emulator, "POST", `${path}/actions/set_rules`, { rules: [{ ...rule, port: "80" }, rule] });
  expect(emulator.firewalls[0].rules.map((r) => r.port)).toEqual(["80", "22"]);
  await ok(emulator, "POST", `${path}/actions/set_rules`, { rules: [] });
  expect(emulator.firewalls[0].rules).toEqual([]);
});

test("a firewall is applied to servers and removed, and not deleted while it is in use", async () => {
  const emulator = await startEmulator();
  const path = await firewall(emulator);
  const { id } = await createServer(emulator, "a");
  await ok(emulator, "POST", `${path}/actions/apply_to_resources`, { apply_to: [onServer(id)] });
  expect((await ok(emulator, "GET", path)).json).toMatchObject({ firewall: { applied_to: [onServer(id)] } });
  expect((await ok(emulator, "GET", `/servers/${id}`)).json).toMatchObject({
    server: { public_net: { firewalls: [{ id: 50001, status: "applied" }] } },
  });
  const again = { apply_to: [onServer(id)] };
  await refused(emulator, "POST", `${path}/actions/apply_to_resources`, again, 422, "firewall_already_applied");
  await refused(emulator, "DELETE", path, undefined, 422, "resource_in_use");
  await ok(emulator, "POST", `${path}/actions/remove_from_resources`, { remove_from: [onServer(id)] });
  await ok(emulator, "DELETE", path);
});

test("a firewall is free again when its server is gone", async () => {
  const emulator = await startEmulator();
  const path = await firewall(emulator);
  const { id } = await createServer(emulator, "a", { firewalls: [{ firewall: 50001 }] });
  expect(emulator.firewalls[0].serverIds).toEqual([id]);
  await ok(emulator, "DELETE", `/servers/${id}`);
  await ok(emulator, "DELETE", path);
});

test("a label selector covers servers that come later, and they cannot be taken out one by one", async () => {
  const emulator = await startEmulator();
  const path = await firewall(emulator, { apply_to: [bySelector("pool=web")] });
  const { id } = await createServer(emulator, "a", { labels: { pool: "web" } });
  await createServer(emulator, "b");
  expect((await ok(emulator, "GET", path)).json).toMatchObject({
    firewall: { applied_to: [{ ...bySelector("pool=web"), applied_to_resources: [onServer(id)] }] },
  });
  expect((await ok(emulator, "GET", `/servers/${id}`)).json).toMatchObject({ server: { public_net: { firewalls: [{ id: 50001 }] } } });
  const one = { remove_from: [onServer(id)] };
  await refused(emulator, "POST", `${path}/actions/remove_from_resources`, one, 422, "firewall_managed_by_label_selector");
  await refused(emulator, "DELETE", path, undefined, 422, "resource_in_use");
  await ok(emulator, "POST", `${path}/actions/remove_from_resources`, { remove_from: [bySelector("pool=web")] });
  await ok(emulator, "DELETE", path);
});

test("an unknown server is refused, with 422 at creation and 404 later", async () => {
  const emulator = await startEmulator();
  await refused(emulator, "POST", "/firewalls", { name: "x", apply_to: [onServer(1)] }, 422, "firewall_resource_not_found");
  const path = await firewall(emulator);
  await refused(emulator, "POST", `${path}/actions/apply_to_resources`, { apply_to: [onServer(1)] }, 404, "firewall_resource_not_found");
  await refused(
    emulator,
    "POST",
    `${path}/actions/remove_from_resources`,
    { remove_from: [onServer(1)] },
    404,
    "firewall_resource_not_found",
  );
});

test("a target twice, of an unknown type or with a broken selector is refused", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  const create = (apply_to: object[]): object => ({ name: "x", apply_to });
  await refused(emulator, "POST", "/firewalls", create([onServer(id), onServer(id)]), 422, "server_already_added");
  await refused(emulator, "POST", "/firewalls", create([{ type: "toaster" }]), 422, "invalid_input");
  await refused(emulator, "POST", "/firewalls", create([bySelector("a b")]), 422, "invalid_input");
});

test("a server without a public interface has no firewall", async () => {
  const emulator = await startEmulator();
  const path = await firewall(emulator);
  const { id } = await createServer(emulator, "a", {
    start_after_create: false,
    public_net: { enable_ipv4: false, enable_ipv6: false },
  });
  const apply = { apply_to: [onServer(id)] };
  await refused(emulator, "POST", `${path}/actions/apply_to_resources`, apply, 422, "private_net_only_server");
});

test("a server has five firewalls at most", async () => {
  const emulator = await startEmulator();
  for (let i = 0; i < 6; i++) await firewall(emulator);
  const firewalls = emulator.firewalls.map(({ id }) => ({ firewall: id }));
  await refused(emulator, "POST", "/servers", newServer("a", { firewalls }), 403, "resource_limit_exceeded");
  const { id } = await createServer(emulator, "a", { firewalls: firewalls.slice(0, 5) });
  const path = `/firewalls/${emulator.firewalls[5].id}/actions/apply_to_resources`;
  await refused(emulator, "POST", path, { apply_to: [onServer(id)] }, 403, "resource_limit_exceeded");
});

test("names are unique and not too long", async () => {
  const emulator = await startEmulator();
  await firewall(emulator);
  await refused(emulator, "POST", "/firewalls", { name: "f0" }, 409, "uniqueness_error");
  await refused(emulator, "POST", "/firewalls", { name: "x".repeat(129) }, 422, "invalid_input");
});

import { describe, expect, test } from "vitest";
import { bootId, type HetznerEmulator, type Server } from "..";
import { createServer, events, newServer, ok, refused, startEmulator } from "../testing";

async function act(emulator: HetznerEmulator, server: Readonly<Server>, action: string, body?: object): Promise<void> {
  await ok(emulator, "POST", `/servers/${server.id}/actions/${action}`, body);
}

async function groups(emulator: HetznerEmulator, ...names: string[]): Promise<number[]> {
  for (const name of names) await ok(emulator, "POST", "/placement_groups", { name, type: "spread" });
  return emulator.placementGroups.map((group) => group.id);
}

test("every power cycle changes the boot ID, and is in the history", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a");
  const ids = [bootId(server)];
  for (const action of ["shutdown", "poweron", "poweroff", "poweron", "reboot", "reset"]) {
    await act(emulator, server, action);
    ids.push(bootId(server));
  }
  expect(ids.map((id) => id?.split("-")[1])).toEqual(["1", "1", "2", "2", "3", "4", "5"]);
  expect(events(emulator).slice(2)).toEqual(["a shutdown", "a poweron", "a poweroff", "a poweron", "a reboot", "a reset"]);
});

test("what is already so is no event", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a");
  await act(emulator, server, "poweron");
  await act(emulator, server, "poweroff");
  await act(emulator, server, "poweroff");
  await act(emulator, server, "shutdown");
  expect(events(emulator).slice(2)).toEqual(["a poweroff"]);
  await refused(emulator, "POST", `/servers/${server.id}/actions/reboot`, undefined, 422, "invalid_input");
});

test("the rescue system is booted once, and knows the keys it was enabled with", async () => {
  const emulator = await startEmulator();
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEnMvj8sFf1PqHqcnYQ8Kc6l4h0l4CjYVJpSs4mJtSq5";
  const { json } = await ok(emulator, "POST", "/ssh_keys", { name: "k", public_key: publicKey });
  const key = (json as { ssh_key: { id: number } }).ssh_key.id;
  const server = await createServer(emulator, "a", { start_after_create: false });
  expect(await ok(emulator, "POST", `/servers/${server.id}/actions/enable_rescue`, { type: "linux64", ssh_keys: [key] })).toMatchObject({
    json: { root_password: null },
  });
  const enabled = async (): Promise<unknown> => (await ok(emulator, "GET", `/servers/${server.id}`)).json;
  expect(await enabled()).toMatchObject({ server: { rescue_enabled: true, status: "off" } });
  const heard: string[] = [];
  emulator.onEvent = ({ event, rescuedBy }) => heard.push(`${event} ${rescuedBy?.join() ?? "-"}`);
  for (const action of ["poweron", "reboot", "poweroff"]) await act(emulator, server, action);
  expect(heard).toEqual([`poweron ${publicKey}`, "reboot -", "poweroff -"]);
  expect(await enabled()).toMatchObject({ server: { rescue_enabled: false } });
});

test("the rescue system can be called off, is Linux, and takes keys that are there", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a", { start_after_create: false });
  const path = `/servers/${server.id}/actions`;
  const { json } = await ok(emulator, "POST", `${path}/enable_rescue`);
  expect(json).toMatchObject({ root_password: expect.any(String), action: { command: "enable_rescue" } });
  await act(emulator, server, "disable_rescue");
  await act(emulator, server, "poweron");
  expect(emulator.history.at(-1)).not.toHaveProperty("rescuedBy");
  await refused(emulator, "POST", `${path}/enable_rescue`, { type: "freebsd64" }, 422, "invalid_input");
  await refused(emulator, "POST", `${path}/enable_rescue`, { ssh_keys: [1] }, 404, "not_found");
});

test("an action on an unknown server is refused", async () => {
  const emulator = await startEmulator();
  await refused(emulator, "POST", "/servers/1/actions/poweron", undefined, 404, "not_found");
});

describe("changing the type", () => {
  const change = (type: string, upgradeDisk = true): object => ({ server_type: type, upgrade_disk: upgradeDisk });

  test("needs a stopped server, and starts it again", async () => {
    const emulator = await startEmulator();
    const server = await createServer(emulator, "a");
    await refused(emulator, "POST", `/servers/${server.id}/actions/change_type`, change("cx33"), 422, "server_not_stopped");
    await act(emulator, server, "poweroff");
    await act(emulator, server, "change_type", change("cx33"));
    expect([server.serverType.name, server.primaryDiskSize, server.status, server.boots]).toEqual(["cx33", 80, "running", 2]);
  });

  test("to a smaller disk works only where the disk was kept", async () => {
    const emulator = await startEmulator();
    const server = await createServer(emulator, "a");
    await act(emulator, server, "poweroff");
    await act(emulator, server, "change_type", change("cx43", false));
    expect(server.primaryDiskSize).toBe(40);
    await act(emulator, server, "poweroff");
    await act(emulator, server, "change_type", change("cx33"));
    await act(emulator, server, "poweroff");
    const path = `/servers/${server.id}/actions/change_type`;
    expect(await refused(emulator, "POST", path, change("cx23"), 422, "invalid_server_type")).toContain("not sufficient disk space");
    expect(server.status).toBe("off");
  });

  test.each(["cx23", "cx11", "cax31"])("to %s is refused", async (type) => {
    const emulator = await startEmulator();
    const server = await createServer(emulator, "a");
    await act(emulator, server, "poweroff");
    await refused(emulator, "POST", `/servers/${server.id}/actions/change_type`, change(type), 422, "invalid_server_type");
  });

  test("to a type its location does not have is refused", async () => {
    const emulator = await startEmulator();
    const server = await createServer(emulator, "a", { location: "ash", server_type: "cpx22" });
    await act(emulator, server, "poweroff");
    await refused(emulator, "POST", `/servers/${server.id}/actions/change_type`, change("cx33"), 422, "invalid_server_type");
  });
});

test("delete and rebuild protection go together", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a");
  const path = `/servers/${server.id}/actions/change_protection`;
  await refused(emulator, "POST", path, { delete: true }, 422, "invalid_input");
  await refused(emulator, "POST", path, { delete: true, rebuild: false }, 422, "invalid_input");
  await act(emulator, server, "change_protection", { delete: true, rebuild: true });
  expect(server.protection).toEqual({ delete: true, rebuild: true });
});

describe("a placement group", () => {
  test("takes and loses stopped servers only", async () => {
    const emulator = await startEmulator();
    const [id] = await groups(emulator, "g");
    const server = await createServer(emulator, "a");
    const path = `/servers/${server.id}/actions`;
    await refused(emulator, "POST", `${path}/add_to_placement_group`, { placement_group: id }, 422, "server_not_stopped");
    await act(emulator, server, "poweroff");
    await act(emulator, server, "add_to_placement_group", { placement_group: id });
    expect(server.placementGroupId).toBe(id);
    await act(emulator, server, "poweron");
    await refused(emulator, "POST", `${path}/remove_from_placement_group`, undefined, 422, "server_not_stopped");
    await act(emulator, server, "poweroff");
    await act(emulator, server, "remove_from_placement_group");
    expect(server.placementGroupId).toBeNull();
    await refused(emulator, "POST", `${path}/remove_from_placement_group`, undefined, 422, "invalid_input");
  });

  test("must be left before another is joined", async () => {
    const emulator = await startEmulator();
    const [one, two] = await groups(emulator, "one", "two");
    const server = await createServer(emulator, "a", { placement_group: one });
    await act(emulator, server, "poweroff");
    const path = `/servers/${server.id}/actions/add_to_placement_group`;
    await refused(emulator, "POST", path, { placement_group: two }, 422, "already_in_placement_group");
  });

  test("holds ten servers", async () => {
    const emulator = await startEmulator();
    const [id] = await groups(emulator, "g");
    for (let i = 0; i < 10; i++) await createServer(emulator, `s${i}`, { placement_group: id });
    const eleventh = newServer("s10", { placement_group: id });
    const message = await refused(emulator, "POST", "/servers", eleventh, 422, "placement_group_member_limit_reached");
    expect(message).toContain("contains already 10 servers");
    const other = await createServer(emulator, "other");
    await act(emulator, other, "poweroff");
    const path = `/servers/${other.id}/actions/add_to_placement_group`;
    await refused(emulator, "POST", path, { placement_group: id }, 422, "placement_group_member_limit_reached");
    await ok(emulator, "DELETE", `/servers/${emulator.server("s3").id}`);
    await act(emulator, other, "add_to_placement_group", { placement_group: id });
  });
});

test("a server without any interface cannot be powered on", async () => {
  const emulator = await startEmulator();
  const publicNet = { enable_ipv4: false, enable_ipv6: false };
  const server = await createServer(emulator, "a", { public_net: publicNet, start_after_create: false });
  await refused(emulator, "POST", `/servers/${server.id}/actions/poweron`, undefined, 422, "invalid_input");
});

test("backups are switched on and off", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a");
  await act(emulator, server, "enable_backup");
  expect(server.backupWindow).toBe("22-02");
  await act(emulator, server, "disable_backup");
  expect(server.backupWindow).toBeNull();
});

import { describe, expect, test } from "vitest";
import type { HetznerEmulator, Server } from "..";
import { createServer, events, ok, refused, startEmulator } from "../testing";

const NETWORK = 60001;

async function start(): Promise<{ emulator: HetznerEmulator; server: Readonly<Server> }> {
  const emulator = await startEmulator();
  const subnets = ["10.0.1.0/24", "10.0.2.0/29"].map((ip_range) => ({ type: "cloud", ip_range, network_zone: "eu-central" }));
  await ok(emulator, "POST", "/networks", { name: "n", ip_range: "10.0.0.0/16", subnets });
  return { emulator, server: await createServer(emulator, "a") };
}

async function attach(emulator: HetznerEmulator, server: Readonly<Server>, more: object = {}): Promise<void> {
  await ok(emulator, "POST", `/servers/${server.id}/actions/attach_to_network`, { network: NETWORK, ...more });
}

test("a server is attached with the address it asks for, and detached", async () => {
  const { emulator, server } = await start();
  await attach(emulator, server, { ip: "10.0.1.5", ip_range: "10.0.1.0/24" });
  const net = { networkId: NETWORK, ip: "10.0.1.5", aliasIps: [], macAddress: "86:00:00:00:00:01" };
  expect(server.privateNets).toEqual([net]);
  expect((await ok(emulator, "GET", `/networks/${NETWORK}`)).json).toMatchObject({ network: { servers: [server.id] } });
  await ok(emulator, "POST", `/servers/${server.id}/actions/detach_from_network`, { network: NETWORK });
  expect(server.privateNets).toEqual([]);
  expect(events(emulator).slice(2)).toEqual(["a attach_to_network", "a detach_from_network"]);
});

test("without a wish the first free address of the last subnet is taken, or of the subnet that was named", async () => {
  const { emulator, server } = await start();
  await attach(emulator, server);
  const other = await createServer(emulator, "b");
  await attach(emulator, other, { ip_range: "10.0.1.0/24" });
  expect([server.privateNets[0].ip, other.privateNets[0].ip]).toEqual(["10.0.2.1", "10.0.1.1"]);
});

test("a full subnet is refused", async () => {
  const { emulator } = await start();
  for (let i = 0; i < 6; i++) await attach(emulator, await createServer(emulator, `s${i}`));
  const { id } = await createServer(emulator, "last");
  const path = `/servers/${id}/actions/attach_to_network`;
  await refused(emulator, "POST", path, { network: NETWORK }, 422, "no_subnet_available");
});

describe("an attachment is refused", () => {
  test.each([
    ["to an unknown network", { network: 1 }, 404, "not_found"],
    ["with an address that is used", { ip: "10.0.1.5" }, 422, "ip_not_available"],
    ["with an address that is another's alias", { ip: "10.0.1.6" }, 422, "ip_not_available"],
    ["with the first address of the subnet", { ip: "10.0.1.0" }, 422, "ip_not_available"],
    ["with the last address of the subnet", { ip: "10.0.1.255" }, 422, "ip_not_available"],
    ["with an address outside of all subnets", { ip: "10.0.9.1" }, 422, "invalid_input"],
    ["with an address outside of the named subnet", { ip: "10.0.1.9", ip_range: "10.0.2.0/29" }, 422, "invalid_input"],
    ["to a subnet that is not there", { ip_range: "10.0.9.0/24" }, 422, "invalid_input"],
    ["with an address that is none", { ip: "10.0.1" }, 422, "invalid_input"],
    ["with its own address as an alias", { ip: "10.0.1.9", alias_ips: ["10.0.1.9"] }, 422, "ip_not_available"],
    ["with an alias twice", { alias_ips: ["10.0.1.9", "10.0.1.9"] }, 422, "invalid_input"],
    ["with six aliases", { alias_ips: [1, 2, 3, 4, 7, 8].map((i) => `10.0.1.${i}`) }, 422, "invalid_input"],
  ])("%s", async (_, more, status, code) => {
    const { emulator, server } = await start();
    await attach(emulator, await createServer(emulator, "b"), { ip: "10.0.1.5", alias_ips: ["10.0.1.6"] });
    await refused(emulator, "POST", `/servers/${server.id}/actions/attach_to_network`, { network: NETWORK, ...more }, status, code);
    expect(server.privateNets).toEqual([]);
  });

  test("twice to one network", async () => {
    const { emulator, server } = await start();
    await attach(emulator, server);
    const path = `/servers/${server.id}/actions/attach_to_network`;
    await refused(emulator, "POST", path, { network: NETWORK }, 422, "server_already_attached");
  });

  test("to a network that overlaps, or a fourth one", async () => {
    const { emulator, server } = await start();
    await attach(emulator, server);
    const path = `/servers/${server.id}/actions/attach_to_network`;
    for (const [name, range] of [
      ["m", "10.0.0.0/8"],
      ["x", "192.168.0.0/24"],
      ["y", "192.168.1.0/24"],
      ["z", "192.168.2.0/24"],
    ]) {
      const subnets = [{ type: "cloud", ip_range: `${range.split("/")[0]}/26`, network_zone: "eu-central" }];
      await ok(emulator, "POST", "/networks", { name, ip_range: range, subnets });
    }
    await refused(emulator, "POST", path, { network: 60002 }, 422, "networks_overlap");
    await ok(emulator, "POST", path, { network: 60003 });
    await ok(emulator, "POST", path, { network: 60004 });
    await refused(emulator, "POST", path, { network: 60005 }, 403, "resource_limit_exceeded");
  });

  test("where the network has no subnet in the zone of the server", async () => {
    const { emulator } = await start();
    const { id } = await createServer(emulator, "us", { location: "ash", server_type: "cpx22" });
    await refused(emulator, "POST", `/servers/${id}/actions/attach_to_network`, { network: NETWORK }, 422, "no_subnet_available");
  });

  test("of a hundred and first server", async () => {
    const { emulator, server } = await start();
    for (let i = 0; i < 100; i++) {
      await attach(emulator, await createServer(emulator, `s${i}`), { ip: `10.0.1.${i + 1}` });
    }
    const path = `/servers/${server.id}/actions/attach_to_network`;
    await refused(emulator, "POST", path, { network: NETWORK, ip: "10.0.1.200" }, 403, "resource_limit_exceeded");
  });
});

test("aliases are replaced as a whole", async () => {
  const { emulator, server } = await start();
  await attach(emulator, server, { ip: "10.0.1.5", alias_ips: ["10.0.1.6"] });
  const path = `/servers/${server.id}/actions/change_alias_ips`;
  await ok(emulator, "POST", path, { network: NETWORK, alias_ips: ["10.0.1.6", "10.0.1.7"] });
  expect(server.privateNets[0].aliasIps).toEqual(["10.0.1.6", "10.0.1.7"]);
  await ok(emulator, "POST", path, { network: NETWORK, alias_ips: [] });
  expect(server.privateNets[0].aliasIps).toEqual([]);
  await refused(emulator, "POST", path, { network: NETWORK, alias_ips: ["10.0.1.5"] }, 422, "ip_not_available");
});

test("what is not attached cannot be detached", async () => {
  const { emulator, server } = await start();
  await refused(emulator, "POST", `/servers/${server.id}/actions/detach_from_network`, { network: NETWORK }, 422, "invalid_input");
});

test("an address is free again when its server is gone", async () => {
  const { emulator, server } = await start();
  await attach(emulator, server, { ip: "10.0.1.5" });
  await ok(emulator, "DELETE", `/servers/${server.id}`);
  await attach(emulator, await createServer(emulator, "a"), { ip: "10.0.1.5" });
});

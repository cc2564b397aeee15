import { TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { SshKey } from "../../../lib/hetzner";
import { requires } from "../harness";
import { Build, Rig, pool, subnet, web } from "./rig";

// Off once, addresses changed, and on again.
const ONE_CYCLE = /^power cycle: poweroff, ((un)?assign_primary_ip, )*poweron$/;
const UNTOUCHED = { a: "untouched", c: "untouched" };

requires("terraform", "provider-hcloud")("a server", () => {
  test("gets a changed label in place", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines, planned } = await rig.change(web({ nodes: { a: { labels: { tier: "1" } }, c: {} } }));
    expect(planned).toEqual(["hcloud_server.web_a_Server update"]);
    expect(machines).toEqual(UNTOUCHED);
    expect(rig.emulator.server("t-a").labels).toMatchObject({ tier: "1", "flatcar-pool": "web" });
    await rig.change(web());
    expect(rig.emulator.server("t-a").labels).not.toHaveProperty("tier");
  });

  test("is resized in place with a power cycle, alone", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines, planned } = await rig.change(web({ nodes: { a: { serverType: "cx33" }, c: {} } }));
    expect(planned).toEqual(["hcloud_server.web_a_Server update"]);
    expect(machines).toEqual({ a: "power cycle: poweroff, change_type, poweron", c: "untouched" });
    expect(rig.emulator.server("t-a").serverType.name).toBe("cx33");
  });

  test("keeps its disk where it should, and can be made smaller again", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ keepDisk: true }));
    await rig.change(web({ keepDisk: true, serverType: "cx33" }));
    const { machines } = await rig.change(web({ keepDisk: true }));
    const cycled = "power cycle: poweroff, change_type, poweron";
    expect(machines).toEqual({ a: cycled, c: cycled });
  });

  test("is left off where Hetzner refuses a smaller disk, as the docs warn: no plan starts it again", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ serverType: "cx33" }));
    await rig.write(web({ nodes: { a: {}, c: { serverType: "cx33" } } }));
    await expect(rig.terraform().apply()).rejects.toThrow("not sufficient disk space");
    await rig.write(web({ serverType: "cx33" }));
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
    expect(rig.emulator.servers.map((server) => `${server.name} ${server.status}`).sort()).toEqual(["t-a off", "t-c running"]);
  });

  test("is replaced for a type of another architecture, which it cannot be resized to", async () => {
    const rig = await Rig.start();
    const onConfigChange = ChangePolicy.NEW_NODES_ONLY;
    await rig.apply(web({ onConfigChange }));
    const { machines } = await rig.change(web({ serverType: "cax11", onConfigChange }));
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.emulator.server("t-a").image.architecture).toBe("arm");
    // It was never switched off for an update that cannot be.
    expect(rig.emulator.history.map((e) => e.event)).not.toContain("poweroff");
  });

  test("does not notice a change of the project's ssh keys", async () => {
    const rig = await Rig.start();
    const withKey =
      (publicKey: string, ...more: string[]) =>
      (stack: TerraformStack): void => {
        const key = new SshKey(stack, "Key", { name: "operator", publicKey });
        pool(stack, { sshKeys: [key.id, ...more] });
      };
    const [one, two] = ["A", "B"].map((letter) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} x`);
    await rig.apply(withKey(one));
    expect(rig.emulator.server("t-a").sshKeyIds).toHaveLength(1);
    const { machines, planned } = await rig.change(withKey(two));
    expect(planned).toEqual(["hcloud_ssh_key.Key replace"]);
    expect(machines).toEqual(UNTOUCHED);
    expect(await rig.change(web())).toMatchObject({ planned: ["hcloud_ssh_key.Key delete"], machines: UNTOUCHED });
  });

  test("gets another private address without a reboot", async () => {
    const rig = await Rig.start();
    const at = (address: string) => (stack: TerraformStack) =>
      void pool(stack, { subnet: subnet(stack), nodes: { a: { privateIpv4: address }, c: {} } });
    await rig.apply(at("10.0.1.10"));
    const { machines, planned } = await rig.change(at("10.0.1.20"));
    expect(planned).toEqual(["hcloud_server.web_a_Server update"]);
    expect(machines).toEqual({ a: "runs on: detach_from_network, attach_to_network", c: "untouched" });
    expect(rig.emulator.server("t-a").privateNets.map((net) => net.ip)).toEqual(["10.0.1.20"]);
  });

  test("is attached to a subnet, and taken off it, while it runs", async () => {
    const rig = await Rig.start();
    const on = (attached: boolean) => (stack: TerraformStack) => {
      const at = subnet(stack);
      pool(stack, attached ? { subnet: at } : {});
    };
    await rig.apply(on(false));
    const attached = await rig.change(on(true));
    expect(attached.planned).toEqual(["hcloud_server.web_a_Server update", "hcloud_server.web_c_Server update"]);
    expect(attached.machines).toEqual({ a: "runs on: attach_to_network", c: "runs on: attach_to_network" });
    const off = await rig.change(on(false));
    expect(off.machines).toEqual({ a: "runs on: detach_from_network", c: "runs on: detach_from_network" });
  });

  test("keeps the address that Hetzner chose until it is replaced", async () => {
    const rig = await Rig.start();
    const build = (labels: { [key: string]: string }) => (stack: TerraformStack) => void pool(stack, { subnet: subnet(stack), labels });
    await rig.apply(build({}));
    const chosen = rig.emulator.servers.map((server) => server.privateNets);
    const { machines } = await rig.change(build({ tier: "1" }));
    expect(machines).toEqual(UNTOUCHED);
    expect(rig.emulator.servers.map((server) => server.privateNets)).toEqual(chosen);
  });

  test("gets backups in place", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines, planned } = await rig.change(web({ backups: true }));
    expect(planned).toEqual(["hcloud_server.web_a_Server update", "hcloud_server.web_c_Server update"]);
    expect(machines).toEqual(UNTOUCHED);
    expect(rig.emulator.server("t-a").backupWindow).not.toBeNull();
  });
});

requires("terraform", "provider-hcloud")("public addresses", () => {
  test.each([
    ["both", {}, ["t-a-fsn1-ipv4", "t-a-fsn1-ipv6"]],
    ["IPv4 alone", { publicIpv6: false }, ["t-a-fsn1-ipv4"]],
    ["IPv6 alone", { publicIpv4: false }, ["t-a-fsn1-ipv6"]],
  ])("are retained from now on, or no more, with one power cycle: %s", async (_, props, own) => {
    const rig = await Rig.start();
    const retained = (retainPublicIps: boolean): Build => web({ ...props, retainPublicIps, nodes: { a: {} } });
    await rig.apply(retained(false));
    const got = await rig.change(retained(true));
    expect(got.machines.a).toMatch(ONE_CYCLE);
    expect(names(rig)).toEqual(own);

    const lost = await rig.change(retained(false));
    expect(lost.machines.a).toMatch(ONE_CYCLE);
    expect(names(rig).filter((name) => name?.startsWith("t-"))).toEqual([]);
    expect(attached(rig, "t-a")).toHaveLength(own.length);
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });

  test.each([
    ["the IPv4 address", { publicIpv4: false }, 1],
    ["the IPv6 network", { publicIpv6: false }, 1],
  ])("lose %s, and get one again, with one power cycle each", async (_, without, left) => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: { a: {} } }));
    const lost = await rig.change(web({ nodes: { a: {} }, ...without }));
    expect(lost.machines.a).toMatch(ONE_CYCLE);
    expect(attached(rig, "t-a")).toHaveLength(left);
    expect(rig.emulator.primaryIps).toHaveLength(left);
    const back = await rig.change(web({ nodes: { a: {} } }));
    expect(back.machines.a).toMatch(ONE_CYCLE);
    expect(attached(rig, "t-a")).toHaveLength(2);
  });

  test("are others in another location, where the server is made anew", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: { a: {} } }));
    const { machines } = await rig.change(web({ nodes: { a: {} }, location: "nbg1" }));
    expect(machines).toEqual({ a: "replaced" });
    expect(names(rig)).toEqual(["t-a-nbg1-ipv4", "t-a-nbg1-ipv6"]);
    expect(attached(rig, "t-a")).toEqual(names(rig));
  });

  test("that are not retained go with the server", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ retainPublicIps: false }));
    const before = rig.emulator.primaryIps.map((ip) => ip.id);
    await rig.change(web({ retainPublicIps: false, nodes: { a: { generation: 2 }, c: { generation: 2 } } }));
    expect(rig.emulator.primaryIps.map((ip) => ip.id)).not.toEqual(expect.arrayContaining(before));
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });

  test("can be left out, for a server in a subnet alone", async () => {
    const rig = await Rig.start();
    const build = (stack: TerraformStack): void =>
      void pool(stack, { publicIpv4: false, publicIpv6: false, subnet: subnet(stack), nodes: { a: { privateIpv4: "10.0.1.10" } } });
    await rig.apply(build);
    expect(rig.emulator.server("t-a")).toMatchObject({ status: "running", privateNets: [{ ip: "10.0.1.10" }] });
    expect(rig.emulator.primaryIps).toEqual([]);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });
});

function attached(rig: Rig, server: string): (string | null)[] {
  const { id } = rig.emulator.server(server);
  return rig.emulator.primaryIps
    .filter((ip) => ip.assigneeId === id)
    .map((ip) => ip.name)
    .sort();
}

function names(rig: Rig): (string | null)[] {
  return rig.emulator.primaryIps.map((ip) => ip.name).sort();
}

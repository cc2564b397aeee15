import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { nodes } from "../../../lib";
import { bootId } from "../../emulators/hetzner";
import { requires } from "../harness";
import { Rig, pool, subnet, web } from "./rig";

requires("terraform", "provider-hcloud")("the nodes of a pool", () => {
  test("come alone, with all that is theirs", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: nodes("n", 2) }));
    const { machines, planned } = await rig.change(web({ nodes: nodes("n", 3) }));
    expect(planned).toEqual([
      "hcloud_primary_ip.web_n-2_PrimaryIpv4 create",
      "hcloud_primary_ip.web_n-2_PrimaryIpv6 create",
      "hcloud_server.web_n-2_Server create",
      "terraform_data.web_n-2_Generation create",
    ]);
    expect(machines).toEqual({ "n-0": "untouched", "n-1": "untouched", "n-2": "new" });
  });

  test("go alone, also from the middle", async () => {
    const rig = await Rig.start();
    const all = nodes("n", 3);
    await rig.apply(web({ nodes: all, placementGroups: 1 }));
    const { "n-1": _gone, ...left } = all;
    const { machines, planned } = await rig.change(web({ nodes: left, placementGroups: 1 }));
    expect(planned).toEqual([
      "hcloud_primary_ip.web_n-1_PrimaryIpv4 delete",
      "hcloud_primary_ip.web_n-1_PrimaryIpv6 delete",
      "hcloud_server.web_n-1_Server delete",
      "terraform_data.web_n-1_Generation delete",
    ]);
    expect(machines).toEqual({ "n-0": "untouched", "n-1": "gone", "n-2": "untouched" });
    expect(rig.emulator.primaryIps).toHaveLength(4);
  });

  test("are other machines under another name", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines } = await rig.change(web({ nodes: { a: {}, d: {} } }));
    expect(machines).toEqual({ a: "untouched", c: "gone", d: "new" });
  });

  test("that change their private addresses among one another have them after at most a second apply, without a reboot", async () => {
    const rig = await Rig.start();
    const at = (a: string, c: string) => (stack: TerraformStack) =>
      void pool(stack, { nodes: { a: { privateIpv4: a }, c: { privateIpv4: c } }, subnet: subnet(stack) });
    await rig.apply(at("10.0.1.10", "10.0.1.11"));
    const boots = rig.emulator.servers.map(bootId);
    await rig.write(at("10.0.1.11", "10.0.1.10"));
    // Each lets go of its address before it takes the other's; who comes first finds it taken still.
    await rig
      .terraform()
      .apply()
      .catch(async (e: unknown) => {
        expect(String(e)).toContain("ip_not_available");
        await rig.terraform().apply();
      });
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
    expect(rig.emulator.server("t-a").privateNets.map((net) => net.ip)).toEqual(["10.0.1.11"]);
    expect(rig.emulator.server("t-c").privateNets.map((net) => net.ip)).toEqual(["10.0.1.10"]);
    expect(rig.emulator.servers.map(bootId)).toEqual(boots);
  });

  test("do not depend on the order they are written in", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: { a: {}, c: {}, d: {} }, placementGroups: 2 }));
    const { machines, planned } = await rig.change(web({ nodes: { d: {}, a: {}, c: {} }, placementGroups: 2 }));
    expect(planned).toEqual([]);
    expect(machines).toEqual({ a: "untouched", c: "untouched", d: "untouched" });
  });
});

requires("terraform", "provider-hcloud")("a pool", () => {
  const props = { nodes: nodes("n", 2), placementGroups: 1, labels: { tier: "1" } };
  const UNTOUCHED = { planned: [], machines: { "n-0": "untouched", "n-1": "untouched" } };

  test("is renamed without touching anything, its name pinned", async () => {
    const rig = await Rig.start();
    await rig.apply(web(props, "web"));
    const change = await rig.change(web({ ...props, poolName: "web", movedFrom: "web" }, "front"));
    expect(change).toMatchObject(UNTOUCHED);
    // Two nodes with server, two addresses and generation; the firewall and the placement group.
    expect(Object.keys(change.plan.moves)).toHaveLength(10);
  });

  test("is moved deeper in the tree, and back, without touching anything", async () => {
    const rig = await Rig.start();
    await rig.apply((stack) => void pool(stack, { ...props, subnet: subnet(stack) }));
    const deeper = await rig.change((stack) => {
      const at = subnet(stack);
      // The pool's scope is the group; what it shares the stack with stays.
      pool(new Construct(stack, "group"), { ...props, movedFrom: "web", subnet: at });
    });
    expect(deeper).toMatchObject(UNTOUCHED);
    expect(Object.keys(deeper.plan.moves)).toHaveLength(10);
    const back = await rig.change((stack) => void pool(stack, { ...props, movedFrom: "group/web", subnet: subnet(stack) }));
    expect(back).toMatchObject(UNTOUCHED);
  });

  test("that is renamed without saying so is planned as other machines", async () => {
    const rig = await Rig.start();
    await rig.apply(web(props, "web"));
    await rig.write(web(props, "front"));
    const { changes } = await rig.terraform().plan();
    expect(new Set(changes.flatMap((change) => change.actions))).toEqual(new Set(["create", "delete"]));
  });
});

requires("terraform", "provider-hcloud")("two pools in a stack", () => {
  test("leave each other alone, and nothing when they go", async () => {
    const rig = await Rig.start();
    const other = { nodes: { x: {} }, serverType: "cax11", placementGroups: 1 };
    await rig.apply(web());
    const added = await rig.change((stack) => {
      const at = subnet(stack);
      pool(stack);
      pool(stack, { ...other, subnet: at }, "db");
    });
    expect(added.machines).toEqual({ a: "untouched", c: "untouched", x: "new" });
    expect(added.planned.every((change) => change.endsWith(" create"))).toBe(true);
    const gone = await rig.change(web());
    expect(gone.machines).toEqual({ a: "untouched", c: "untouched", x: "gone" });
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });
});

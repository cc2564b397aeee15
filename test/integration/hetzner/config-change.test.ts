import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { requires } from "../harness";
import { Rig, note, pool, subnet, web } from "./rig";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;
const UNTOUCHED = { planned: [], machines: { a: "untouched", c: "untouched" } };

requires("terraform", "provider-hcloud")("a changed machine config", () => {
  test("of one node replaces that server alone, which keeps its public and private addresses", async () => {
    const rig = await Rig.start();
    const nodes = { a: { privateIpv4: "10.0.1.10" }, c: { privateIpv4: "10.0.1.11" } };
    await rig.apply((stack) => void pool(stack, { nodes, subnet: subnet(stack) }));
    const addresses = addressesOf(rig, "t-a");
    expect(addresses).toMatchObject({ private: ["10.0.1.10"], public: [expect.any(Array), expect.any(Array)] });

    const changed = { ...nodes, a: { ...nodes.a, machineConfig: [note("new")] } };
    const { machines, planned } = await rig.change((stack) => void pool(stack, { nodes: changed, subnet: subnet(stack) }));
    expect(planned).toEqual(["hcloud_server.web_a_Server replace"]);
    expect(machines).toEqual({ a: "replaced", c: "untouched" });
    expect(addressesOf(rig, "t-a")).toEqual(addresses);
    expect(rig.emulator.server("t-a").userData).toContain("/etc/note");
    expect(rig.emulator.server("t-c").userData).not.toContain("/etc/note");
  });

  test("of the pool replaces every server; each is shut down before it goes", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const addresses = ["t-a", "t-c"].map((name) => addressesOf(rig, name));
    const { machines, planned } = await rig.change(web({ machineConfig: [note("new")] }));
    expect(planned).toEqual(["hcloud_server.web_a_Server replace", "hcloud_server.web_c_Server replace"]);
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(["t-a", "t-c"].map((name) => addressesOf(rig, name))).toEqual(addresses);
    const eventsOf = (name: string): string[] => rig.emulator.history.filter((e) => e.serverName === name).map((e) => e.event);
    for (const name of ["t-a", "t-c"]) {
      expect(eventsOf(name)).toEqual(["created", "poweron", "shutdown", "deleted", "created", "poweron"]);
    }
  });

  test("does nothing under NEW_NODES_ONLY, until the generation of a node is raised", async () => {
    const rig = await Rig.start();
    const waiting = { onConfigChange: NEW_NODES_ONLY, machineConfig: [note("new")] };
    await rig.apply(web({ onConfigChange: NEW_NODES_ONLY }));
    const old = rig.emulator.server("t-c").userData;
    expect(await rig.change(web(waiting))).toMatchObject(UNTOUCHED);

    const raised = await rig.change(web({ ...waiting, nodes: { a: { generation: 2 }, c: {} } }));
    expect(raised.planned).toEqual(["hcloud_server.web_a_Server replace", "terraform_data.web_a_Generation replace"]);
    expect(raised.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(rig.emulator.server("t-a").userData).toContain("/etc/note");
    expect(rig.emulator.server("t-c").userData).toBe(old);

    const added = await rig.change(web({ ...waiting, nodes: { a: { generation: 2 }, c: {}, d: {} } }));
    expect(added.machines).toEqual({ a: "untouched", c: "untouched", d: "new" });
    expect(rig.emulator.server("t-d").userData).toContain("/etc/note");
  });

  test("that waits is in the plan as soon as the policy is REPLACE", async () => {
    const rig = await Rig.start();
    const machineConfig = [note("new")];
    await rig.apply(web({ onConfigChange: NEW_NODES_ONLY }));
    await rig.change(web({ onConfigChange: NEW_NODES_ONLY, machineConfig }));
    const { machines } = await rig.change(web({ onConfigChange: REPLACE, machineConfig }));
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
  });

  test("is what changed ssh keys are: they replace, or wait", async () => {
    const rig = await Rig.start();
    const key = (comment: string): string[] => [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA ${comment}`];
    await rig.apply(web({ sshAuthorizedKeys: key("one") }));
    const { machines } = await rig.change(web({ sshAuthorizedKeys: key("two") }));
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(await rig.change(web({ sshAuthorizedKeys: key("three"), onConfigChange: NEW_NODES_ONLY }))).toMatchObject(UNTOUCHED);
  });
});

requires("terraform", "provider-hcloud")("a pool whose machine config did not change", () => {
  test("is not touched when only the policies change", async () => {
    const rig = await Rig.start();
    const placementGroups = 1;
    await rig.apply(web({ placementGroups }));
    const patient = { placementGroups, onConfigChange: NEW_NODES_ONLY, onReleaseChange: NEW_NODES_ONLY };
    expect(await rig.change(web(patient))).toMatchObject(UNTOUCHED);
    expect(await rig.change(web({ placementGroups, onConfigChange: REPLACE, onReleaseChange: REPLACE }))).toMatchObject(UNTOUCHED);
  });

  test("has one server replaced when its generation is raised under REPLACE", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines, planned } = await rig.change(web({ nodes: { a: { generation: 2 }, c: {} } }));
    expect(planned).toEqual(["hcloud_server.web_a_Server replace", "terraform_data.web_a_Generation replace"]);
    expect(machines).toEqual({ a: "replaced", c: "untouched" });
  });
});

function addressesOf(rig: Rig, name: string): { public: unknown[]; private: string[] } {
  const { id, privateNets } = rig.emulator.server(name);
  const own = rig.emulator.primaryIps.filter((ip) => ip.assigneeId === id);
  return { public: own.map((ip) => [ip.id, ip.ip]), private: privateNets.map((net) => net.ip) };
}

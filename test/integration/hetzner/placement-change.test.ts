import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { requires } from "../harness";
import { Rig, web } from "./rig";

const { NEW_NODES_ONLY } = ChangePolicy;
const UNTOUCHED = { a: "untouched", c: "untouched" };

requires("terraform", "provider-hcloud")("a placement group", () => {
  test("that is added replaces the servers, which Hetzner cannot move", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines, planned } = await rig.change(web({ placementGroups: 1 }));
    expect(planned).toEqual([
      "hcloud_placement_group.web_PlacementGroup0 create",
      "hcloud_server.web_a_Server replace",
      "hcloud_server.web_c_Server replace",
      "terraform_data.web_a_Generation replace",
      "terraform_data.web_c_Generation replace",
    ]);
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(groups(rig)).toEqual({ "t-a": "t-web-0", "t-c": "t-web-0" });
  });

  test("that is added under NEW_NODES_ONLY waits for the next generation", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ onConfigChange: NEW_NODES_ONLY }));
    const waiting = { onConfigChange: NEW_NODES_ONLY, placementGroups: 1 };
    const added = await rig.change(web(waiting));
    expect(added.planned.filter((change) => change.startsWith("hcloud_server"))).toEqual([]);
    expect(added.machines).toEqual(UNTOUCHED);
    expect(groups(rig)).toEqual({ "t-a": undefined, "t-c": undefined });

    const raised = await rig.change(web({ ...waiting, nodes: { a: { generation: 2 }, c: {} } }));
    expect(raised.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(groups(rig)).toEqual({ "t-a": "t-web-0", "t-c": undefined });
  });

  test("of one node is another one: that server is replaced, or waits for its generation", async () => {
    const rig = await Rig.start();
    const nodes = (group: number, generation = 1) => ({ a: { placementGroup: group, generation }, c: { placementGroup: 0 } });
    await rig.apply(web({ placementGroups: 2, nodes: nodes(0) }));
    const moved = await rig.change(web({ placementGroups: 2, nodes: nodes(1) }));
    expect(moved.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(groups(rig)).toEqual({ "t-a": "t-web-1", "t-c": "t-web-0" });

    const patient = { placementGroups: 2, onConfigChange: NEW_NODES_ONLY };
    const waits = await rig.change(web({ ...patient, nodes: nodes(0) }));
    expect(waits).toMatchObject({ planned: ["terraform_data.web_a_Generation replace"], machines: UNTOUCHED });
    expect(groups(rig)).toEqual({ "t-a": "t-web-1", "t-c": "t-web-0" });
    const raised = await rig.change(web({ ...patient, nodes: nodes(0, 2) }));
    expect(raised.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(groups(rig)).toEqual({ "t-a": "t-web-0", "t-c": "t-web-0" });
  });

  test("goes, with those that were in it replaced first", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ placementGroups: 1 }));
    const { machines } = await rig.change(web());
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.emulator.placementGroups).toEqual([]);
  });

  test("fills up to ten servers, and another group takes what comes after", async () => {
    const rig = await Rig.start();
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`n${i}`, { placementGroup: 0 }]));
    await rig.apply(web({ placementGroups: 2, nodes: ten }));
    const { machines } = await rig.change(web({ placementGroups: 2, nodes: { ...ten, late: { placementGroup: 1 } } }));
    expect(machines).toMatchObject({ n0: "untouched", n9: "untouched", late: "new" });
  });
});

/** The name of each server's placement group. */
function groups(rig: Rig): { [server: string]: string | undefined } {
  const nameOf = (id: number | null): string | undefined => rig.emulator.placementGroups.find((group) => group.id === id)?.name;
  return Object.fromEntries(rig.emulator.servers.map((server) => [server.name, nameOf(server.placementGroupId)]));
}

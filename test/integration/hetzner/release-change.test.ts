import { expect, test } from "vitest";
import { ChangePolicy, UpdateStrategy } from "../../../lib";
import { requires } from "../harness";
import { NEW, OLD, Rig, web } from "./rig";

const { NEW_NODES_ONLY } = ChangePolicy;
const update = UpdateStrategy.disabled();

requires("terraform", "provider-hcloud")("a changed release", () => {
  test("replaces where the strategy does not update in place", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ update }));
    const { machines, planned } = await rig.change(web({ update, release: NEW }));
    expect(planned).toEqual(["hcloud_server.web_a_Server replace", "hcloud_server.web_c_Server replace"]);
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(versions(rig)).toEqual({ "t-a": ["4757.1.0", "4757.1.0"], "t-c": ["4757.1.0", "4757.1.0"] });
  });

  test("does nothing where it does, to the labels neither; a raised generation brings image and labels", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const waiting = await rig.change(web({ release: NEW }));
    expect(waiting).toMatchObject({ planned: [], machines: { a: "untouched", c: "untouched" } });
    expect(versions(rig)).toEqual({ "t-a": ["4593.2.5", "4593.2.5"], "t-c": ["4593.2.5", "4593.2.5"] });

    const raised = await rig.change(web({ release: NEW, nodes: { a: { generation: 2 }, c: {} } }));
    expect(raised.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(versions(rig)).toEqual({ "t-a": ["4757.1.0", "4757.1.0"], "t-c": ["4593.2.5", "4593.2.5"] });

    const labelled = await rig.change(web({ release: NEW, labels: { tier: "1" }, nodes: { a: { generation: 2 }, c: {} } }));
    expect(labelled.machines).toEqual({ a: "untouched", c: "untouched" });
    expect(versions(rig)).toEqual({ "t-a": ["4757.1.0", "4757.1.0"], "t-c": ["4593.2.5", "4593.2.5"] });
    expect(rig.emulator.server("t-c").labels).toMatchObject({ tier: "1", "flatcar-channel": "stable" });
  });

  test("of one node replaces that server alone, or waits for its generation", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ update }));
    const { machines } = await rig.change(web({ update, nodes: { a: { release: NEW }, c: {} } }));
    expect(machines).toEqual({ a: "replaced", c: "untouched" });
    expect(versions(rig)).toEqual({ "t-a": ["4757.1.0", "4757.1.0"], "t-c": ["4593.2.5", "4593.2.5"] });

    const onReleaseChange = NEW_NODES_ONLY;
    const waiting = await rig.change(web({ update, onReleaseChange, nodes: { a: { release: NEW }, c: { release: NEW } } }));
    expect(waiting).toMatchObject({ planned: [], machines: { a: "untouched", c: "untouched" } });
  });

  test("in the same plan as a changed config replaces once, with both", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ release: OLD, update }));
    const { machines } = await rig.change(web({ release: NEW, update, sshAuthorizedKeys: ["ssh-ed25519 AAAA x"] }));
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.emulator.history.filter((e) => e.event === "created")).toHaveLength(4);
  });
});

/** By server: the version of its image, and the one its labels tell. */
function versions(rig: Rig): { [server: string]: (string | undefined)[] } {
  return Object.fromEntries(rig.emulator.servers.map((s) => [s.name, [s.image.labels["flatcar-version"], s.labels["flatcar-version"]]]));
}

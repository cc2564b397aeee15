import { expect, test } from "vitest";
import { HetznerNodeOptions } from "../../../lib/hetzner";
import { requires } from "../harness";
import { Build, NEW, OLD, Rig, note, web } from "./rig";

requires("terraform", "provider-hcloud")("a quorum", () => {
  const members = (...generations: number[]): { [name: string]: HetznerNodeOptions } =>
    Object.fromEntries(generations.map((generation, i) => [`m${i}`, { generation }]));

  test("is brought a new config and release in waves, one member at a time, and never more", async () => {
    const rig = await Rig.start();
    const changed = (...generations: number[]): Build =>
      web({ quorum: true, release: NEW, machineConfig: [note("new")], placementGroups: 1, nodes: members(...generations) });
    await rig.apply(web({ quorum: true, release: OLD, placementGroups: 1, nodes: members(1, 1, 1) }));

    const waits = await rig.change(changed(1, 1, 1));
    expect(waits).toMatchObject({ planned: [], machines: { m0: "untouched", m1: "untouched", m2: "untouched" } });
    const first = await rig.change(changed(2, 1, 1));
    expect(first.machines).toEqual({ m0: "replaced", m1: "untouched", m2: "untouched" });
    const second = await rig.change(changed(2, 2, 1));
    expect(second.machines).toEqual({ m0: "untouched", m1: "replaced", m2: "untouched" });
    expect(rig.emulator.servers.filter((server) => server.userData.includes("/etc/note"))).toHaveLength(2);
    expect(rig.emulator.server("t-m2").labels["flatcar-version"]).toBe("4593.2.5");

    const last = await rig.change(changed(2, 2, 2));
    expect(last.machines).toEqual({ m0: "untouched", m1: "untouched", m2: "replaced" });
    const versions = rig.emulator.servers.map((server) => [server.image.labels["flatcar-version"], server.labels["flatcar-version"]]);
    expect(versions).toEqual(Array(3).fill(["4757.1.0", "4757.1.0"]));
  });

  test("grows by a member that is new in everything", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ quorum: true, nodes: members(1, 1, 1) }));
    const grown = await rig.change(web({ quorum: true, release: NEW, nodes: members(1, 1, 1, 1) }));
    expect(grown.machines).toEqual({ m0: "untouched", m1: "untouched", m2: "untouched", m3: "new" });
    expect(rig.emulator.server("t-m3").image.labels["flatcar-version"]).toBe("4757.1.0");
  });
});

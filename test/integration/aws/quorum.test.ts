import { expect, test } from "vitest";
import { AwsNodeOptions } from "../../../lib/aws";
import { requires } from "../harness";
import { Build, NEW, Rig, note, web, webGroup } from "./rig";

requires("terraform", "provider-aws-stand-in")("a quorum on AWS", () => {
  const members = (...generations: number[]): { [name: string]: AwsNodeOptions } =>
    Object.fromEntries(generations.map((generation, i) => [`m${i}`, { generation }]));
  const changed = (...generations: number[]): Build =>
    web({ quorum: true, release: NEW, machineConfig: [note("new")], nodes: members(...generations) });

  test("is brought a new config and release in waves, one member at a time, and never more", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ quorum: true, nodes: members(1, 1, 1) }));
    expect(await rig.change(changed(1, 1, 1))).toMatchObject({
      planned: [],
      machines: { m0: "untouched", m1: "untouched", m2: "untouched" },
    });
    expect((await rig.change(changed(2, 1, 1))).machines).toEqual({ m0: "replaced", m1: "untouched", m2: "untouched" });
    expect((await rig.change(changed(2, 2, 1))).machines).toEqual({ m0: "untouched", m1: "replaced", m2: "untouched" });
    const brought = ["m0", "m1", "m2"].map((name) => [
      rig.userData(name).includes("/etc/note"),
      rig.imageName(rig.instance(name).attributes.ami),
    ]);
    expect(brought).toEqual([
      [true, "Flatcar-beta-4757.1.0-hvm"],
      [true, "Flatcar-beta-4757.1.0-hvm"],
      [false, "Flatcar-stable-4593.2.5-hvm"],
    ]);
  });

  test("that is a group waits for its generation, and then all its machines are replaced", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup({ quorum: true }));
    expect((await rig.change(webGroup({ quorum: true, release: NEW, machineConfig: [note("new")] }))).machines).toEqual({
      web: "2 untouched",
    });
    expect(rig.refreshes).toBe(0);
    const raised = await rig.change(webGroup({ quorum: true, release: NEW, machineConfig: [note("new")], generation: 2 }));
    expect(raised.machines).toEqual({ web: "2 replaced" });
    expect(rig.refreshes).toBe(1);
  });
});

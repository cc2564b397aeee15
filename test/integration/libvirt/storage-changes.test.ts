import * as fs from "fs";
import { expect, test } from "vitest";
import { LibvirtStorage } from "../../../lib/libvirt";
import { describeLab, LabScope } from "./lab";
import { planLines } from "./planned-machines";

describeLab("a storage pool on libvirt", (it) => {
  test("in another directory is another one, and all that is in it is replaced", async () => {
    const lab = it();
    const disks = (name: string): string => lab.workspace.path(name);
    const build =
      (directory: string) =>
      ({ stack, pool }: LabScope): void => {
        const storage = new LibvirtStorage(stack, "Disks", { directory });
        pool("web", { storage, dataDisks: [{ name: "data", sizeGib: 1 }] });
      };
    await lab.plan(build(disks("one")));
    await lab.run.apply();
    const plan = await lab.plan(build(disks("two")));
    expect(planLines(plan)).toEqual([
      "replace libvirt_domain web_a_Domain",
      "replace libvirt_ignition web_a_Ignition",
      "replace libvirt_pool Disks",
      "replace libvirt_volume web_a_DataVolume-data",
      "replace libvirt_volume web_a_ImageVolume",
      "replace libvirt_volume web_a_RootVolume",
      "replace terraform_data web_a_Devices",
    ]);
    await lab.run.apply();
    expect((await lab.run.plan()).isEmpty).toBe(true);
    expect(fs.existsSync(disks("one"))).toBe(false);
    expect(fs.readdirSync(disks("two"))).toEqual(["lab-a.disk-data.qcow2", "lab-a.ign", "lab-a.image.qcow2", "lab-a.qcow2"]);
    expect(Object.keys(await lab.libvirtd.bootIds())).toEqual(["lab-a"]);
  });
});

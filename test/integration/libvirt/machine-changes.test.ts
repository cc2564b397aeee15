import { beforeAll, expect, test } from "vitest";
import { describeLab, domainsOf, Lab, LabPoolProps, LabScope } from "./lab";
import { planLines, UNTOUCHED } from "./planned-machines";

const DATA = { name: "data", sizeGib: 1 };

/** One machine that stays as it is, and one with a data disk that is given other props. */
const build =
  (props: LabPoolProps = {}, own = {}) =>
  ({ pool }: LabScope): void => {
    pool("bystander", { nodes: { a: {} } });
    pool("changed", { dataDisks: [DATA], ...props, nodes: { b: own } });
  };

describeLab("a changed machine on libvirt", (it) => {
  let lab: Lab;

  beforeAll(async () => {
    lab = it();
    await lab.apply(build());
  });

  test("by its memory: the domain is replaced, and its disks stay", async () => {
    const { plan, touched } = await lab.apply(build({}, { memoryMib: 1280 }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(planLines(plan)).toEqual(["replace libvirt_domain changed_b_Domain"]);
    expect(await lab.libvirtd.virsh("dominfo", "lab-b")).toContain("1310720 KiB");
  });

  test("by its processors: the same", async () => {
    const { touched } = await lab.apply(build({ vcpus: 2 }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(await lab.libvirtd.virsh("dominfo", "lab-b")).toMatch(/CPU\(s\):\s+2\n/);
  });

  test("by the size of its root disk: domain and root disk are replaced, and its data disk stays", async () => {
    const { touched } = await lab.apply(build({ rootDiskGib: 14 }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: ["lab-b", "lab-b.qcow2"] });
    expect(await lab.sizeMib("lab-b.qcow2")).toBe(14 * 1024);
  });

  test("by the size of a data disk: that disk is another one, and the domain starts anew with it", async () => {
    const { plan, touched } = await lab.apply(build({ dataDisks: [{ name: "data", sizeGib: 2 }], rootDiskGib: 14 }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: ["lab-b", "lab-b.disk-data.qcow2"] });
    expect(planLines(plan)).toContain("replace terraform_data changed_b_Devices");
    expect(await lab.sizeMib("lab-b.disk-data.qcow2")).toBe(2 * 1024);
  });

  test("by one more data disk: the domain is replaced, and the disks that were there stay in their places", async () => {
    const dataDisks = [
      { name: "data", sizeGib: 2 },
      { name: "0", sizeGib: 1 },
    ];
    const { touched } = await lab.apply(build({ dataDisks, rootDiskGib: 14 }));
    expect(touched).toEqual({ ...UNTOUCHED, made: ["lab-b.disk-0.qcow2"], replaced: domainsOf("b") });
    expect((await lab.libvirtd.virsh("domblklist", "lab-b")).trim().split(/\s+/)).toEqual([
      ...["vda", "lab-b.qcow2"],
      ...["vdb", "lab-b.disk-data.qcow2"],
      ...["vdc", "lab-b.disk-0.qcow2"],
    ]);
  });

  test("by the order of its data disks: the domain starts anew with them", async () => {
    const dataDisks = [
      { name: "0", sizeGib: 1 },
      { name: "data", sizeGib: 2 },
    ];
    const { touched } = await lab.apply(build({ dataDisks, rootDiskGib: 14 }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(await lab.libvirtd.virsh("domblklist", "lab-b")).toMatch(/vdb\s+lab-b\.disk-0\.qcow2/);
  });

  test("by the name of a data disk: it is another disk, and the domain starts anew with it", async () => {
    const dataDisks = [
      { name: "0", sizeGib: 1 },
      { name: "other", sizeGib: 2 },
    ];
    const { touched } = await lab.apply(build({ dataDisks, rootDiskGib: 14 }));
    expect(touched).toEqual({ made: ["lab-b.disk-other.qcow2"], replaced: domainsOf("b"), gone: ["lab-b.disk-data.qcow2"] });
  });
});

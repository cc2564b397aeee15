import { beforeAll, expect, test } from "vitest";
import { describeLab, domainsOf, Lab, LabPoolProps } from "./lab";
import { planLines, UNTOUCHED } from "./planned-machines";

describeLab("a changed machine on libvirt", (it) => {
  let lab: Lab;
  let props: LabPoolProps = { dataDisks: [{ name: "data", sizeGib: 1 }], nodes: { b: {} } };

  /** Changes one thing of one machine beside another that stays as it is. */
  const change = async (changed: LabPoolProps): ReturnType<Lab["apply"]> => {
    props = { ...props, ...changed };
    return lab.apply(({ pool }) => {
      pool("bystander", { nodes: { a: {} } });
      pool("changed", props);
    });
  };

  beforeAll(async () => {
    lab = it();
    await change({});
  });

  test("by its memory: the domain is replaced, and its disks stay", async () => {
    const { plan, touched } = await change({ nodes: { b: { memoryMib: 1280 } } });
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(planLines(plan)).toEqual(["replace libvirt_domain changed_b_Domain"]);
    expect(await lab.libvirtd.virsh("dominfo", "lab-b")).toContain("1310720 KiB");
  });

  test("by its processors: the same", async () => {
    const { touched } = await change({ vcpus: 2 });
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(await lab.libvirtd.virsh("dominfo", "lab-b")).toMatch(/CPU\(s\):\s+2\n/);
  });

  test("by the size of its root disk: domain and root disk are replaced, and its data disk stays", async () => {
    const { touched } = await change({ rootDiskGib: 14 });
    expect(touched).toEqual({ ...UNTOUCHED, replaced: ["lab-b", "lab-b.qcow2"] });
    expect(await lab.sizeMib("lab-b.qcow2")).toBe(14 * 1024);
  });

  test("by the size of a data disk: that disk is another one, and the domain starts anew with it", async () => {
    const { plan, touched } = await change({ dataDisks: [{ name: "data", sizeGib: 2 }] });
    expect(touched).toEqual({ ...UNTOUCHED, replaced: ["lab-b", "lab-b.disk-data.qcow2"] });
    expect(planLines(plan)).toContain("replace terraform_data changed_b_Devices");
    expect(await lab.sizeMib("lab-b.disk-data.qcow2")).toBe(2 * 1024);
  });

  test("by one more data disk: the domain is replaced, and the disks that were there stay in their places", async () => {
    const dataDisks = [
      { name: "data", sizeGib: 2 },
      { name: "0", sizeGib: 1 },
    ];
    const { touched } = await change({ dataDisks });
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
    const { touched } = await change({ dataDisks });
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(await lab.libvirtd.virsh("domblklist", "lab-b")).toMatch(/vdb\s+lab-b\.disk-0\.qcow2/);
  });

  test("by the name of a data disk: it is another disk, and the domain starts anew with it", async () => {
    const dataDisks = [
      { name: "0", sizeGib: 1 },
      { name: "other", sizeGib: 2 },
    ];
    const { touched } = await change({ dataDisks });
    expect(touched).toEqual({ made: ["lab-b.disk-other.qcow2"], replaced: domainsOf("b"), gone: ["lab-b.disk-data.qcow2"] });
  });
});

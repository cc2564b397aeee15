import { Construct } from "constructs";
import { beforeAll, expect, test } from "vitest";
import { LibvirtNodeOptions } from "../../../lib/libvirt";
import { describeLab, Lab, LabPoolProps, LabScope, withCopiesOf } from "./lab";
import { planLines, UNTOUCHED } from "./planned-machines";

const build =
  (nodes: { [name: string]: LibvirtNodeOptions }) =>
  ({ pool }: LabScope): void => {
    pool("web", { nodes });
  };

const [A, B, C, D] = [10, 11, 12, 13].map((last) => ({ address: `10.17.3.${last}` }));

describeLab("the nodes of a pool on libvirt", (it) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = it();
    await lab.apply(build({ a: A, b: B }));
  });

  test("are joined by a new one, which touches none of the others", async () => {
    const { touched } = await lab.apply(build({ c: C, a: A, b: B }));
    expect(touched).toEqual({ ...UNTOUCHED, made: withCopiesOf("c") });
  });

  test("are left by one of the middle, which touches none of the others", async () => {
    const { touched } = await lab.apply(build({ a: A, c: C }));
    expect(touched).toEqual({ ...UNTOUCHED, gone: withCopiesOf("b") });
  });

  test("are another machine under another name, which may have the address", async () => {
    const { touched } = await lab.apply(build({ a: A, d: B, e: D }));
    expect(touched).toEqual({ made: withCopiesOf("d", "e"), replaced: [], gone: withCopiesOf("c") });
    const network = await lab.libvirtd.virsh("net-dumpxml", "lab");
    expect(network).toContain("name='d' ip='10.17.3.11'");
    expect(network).not.toContain("name='b'");
  });

  test("stay when the pool is renamed with its name pinned and Terraform told, and when it moves in the tree", async () => {
    const nodes = { a: A, d: B };
    const renamed: LabPoolProps = { nodes, poolName: "web", movedFrom: "web", dataDisks: [{ name: "data", sizeGib: 1 }] };
    await lab.apply(({ pool }) => pool("web", { ...renamed, movedFrom: undefined }));

    const { plan, touched } = await lab.apply(({ pool }) => pool("site", renamed));
    expect(plan.changes).toEqual([]);
    expect(touched).toEqual(UNTOUCHED);
    expect(Object.keys(plan.moves)).toHaveLength(
      2 * "Generation Ignition ImageVolume RootVolume DataVolume Devices Domain".split(" ").length,
    );

    const deeper = await lab.apply(({ stack, pool }) => {
      const group = new Construct(new Construct(stack, "region"), "group");
      pool("site", { ...renamed, movedFrom: "site" }, group);
    });
    expect(planLines(deeper.plan)).toEqual([]);
    expect(deeper.touched).toEqual(UNTOUCHED);
  });
});

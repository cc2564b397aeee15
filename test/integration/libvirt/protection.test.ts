import { beforeAll, expect, test } from "vitest";
import { FlatcarRelease, MachineConfig } from "../../../lib";
import { describeLab, domainsOf, Lab, LabPoolProps, LabScope, NEW, OLD, rootsOf, withCopiesOf } from "./lab";
import { UNTOUCHED } from "./planned-machines";

const motd = (contents: string): MachineConfig => MachineConfig.file({ path: "/etc/motd", contents });

describeLab("a protected pool on libvirt", (it) => {
  let lab: Lab;
  const build =
    (props: LabPoolProps) =>
    ({ pool }: LabScope): void => {
      const shared = { machineConfig: [motd("first")], dataDisks: [{ name: "data", sizeGib: 1 }] };
      pool("guarded", { ...shared, protect: true, nodes: { a: {}, b: { protect: false } }, ...props });
    };

  beforeAll(async () => {
    lab = it();
    await lab.apply(build({}));
  });

  test.each<[string, LabPoolProps]>([
    ["another machine config", { machineConfig: [motd("second")] }],
    ["more memory", { memoryMib: 1280 }],
    ["a raised generation", { nodes: { a: { generation: 2 }, b: { protect: false } } }],
    ["another data disk", { dataDisks: [{ name: "data", sizeGib: 2 }] }],
  ])("fails at plan for %s, before anything is touched", async (_, props) => {
    const before = await lab.host();
    await expect(lab.plan(build(props))).rejects.toThrow(/Instance cannot be destroyed/);
    await expect(lab.run.apply()).rejects.toThrow(/Instance cannot be destroyed/);
    expect(await lab.host()).toEqual(before);
  });

  test("lets through what replaces only machines that are not protected", async () => {
    const nodes = { a: {}, b: { protect: false, memoryMib: 1280 } };
    expect((await lab.apply(build({ nodes }))).touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
  });

  test("is replaced once the protection is lifted", async () => {
    const { touched } = await lab.apply(build({ protect: false, machineConfig: [motd("second")] }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: rootsOf("a", "b") });
  });
});

describeLab("a quorum on libvirt", (it) => {
  const build =
    (release: FlatcarRelease, text: string, generations: readonly number[]) =>
    ({ pool }: LabScope): void => {
      const nodes = Object.fromEntries(["a", "b", "c"].map((name, i) => [name, { generation: generations[i] }]));
      pool("db", { quorum: true, release, machineConfig: [motd(text)], dataDisks: [{ name: "data", sizeGib: 1 }], nodes });
    };

  test("takes a new release and a new config one machine at a time, in waves", async () => {
    const lab = it();
    await lab.apply(build(OLD, "first", [1, 1, 1]));
    expect((await lab.apply(build(NEW, "second", [1, 1, 1]))).touched).toEqual(UNTOUCHED);
    expect((await lab.apply(build(NEW, "second", [2, 1, 1]))).touched).toEqual({ ...UNTOUCHED, replaced: withCopiesOf("a") });
    expect((await lab.apply(build(NEW, "second", [2, 1, 2]))).touched).toEqual({ ...UNTOUCHED, replaced: withCopiesOf("c") });
    expect(await lab.config("lab-a")).toContain("data:,second");
    expect(await lab.config("lab-b")).toContain("data:,first");
  });
});

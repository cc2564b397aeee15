import { beforeAll, expect, test } from "vitest";
import { ChangePolicy, FlatcarRelease } from "../../../lib";
import { describeLab, IMAGE_MIB, Lab, LabScope, NEW, OLD, rootsOf, withCopiesOf } from "./lab";
import { planLines, UNTOUCHED } from "./planned-machines";

interface Change {
  readonly release?: FlatcarRelease;
  /** Of the nodes a and k alone. */
  readonly own?: FlatcarRelease;
  readonly generation?: number;
  /** Whether the third pool is there. */
  readonly third?: boolean;
  /** Whether the second pool follows the release after all. */
  readonly follows?: boolean;
}

/** Two pools alike but for their policy: "fresh" follows the release, "kept" does not. A third shares the release's volume with the first. */
const build =
  ({ release = OLD, own, generation, third = true, follows }: Change) =>
  ({ pool }: LabScope): void => {
    const dataDisks = [{ name: "data", sizeGib: 1 }];
    const onReleaseChange = ChangePolicy.REPLACE;
    pool("fresh", { release, onReleaseChange, dataDisks, nodes: { a: { release: own, generation }, b: {} } });
    if (third) pool("also", { onReleaseChange, nodes: { c: {} } });
    pool("kept", {
      release,
      dataDisks,
      onReleaseChange: follows ? onReleaseChange : undefined,
      nodes: { k: { release: own, generation }, l: {} },
    });
  };

describeLab("a changed release on libvirt", (it) => {
  let lab: Lab;

  /** The volumes of releases on the host, by version. */
  const readBases = async (): Promise<{ [version: string]: string }> => {
    const { volumes } = await lab.host();
    const found = [...volumes.keys()].flatMap((name) => {
      const version = /^lab-flatcar-stable-([\d.]+)-amd64-[0-9a-f]{8}\.qcow2$/.exec(name)?.[1];
      return version === undefined ? [] : [[version, name]];
    });
    return Object.fromEntries(found);
  };

  beforeAll(async () => {
    lab = it();
    await lab.apply(build({}));
  });

  test("starts from one volume per release, shared by the pools that follow it", async () => {
    expect(Object.keys(await readBases())).toEqual(["4593.2.4"]);
  });

  test("replaces the machines of a pool that follows it, from a new volume, and no others", async () => {
    const { plan, touched } = await lab.apply(build({ release: NEW }));
    const all = await readBases();
    expect(Object.keys(all)).toEqual(["4593.2.4", "4593.2.5"]);
    expect(touched).toEqual({ ...UNTOUCHED, replaced: ["lab-a", "lab-a.qcow2", "lab-b", "lab-b.qcow2"], made: [all["4593.2.5"]] });
    expect(planLines(plan).filter((line) => !line.includes("FlatcarImages"))).toEqual([
      "replace libvirt_domain fresh_a_Domain",
      "replace libvirt_domain fresh_b_Domain",
      "replace libvirt_volume fresh_a_RootVolume",
      "replace libvirt_volume fresh_b_RootVolume",
    ]);
    expect(await lab.sizeMib(all["4593.2.5"])).toBe(IMAGE_MIB["4593.2.5"]);
  });

  test("of one node replaces that node alone", async () => {
    const { touched } = await lab.apply(build({ release: NEW, own: OLD }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: ["lab-a", "lab-a.qcow2"] });
  });

  test("takes its volume along when the last machine has left it", async () => {
    const all = await readBases();
    const { touched } = await lab.apply(build({ release: NEW, third: false }));
    expect(touched).toEqual({
      made: [],
      replaced: ["lab-a", "lab-a.qcow2"],
      gone: [all["4593.2.4"], "lab-c", "lab-c.ign", "lab-c.qcow2"].sort(),
    });
    expect(Object.keys(await readBases())).toEqual(["4593.2.5"]);
  });

  test("that has waited reaches a machine when its generation is raised", async () => {
    const { touched } = await lab.apply(build({ release: NEW, generation: 2, third: false }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: [...rootsOf("a"), ...withCopiesOf("k")].sort() });
    expect(await lab.sizeMib("lab-k.image.qcow2")).toBe(IMAGE_MIB["4593.2.5"]);
    expect(await lab.sizeMib("lab-l.image.qcow2")).toBe(IMAGE_MIB["4593.2.4"]);
  });

  test("has another meaning under another policy: root disks stand on something else, and are replaced at once", async () => {
    const { touched } = await lab.apply(build({ release: NEW, generation: 2, third: false, follows: true }));
    expect(touched).toEqual({
      made: [],
      replaced: ["lab-k", "lab-k.qcow2", "lab-l", "lab-l.qcow2"],
      gone: ["lab-k.image.qcow2", "lab-l.image.qcow2"],
    });
  });
});

import { expect, test } from "vitest";
import { HetznerImage } from "../../../lib/hetzner";
import { lockedRelease } from "../../support/locked-release";
import { ExecError, requires } from "../harness";
import { Build, OLD, Rig, web } from "./rig";

async function planFails(rig: Rig, build: Build): Promise<string> {
  await rig.write(build);
  try {
    await rig.terraform().plan();
  } catch (e) {
    if (e instanceof ExecError) return e.output;
    throw e;
  }
  throw new Error("the plan did not fail");
}

/** How many times Terraform speaks of an error. */
function errors(output: string): number {
  return output.split("Error: ").length - 1;
}

const LABELS = { os: "flatcar", "flatcar-channel": "stable", "flatcar-version": "4593.2.5" };

requires("terraform", "provider-hcloud")("the image lookup", () => {
  test("fails a plan where there is no snapshot, in one message for the whole pool", async () => {
    const rig = await Rig.start([]);
    const output = await planFails(rig, web());
    expect(output).toContain("Resource not found");
    expect(output).toContain("flatcar-version=4593.2.5");
    expect(errors(output)).toBe(1);
  });

  test("fails a plan where there are two, in one message", async () => {
    const rig = await Rig.start([OLD]);
    rig.addImage(OLD);
    const output = await planFails(rig, web());
    expect(output).toContain("Found more than one resource (image) using label selector");
    expect(errors(output)).toBe(1);
  });

  test.each([
    ["arm", "x86", "cax11"],
    ["x86", "arm", "cx23"],
  ] as const)("finds the one for %s, passing over that for %s and one that is not ready", async (architecture, other, serverType) => {
    const rig = await Rig.start([]);
    rig.emulator.addImage({ labels: LABELS, architecture: other });
    rig.emulator.addImage({ labels: LABELS, architecture, status: "creating" });
    const wanted = rig.emulator.addImage({ labels: LABELS, architecture });
    await rig.apply(web({ serverType }));
    expect(rig.emulator.server("t-a").image.id).toBe(wanted.id);
  });

  test("takes further labels, to tell two snapshots of a release apart", async () => {
    const rig = await Rig.start([OLD]);
    const wanted = rig.emulator.addImage({ labels: { ...LABELS, build: "2" }, architecture: "x86" });
    await rig.apply(web({ image: HetznerImage.byLabels({ build: "2" }) }));
    expect(rig.emulator.server("t-a").image.id).toBe(wanted.id);
  });

  test("by the lock passes over a snapshot that was made of anything but the artifact with the lock's hash", async () => {
    const artifact = { name: "flatcar_production_hetzner_image.bin.bz2", sha512: "0123456789abcdef".repeat(8) };
    const build = web({ release: lockedRelease("4593.2.5", [artifact]), image: HetznerImage.byLock() });
    const rig = await Rig.start([OLD]);
    rig.emulator.addImage({ labels: { ...LABELS, "flatcar-sha512": "f".repeat(63) }, architecture: "x86" });
    expect(await planFails(rig, build)).toContain("Resource not found");
    const wanted = rig.emulator.addImage({ labels: { ...LABELS, "flatcar-sha512": artifact.sha512.slice(0, 63) }, architecture: "x86" });
    await rig.apply(build);
    expect(rig.emulator.server("t-a").image.id).toBe(wanted.id);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });

  test("is not needed where an id is given", async () => {
    const rig = await Rig.start([]);
    const { id } = rig.emulator.addImage({ architecture: "x86" });
    await rig.apply(web({ image: HetznerImage.byId(String(id)) }));
    expect(rig.emulator.server("t-a").image.id).toBe(id);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });
});

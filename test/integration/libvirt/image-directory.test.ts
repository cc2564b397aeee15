import { createHash } from "crypto";
import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { ChangePolicy, FlatcarRelease } from "../../../lib";
import { LibvirtImage } from "../../../lib/libvirt";
import { lockedRelease } from "../../support/locked-release";
import { emptyImage, ExecError } from "../harness";
import { describeLab, IMAGE_MIB, Lab, LabScope, rootsOf, withCopiesOf } from "./lab";
import { UNTOUCHED } from "./planned-machines";

const FILE = "flatcar_production_qemu_image.img";
const OLD = "4593.2.4";
const NEW = "4593.2.5";

interface Change {
  readonly release?: FlatcarRelease;
  readonly directory?: string;
  readonly generation?: number;
}

describeLab("images of a directory on libvirt", (it) => {
  let lab: Lab;
  let images: string;
  let releases: { readonly [version: string]: FlatcarRelease };

  const fileOf = (version: string, directory = images): string => path.join(directory, "amd64-usr", version, FILE);

  /** Puts what `image fetch --to` would into the directory. */
  const fetch = async (version: string): Promise<string> => {
    const folder = path.dirname(fileOf(version));
    fs.mkdirSync(folder, { recursive: true });
    const made = await emptyImage(folder, "made", IMAGE_MIB[version]);
    fs.renameSync(made.path, fileOf(version));
    return createHash("sha512")
      .update(fs.readFileSync(fileOf(version)))
      .digest("hex");
  };

  /** "fresh" follows the release, "kept" does not. */
  const build =
    ({ release = releases[OLD], directory = images, generation }: Change = {}) =>
    ({ pool }: LabScope): void => {
      const image = LibvirtImage.fromDirectory(directory);
      pool("fresh", { release, image, onReleaseChange: ChangePolicy.REPLACE, nodes: { a: {} } });
      pool("kept", { release, image, nodes: { k: { generation } } });
    };

  const refused = async (change: Change = {}): Promise<string> => {
    const before = await lab.host();
    try {
      await lab.plan(build(change));
    } catch (e) {
      if (!(e instanceof ExecError)) throw e;
      expect(await lab.host()).toEqual(before);
      // As Terraform prints it, in lines of its own length.
      return e.output.replace(/\s+/g, " ");
    }
    throw new Error("the plan did not fail");
  };

  beforeAll(async () => {
    lab = it();
    images = lab.workspace.mkdir("fetched");
    const locked = async (version: string): Promise<[string, FlatcarRelease]> => [
      version,
      lockedRelease(version, [{ name: FILE, sha512: await fetch(version) }]),
    ];
    releases = Object.fromEntries([await locked(OLD), await locked(NEW)]);
    fs.rmSync(fileOf(NEW));
  });

  test("that are missing end a plan that would make disks of them, in words that say how to get them", async () => {
    const there = fileOf(OLD);
    fs.renameSync(there, `${there}.away`);
    const output = await refused();
    expect(output).toContain(
      `There is no file ${there}: run 'cdktf-flatcar image fetch ${OLD} --platform libvirt --arch amd64 --to DIR' on the machine that runs Terraform.`,
    );
    fs.renameSync(`${there}.away`, there);
  });

  test("with other bytes than the lock's end it too", async () => {
    fs.appendFileSync(fileOf(OLD), "x");
    expect(await refused()).toContain(`${fileOf(OLD)} has not the SHA-512 that the lock holds, `);
    await fetch(OLD);
  });

  test("with the lock's bytes become the disks of machines", async () => {
    const { touched } = await lab.apply(build());
    const base = touched.made.find((name) => name.startsWith(`lab-flatcar-stable-${OLD}-amd64-`)) ?? "";
    expect(touched.made).toEqual([...rootsOf("a"), base, ...withCopiesOf("k")].sort());
    for (const volume of [base, "lab-k.image.qcow2"]) expect(await lab.sizeMib(volume)).toBe(IMAGE_MIB[OLD]);
  });

  test("may be gone afterwards, or lie somewhere else: no plan changes anything", async () => {
    const elsewhere = `${images}-moved`;
    fs.renameSync(images, elsewhere);
    expect((await lab.plan(build())).isEmpty).toBe(true);
    expect((await lab.plan(build({ directory: elsewhere }))).isEmpty).toBe(true);
    fs.renameSync(elsewhere, images);
  });

  test("of a new release that nobody has fetched end the plan for the machines that follow it, before one is touched", async () => {
    expect(await refused({ release: releases[NEW] })).toContain(`There is no file ${fileOf(NEW)}: run`);
  });

  test("of a new release replace the machines that follow it, and leave the others alone", async () => {
    await fetch(NEW);
    const { touched } = await lab.apply(build({ release: releases[NEW] }));
    const base = touched.made.find((name) => name.startsWith(`lab-flatcar-stable-${NEW}-amd64-`)) ?? "";
    expect({ ...touched, gone: touched.gone.map((name) => name.replace(/-[0-9a-f]{8}\.qcow2$/, "")) }).toEqual({
      made: [base],
      replaced: ["lab-a", "lab-a.qcow2"],
      gone: [`lab-flatcar-stable-${OLD}-amd64`],
    });
    fs.rmSync(fileOf(NEW));
    expect((await lab.plan(build({ release: releases[NEW] }))).isEmpty).toBe(true);
  });

  test("are looked for again when a generation is raised, and then reach the machine", async () => {
    const change = { release: releases[NEW], generation: 2 };
    expect(await refused(change)).toContain(`There is no file ${fileOf(NEW)}: run`);
    await fetch(NEW);
    const { touched } = await lab.apply(build(change));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: withCopiesOf("k").sort() });
    expect(await lab.sizeMib("lab-k.image.qcow2")).toBe(IMAGE_MIB[NEW]);
  });

  test("that were altered since end every plan: nobody should go on with them", async () => {
    fs.appendFileSync(fileOf(NEW), "x");
    expect(await refused({ release: releases[NEW], generation: 2 })).toContain("it is another file, or damaged");
  });

  test("are not missed when all is destroyed", async () => {
    fs.rmSync(images, { recursive: true });
    await lab.destroy();
    expect((await lab.host()).volumes.size).toBe(0);
  });
});

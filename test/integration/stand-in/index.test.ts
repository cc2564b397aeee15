import { execFileSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { exec, requires, Workspace } from "../harness";
import { standIn, standInProblem } from "./index";

const BUILD = path.join(__dirname, "build.mjs");
const NAMES = [
  "flatcar_production_qemu_image.img",
  "flatcar_production_image.bin.bz2",
  "flatcar_production_image.bin.bz2.sig",
  "flatcar_production_pxe.vmlinuz",
  "flatcar_production_pxe_image.cpio.gz",
];

interface Told {
  readonly folder: string;
  readonly built: boolean;
}

test("a folder of one's own stands in for the stand-in, and nothing claims to know what is in it", () => {
  const workspace = Workspace.forTest();
  for (const name of NAMES) workspace.write(name, "");
  const env = { FLATCAR_BOOT_IMAGES: workspace.directory };
  expect(standInProblem(env)).toBeUndefined();
  expect(standIn(env)).toMatchObject({ folder: workspace.directory, disk: workspace.path(NAMES[0]), isStandIn: false });
});

test("a folder in which a file is missing is an error that names the file", () => {
  const workspace = Workspace.forTest();
  for (const name of NAMES.slice(1)) workspace.write(name, "");
  expect(() => standIn({ FLATCAR_BOOT_IMAGES: workspace.directory })).toThrow(
    `${workspace.directory} has no flatcar_production_qemu_image.img; put Flatcar's images there, or unset FLATCAR_BOOT_IMAGES`,
  );
});

test("the program takes no argument that it does not know", async () => {
  const { stderr } = await exec(process.execPath, [BUILD, "--path"], { allowedExitCodes: [1] });
  expect(stderr.trim()).toBe("test/integration/stand-in/build.mjs: unknown arguments --path; use no argument, or --paths");
});

requires("stand-in")("the folder of the stand-in", () => {
  const told = (build: string, cache: string): Told =>
    JSON.parse(
      execFileSync(process.execPath, [build, "--paths"], { encoding: "utf8", env: { ...process.env, CDKTF_FLATCAR_CACHE: cache } }),
    ) as Told;

  test("is not there in another cache, whatever a build that was killed has left", () => {
    const workspace = Workspace.forTest();
    for (const name of NAMES) workspace.write(`stand-in/tmp-abc/output/${name}`, "");
    const { folder, built } = told(BUILD, workspace.directory);
    expect(built).toBe(false);
    expect(path.dirname(folder)).toBe(workspace.path("stand-in"));
  });

  test("is another one when a file of the image is", () => {
    const workspace = Workspace.forTest();
    const tests = path.resolve(__dirname, "../..");
    for (const name of ["integration/stand-in", "tools"]) {
      fs.cpSync(path.join(tests, name), workspace.path("test", name), { recursive: true });
    }
    const copy = workspace.path("test/integration/stand-in/build.mjs");
    const before = told(copy, workspace.directory).folder;
    expect(path.basename(before)).toBe(path.basename(told(BUILD, workspace.directory).folder));
    fs.appendFileSync(workspace.path("test/integration/stand-in/files/grub/grub.cfg"), "\n");
    expect(told(copy, workspace.directory).folder).not.toBe(before);
  });
});

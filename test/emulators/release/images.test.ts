import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bzip2, bzip2Bomb, rawDisk, tinyQcow2 } from ".";
import { imageFiles } from "./images";

function file(bytes: Uint8Array): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "images-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const name = path.join(folder, "file");
  fs.writeFileSync(name, bytes);
  return name;
}

test("the tiny qcow2 image is one for QEMU, without a mistake in it", () => {
  const image = file(tinyQcow2("a seed", 16));
  const info = spawnSync("qemu-img", ["info", "--output=json", image], { encoding: "utf8" });
  expect(JSON.parse(info.stdout)).toMatchObject({ format: "qcow2", "virtual-size": 16 * 1024 * 1024 });
  const check = spawnSync("qemu-img", ["check", "--output=json", image], { encoding: "utf8" });
  expect([check.status, check.stderr]).toEqual([0, ""]);
  expect(JSON.parse(check.stdout)).toMatchObject({ "check-errors": 0 });
  expect(tinyQcow2("a", 16).equals(tinyQcow2("b", 16))).toBe(false);
  expect(() => tinyQcow2("a", 8 * 1024 * 1024)).toThrow(RangeError);
});

test("a packed image unpacks to the disk it was made of", () => {
  const disk = rawDisk("a seed");
  const packed = file(bzip2(disk));
  const unpacked = spawnSync("bzip2", ["-dc", packed]);
  expect(unpacked.stdout.equals(disk)).toBe(true);
});

test("a bomb is small, and unpacks to as much as was asked for", () => {
  const bomb = bzip2Bomb(256);
  expect(bomb.length).toBeLessThan(256 * 1024);
  const counted = spawnSync("sh", ["-c", 'bzip2 -dc "$1" | wc -c', "sh", file(bomb)], { encoding: "utf8" });
  expect(Number(counted.stdout)).toBe(256 * 1024 * 1024);
});

test("a release has the images that are published for its version and architecture", () => {
  const names = (version: string, board: string): string[] => [...imageFiles(version, board, "x").keys()];
  expect(names("4593.2.5", "amd64-usr")).toEqual(
    expect.arrayContaining([
      "flatcar_production_qemu_image.img",
      "flatcar_production_hetzner_image.bin.bz2",
      "flatcar_production_pxe.vmlinuz",
      "flatcar_production_pxe_image.cpio.gz",
      "flatcar_production_image.bin.bz2",
      "flatcar_production_qemu_uefi_efi_code.qcow2",
    ]),
  );
  expect(names("4593.2.5", "arm64-usr")).not.toContain("flatcar_production_qemu_image.img");
  expect(names("4081.3.10", "amd64-usr")).toContain("flatcar_production_qemu_uefi_efi_vars.fd");
  expect(names("2605.32.1", "arm64-usr")).toEqual([]);
});

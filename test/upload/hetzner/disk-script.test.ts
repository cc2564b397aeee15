import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { type DiskImage, type DiskReport, diskScript, readDiskReport, shellCommand } from "../../../lib/upload/hetzner/disk-script";
import { folder } from "./rig";

const RAW = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i + (i >> 9)) & 255));
const PACKED = execFileSync("bzip2", ["-c"], { input: RAW });
const imageOf = (packed: Buffer): DiskImage => ({
  sha512: createHash("sha512").update(packed).digest("hex"),
  size: packed.length,
  diskBytes: 400_000,
});
const IMAGE = imageOf(PACKED);

/** A disk that is a file, with something on it. */
function disk(bytes = 400_000): string {
  const file = path.join(folder(), "disk");
  fs.writeFileSync(file, Buffer.alloc(bytes, 7));
  return file;
}

function run(script: string, input: Buffer, env: Record<string, string> = {}): DiskReport & { readonly code: number | null } {
  const temporary = folder();
  const { stdout, status } = spawnSync("/bin/sh", ["-c", shellCommand(script)], {
    input,
    encoding: "utf8",
    env: { PATH: process.env.PATH, TMPDIR: temporary, ...env },
  });
  expect(fs.readdirSync(temporary)).toEqual([]);
  return { ...readDiskReport(stdout), code: status };
}

/** The PATH with other programs before it. */
function programs(scripts: Readonly<Record<string, string>>): Record<string, string> {
  const bin = folder();
  for (const [name, script] of Object.entries(scripts)) fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${bin}:${process.env.PATH}` };
}

test("the image is unpacked to the disk, and what arrived is told", () => {
  const file = disk();
  expect(run(diskScript(IMAGE, file), PACKED)).toEqual({
    code: 0,
    failure: undefined,
    sha512: IMAGE.sha512,
    packed: PACKED.length,
    written: RAW.length,
  });
  const written = fs.readFileSync(file);
  expect(written.subarray(0, RAW.length).equals(RAW)).toBe(true);
  expect(written.length).toBe(400_000);
});

test("bytes that are others are seen", () => {
  const other = execFileSync("bzip2", ["-c"], { input: Buffer.concat([RAW.subarray(1), Buffer.from([1])]) });
  const { failure, code } = run(diskScript({ ...imageOf(other), sha512: IMAGE.sha512 }, disk()), other);
  expect([failure, code]).toEqual([`what arrived has the SHA-512 ${imageOf(other).sha512}`, 1]);
});

test("so are fewer, and what is no bzip2", () => {
  const half = Buffer.concat([PACKED.subarray(0, PACKED.length / 2)]);
  expect(run(diskScript(IMAGE, disk()), half)).toMatchObject({
    code: 1,
    failure: expect.stringContaining("cannot be unpacked: bzip2: Compressed file ends unexpectedly") as string,
  });
  expect(run(diskScript(imageOf(half), disk()), half)).toMatchObject({
    code: 1,
    failure: expect.stringContaining("cannot be unpacked") as string,
  });
  expect(run(diskScript(IMAGE, disk()), RAW)).toMatchObject({
    code: 1,
    failure: expect.stringContaining("cannot be unpacked: bzip2: (stdin) is not a bzip2 file") as string,
  });
  expect(run(diskScript(IMAGE, disk()), Buffer.alloc(0))).toMatchObject({ code: 1 });
});

test("whole streams that are fewer bytes than announced are seen too", () => {
  expect(run(diskScript({ ...IMAGE, size: IMAGE.size + 1 }, disk()), PACKED)).toMatchObject({
    code: 1,
    failure: `${PACKED.length} bytes arrived, of ${PACKED.length + 1}`,
  });
});

test("a disk that is too small is not touched", () => {
  const file = disk(399_999);
  expect(run(diskScript(IMAGE, file), PACKED)).toMatchObject({ code: 1, failure: "the disk has 399999 bytes, and the image needs 400000" });
  expect(fs.readFileSync(file).every((byte) => byte === 7)).toBe(true);
});

test("nor is one that is in use: the server has started another system than the rescue system", () => {
  const file = disk();
  const { failure } = run(diskScript(IMAGE, file), PACKED, programs({ lsblk: "echo; echo /" }));
  expect(failure).toBe(`the server did not start the rescue system: ${file} is mounted`);
  expect(fs.readFileSync(file).every((byte) => byte === 7)).toBe(true);
});

test("a server without a disk is told of", () => {
  expect(run(diskScript(IMAGE, "/nowhere/sda"), PACKED).failure).toBe("the server has no disk /nowhere/sda");
});

test("what cannot be written is told with the words of dd", () => {
  const failing = programs({
    dd: 'cat >/dev/null; echo "1+0 records in" >&2; echo "dd: error writing: No space left on device" >&2; exit 1',
  });
  expect(run(diskScript(IMAGE, disk()), PACKED, failing).failure).toBe(
    "the disk cannot be written: dd: error writing: No space left on device",
  );
});

test("a rescue system without a program is told of", () => {
  const bin = folder();
  for (const name of ["bash", "grep"]) fs.symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), path.join(bin, name));
  expect(run(diskScript(IMAGE, disk()), PACKED, { PATH: bin }).failure).toBe("the rescue system has no bzip2");
});

test("a report without its end is one of a failure that had no time for words", () => {
  expect(readDiskReport("packed 12\nsha512 ab\n")).toMatchObject({ failure: "", packed: 12, sha512: "ab", written: undefined });
  expect(readDiskReport("")).toMatchObject({ failure: "" });
  expect(readDiskReport("packed x\nwritten 3\ndone\n")).toMatchObject({ failure: undefined, packed: undefined, written: 3 });
});

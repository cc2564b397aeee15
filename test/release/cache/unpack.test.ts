import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { unpackBzip2 } from "../../../lib/release/cache/unpack";
import { bzip2, bzip2Bomb } from "../../emulators/release";
import { run } from "../../support/project";
import { rejected } from "../rejected";
import { temporary } from "./testing";

const MIB = 1024 * 1024;
const PLENTY = 512 * MIB;

/** A packed file in a folder of its own, and where it is to be unpacked. */
function files(packed: Uint8Array): { packed: string; target: string } {
  const folder = temporary();
  fs.writeFileSync(path.join(folder, "disk.bin.bz2"), packed);
  return { packed: path.join(folder, "disk.bin.bz2"), target: path.join(folder, "disk.bin") };
}

/** A disk with some data at its beginning and its end, and zeros between. */
function disk(mebibytes: number): Buffer {
  const bytes = Buffer.alloc(mebibytes * MIB);
  bytes.write("beginning");
  bytes.write("end", bytes.length - 3);
  return bytes;
}

const options = (more: object = {}) => ({ maxBytes: PLENTY, searchPath: process.env.PATH, ...more });

/** A folder with a program in the place of bzip2. */
function program(name: string, text: string): string {
  const folder = temporary();
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return folder;
}

test("a disk is unpacked to the byte, with its hash and size, and its zeros take no space", async () => {
  const bytes = disk(48);
  const { packed, target } = files(bzip2(bytes));
  const steps: number[] = [];
  const found = await unpackBzip2(packed, target, options({ progress: ({ done }: { done: number }) => steps.push(done) }));
  expect(found).toEqual({ sha512: createHash("sha512").update(bytes).digest("hex"), size: bytes.length });
  expect(fs.readFileSync(target).equals(bytes)).toBe(true);
  expect(fs.statSync(target).blocks * 512).toBeLessThan(MIB);
  expect(steps.at(-1)).toBe(bytes.length);
});

test("a packed file that is changed while it is unpacked, or right before, is not taken for what was verified", async () => {
  const bytes = bzip2(disk(8));
  const { packed, target } = files(bytes);
  const packedSha512 = createHash("sha512").update(bytes).digest("hex");
  await unpackBzip2(packed, target, options({ packedSha512 }));
  fs.rmSync(target);
  const during = (): void => fs.appendFileSync(packed, "more");
  expect(await rejected(unpackBzip2(packed, target, options({ packedSha512, progress: during })))).toMatchObject({
    code: "cache-entry-altered",
    path: packed,
    allowed: packedSha512,
  });
  fs.rmSync(target);
  fs.writeFileSync(packed, bzip2(Buffer.from("another")));
  expect((await rejected(unpackBzip2(packed, target, options({ packedSha512 })))).code).toBe("cache-entry-altered");
});

test("a file of nothing is unpacked to nothing, and streams that follow one another to all of them", async () => {
  const nothing = files(bzip2(new Uint8Array()));
  expect((await unpackBzip2(nothing.packed, nothing.target, options())).size).toBe(0);
  const two = files(Buffer.concat([bzip2(Buffer.from("one")), bzip2(Buffer.from("two"))]));
  await unpackBzip2(two.packed, two.target, options());
  expect(fs.readFileSync(two.target, "utf8")).toBe("onetwo");
});

test.each([
  ["cut off", (packed: Buffer) => packed.subarray(0, packed.length - 20)],
  ["cut off to nothing", () => Buffer.alloc(0)],
  ["no bzip2", () => Buffer.from("a text\n".repeat(100))],
  ["followed by something else", (packed: Buffer) => Buffer.concat([packed, Buffer.from("garbage behind the end")])],
  ["followed by a byte", (packed: Buffer) => Buffer.concat([packed, Buffer.from([0])])],
  ["damaged", (packed: Buffer) => Buffer.from(packed.map((byte, i) => (i === packed.length >> 1 ? byte ^ 0xff : byte)))],
])("a file that is %s is an error of one line that names it", async (_, change) => {
  const { packed, target } = files(change(bzip2(disk(2))));
  const error = await rejected(unpackBzip2(packed, target, options()));
  expect(error).toMatchObject({ code: "unpack-failed", path: packed });
  expect(error.message).not.toContain("\n");
});

test("a file that unpacks to more than an image is stopped there", async () => {
  const { packed, target } = files(bzip2Bomb(1024));
  const error = await rejected(unpackBzip2(packed, target, options({ maxBytes: 100 * MIB })));
  expect(error).toMatchObject({ code: "unpack-too-large", path: packed, received: `more than ${100 * MIB} bytes` });
  expect(fs.statSync(target).size).toBeLessThanOrEqual(100 * MIB);
});

test("lbzip2 is taken before bzip2, and the environment's options for either are not", async () => {
  const { packed, target } = files(bzip2(disk(1)));
  const folder = program("lbzip2", "echo lbzip2 $BZIP2 $LBZIP2 $@");
  await unpackBzip2(packed, target, options({ searchPath: `relative${path.delimiter}${folder}${path.delimiter}${process.env.PATH}` }));
  expect(fs.readFileSync(target, "utf8")).toBe("lbzip2 -d -c\n");
});

test("without either the error says what to install", async () => {
  for (const searchPath of [undefined, "", temporary()]) {
    const { packed, target } = files(bzip2(disk(1)));
    const error = await rejected(unpackBzip2(packed, target, options({ searchPath })));
    expect(error).toMatchObject({ code: "unpack-program-missing", mend: "install one of them: apt-get install lbzip2" });
    expect(fs.existsSync(target)).toBe(false);
  }
});

test("a program that fails without a word is told by how it ended", async () => {
  const { packed, target } = files(bzip2(disk(1)));
  const dying = await rejected(unpackBzip2(packed, target, options({ searchPath: program("bzip2", "kill -TERM $$") })));
  expect(dying).toMatchObject({ code: "unpack-failed", received: "ended with SIGTERM" });
  const failing = files(bzip2(disk(1)));
  expect(await rejected(unpackBzip2(failing.packed, failing.target, options({ searchPath: program("bzip2", "exit 3") })))).toMatchObject({
    received: "ended with 3",
  });
});

test("whoever ends it ends the program too", async () => {
  const { packed, target } = files(bzip2(disk(1)));
  const folder = program("bzip2", `echo $$ > "${path.dirname(packed)}/pid"\nexec /bin/sleep 60`);
  const controller = new AbortController();
  const unpacking = unpackBzip2(packed, target, options({ searchPath: folder, signal: controller.signal }));
  const pidFile = path.join(path.dirname(packed), "pid");
  await expect.poll(() => fs.existsSync(pidFile) && fs.readFileSync(pidFile, "utf8")).toMatch(/^\d+\n$/);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(unpacking).rejects.toBe(reason);
  expect(run("kill", ["-0", fs.readFileSync(pidFile, "utf8").trim()]).status).not.toBe(0);
});

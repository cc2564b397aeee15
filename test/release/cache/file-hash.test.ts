import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { expect, test } from "vitest";
import { bytesDigest, fileDigest, readBlocks } from "../../../lib/release/cache/file-hash";
import { rejected } from "../rejected";
import { temporary } from "./testing";

const MIB = 1024 * 1024;

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(temporary(), "file");
  await fs.writeFile(file, bytes);
  return file;
}

/** Bytes of which no two blocks are the same. */
function bytesOf(size: number): Buffer {
  return Buffer.from(Uint32Array.from({ length: Math.ceil(size / 4) }, (_, i) => i).buffer).subarray(0, size);
}

test.each([0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 17])("the hash of a file of %d bytes is that of its bytes", async (size) => {
  const bytes = bytesOf(size);
  const found = await fileDigest(await fileOf(bytes), { fileName: "x" });
  expect(found).toEqual({ sha512: createHash("sha512").update(bytes).digest("hex"), size });
  expect(bytesDigest(bytes)).toEqual(found);
});

test.each([
  ["a folder", (at: string) => fs.mkdir(at)],
  ["a pipe", async (at: string) => void execFileSync("mkfifo", [at])],
  ["a link to a device without an end", (at: string) => fs.symlink("/dev/zero", at)],
])("%s has no hash, and is not waited for", async (_what, make) => {
  const at = path.join(temporary(), "odd");
  await make(at);
  expect(await rejected(fileDigest(at, { fileName: "x" }))).toMatchObject({ code: "file-not-readable", path: at });
});

test("blocks come in their order and end where they are told to", async () => {
  const bytes = bytesOf(3 * MIB);
  const handle = await fs.open(await fileOf(bytes), "r");
  try {
    for (const end of [0, 10, MIB, 2 * MIB + 5, undefined]) {
      const blocks: Buffer[] = [];
      for await (const block of readBlocks(handle, { end })) blocks.push(Buffer.from(block));
      expect(Buffer.concat(blocks).equals(bytes.subarray(0, end))).toBe(true);
    }
  } finally {
    await handle.close();
  }
});

test("it tells how far it has come, and ends when it is told to", async () => {
  const file = await fileOf(bytesOf(3 * MIB));
  const steps: unknown[] = [];
  await fileDigest(file, { fileName: "disk.img", progress: (step) => steps.push(step) });
  expect(steps).toEqual([1, 2, 3].map((n) => ({ step: "verify", fileName: "disk.img", done: n * MIB, total: 3 * MIB })));
  const reason = new Error("enough");
  const controller = new AbortController();
  const hashing = fileDigest(file, { fileName: "x", signal: controller.signal, progress: () => controller.abort(reason) });
  await expect(hashing).rejects.toBe(reason);
});

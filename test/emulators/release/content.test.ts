import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Content } from ".";
import { seededBytes } from "./content";

const MEBIBYTE = 1024 * 1024;

async function read(content: Content, start: number, end: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.read(start, end)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("seeded bytes follow from the seed, and every part of them is the same in whole and in pieces", async () => {
  for (const size of [0, 1, 64, 65, 1000, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE + 100]) {
    const all = Buffer.from(await Content.seeded("a", size).all());
    expect(all).toHaveLength(size);
    expect(all.equals(seededBytes("a", size))).toBe(true);
    for (const [start, end] of [
      [0, size],
      [1, size],
      [Math.floor(size / 2), size],
      [Math.floor(size / 3), Math.floor(size / 2)],
      [Math.max(0, size - 70), size],
    ]) {
      expect((await read(Content.seeded("a", size), start, end)).equals(all.subarray(start, end)), `${size}: ${start} to ${end}`).toBe(
        true,
      );
    }
  }
  expect(seededBytes("a", 1000).equals(seededBytes("b", 1000))).toBe(false);
});

test("no two blocks of seeded bytes are the same, and none can be left out unseen", () => {
  const bytes = seededBytes("a", 3 * MEBIBYTE);
  const blocks = [0, 1, 2].map((i) =>
    createHash("sha256")
      .update(bytes.subarray(i * MEBIBYTE, (i + 1) * MEBIBYTE))
      .digest("hex"),
  );
  expect(new Set(blocks).size).toBe(3);
});

test("a file is read in parts, and has the digests that the tools of the system say", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "content-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "file");
  fs.writeFileSync(file, "flatcar\n");
  const content = Content.file(file);
  expect(content.size).toBe(8);
  expect((await read(content, 2, 5)).toString()).toBe("atc");
  expect((await read(content, 8, 8)).toString()).toBe("");
  // printf 'flatcar\n' | md5sum, sha1sum, sha512sum
  expect(await content.digests()).toEqual({
    md5: "277575564d74248fd47b92090057dcd8",
    sha1: "c62afb4d351029f6973ff3be567fcc9089201582",
    sha512:
      "1d5ef6db3667524e4a8ac68467135fb4de59adc37eb78844b6863f2b984eb1eca71880c2e240019e90ea1c14dad6b4926ab56ad8d87c2172574d70b10b21137b",
  });
  expect(await Content.of("flatcar\n").digests()).toEqual(await content.digests());
  expect(await Content.of("flatcar\n").etag()).toBe(await content.etag());
});

test("the hash can be gone on with behind the last byte, more than once", async () => {
  const after = await Content.of("flat").sha512After();
  for (const end of ["car\n", "", "car\n"]) {
    expect(Buffer.from(after(Buffer.from(end))).toString("hex")).toBe(createHash("sha512").update(`flat${end}`).digest("hex"));
  }
});

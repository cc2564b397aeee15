import * as fs from "node:fs/promises";
import * as path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BlockWriter, BlockWriterOptions } from "../../../lib/release/cache/block-writer";
import { temporary } from "./testing";

const MIB = 1024 * 1024;

/** What a file holds after pieces were written to it. */
async function written(
  pieces: readonly Uint8Array[],
  options: BlockWriterOptions = {},
  before = Buffer.alloc(0),
): Promise<{ bytes: Buffer; taken: number }> {
  const file = path.join(temporary(), "file");
  await fs.writeFile(file, before);
  const handle = await fs.open(file, "r+");
  try {
    const writer = new BlockWriter(handle, options);
    for (const piece of pieces) {
      await writer.write(piece);
      // The piece is the caller's again.
      piece.fill(255);
    }
    await writer.end();
  } finally {
    await handle.close();
  }
  return { bytes: await fs.readFile(file), taken: (await fs.stat(file)).blocks * 512 };
}

test("whatever the pieces, their bytes are in the file in their order, with zeros written or left out", async () => {
  const piece = fc.tuple(fc.constantFrom(0, 1, 4095, 32 * 1024, 65536, 300_000, MIB, MIB + 1), fc.constantFrom(0, 7));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.boolean(), async (parts, sparse) => {
      const pieces = parts.map(([size, fill]) => Buffer.alloc(size, fill));
      const expected = Buffer.concat(pieces);
      expect((await written(pieces, { sparse })).bytes.equals(expected)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("zeros take space only where they are written", async () => {
  const zeros = (): Buffer[] => [Buffer.alloc(8 * MIB), Buffer.from("end")];
  expect((await written(zeros())).taken).toBeGreaterThanOrEqual(8 * MIB);
  expect((await written(zeros(), { sparse: true })).taken).toBeLessThan(MIB);
});

test("it goes on in the middle of a file, and the file ends where it ends", async () => {
  const before = Buffer.from("0123456789");
  expect((await written([Buffer.from("ab")], { position: 4 }, before)).bytes.toString()).toBe("0123ab");
  expect((await written([], { position: 4 }, before)).bytes.toString()).toBe("0123");
});

test.each(["write", "datasync", "truncate", "sync"] as const)(
  "an error of %s comes to who writes, at the latest at the end",
  async (method) => {
    const file = path.join(temporary(), "file");
    const handle = await fs.open(file, "w");
    const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: method });
    Object.defineProperty(handle, method, { value: () => Promise.reject(full) });
    try {
      const writer = new BlockWriter(handle);
      const writing = async (): Promise<void> => {
        for (let i = 0; i < 40; i++) await writer.write(Buffer.alloc(MIB, 1));
        await writer.end();
      };
      await expect(writing()).rejects.toBe(full);
    } finally {
      await handle.close();
    }
  },
);

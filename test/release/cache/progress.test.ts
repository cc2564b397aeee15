import * as path from "node:path";
import { expect, test } from "vitest";
import { FileProgress, FileStep, placeFile } from "../../../lib/release/cache";
import { IMAGE, lab, releaseDirectory } from "./testing";

test("every step of a file's way is told with its name, never goes back, and ends with all of it", async () => {
  const { feed, cache, root } = await lab();
  const told: FileProgress[] = [];
  const options = { progress: (progress: FileProgress) => told.push(progress) };
  const directory = releaseDirectory();
  const packed = await cache.file({ directory, fileName: IMAGE }, feed, options);
  const unpacked = await cache.unpacked(directory, packed, { ...options, maxBytes: 2 ** 30, searchPath: process.env.PATH });
  await placeFile(unpacked, path.join(root, "placed.bin"), options);
  await cache.cachedFile({ directory, fileName: IMAGE }, options);
  for (const step of Object.values(FileStep)) {
    const steps = told.filter((progress) => progress.step === step);
    const { size } = [FileStep.DOWNLOAD, FileStep.VERIFY].includes(step) ? packed : unpacked;
    const dones = steps.map(({ done }) => done);
    expect(dones, step).toEqual([...dones].sort((a, b) => a - b));
    expect(dones.at(-1), step).toBe(size);
    expect(new Set(steps.map(({ total }) => total)), step).toEqual(new Set([step === FileStep.UNPACK ? undefined : size]));
  }
  expect(new Set(told.map(({ fileName }) => fileName))).toEqual(new Set([IMAGE, "flatcar_production_image.bin", "placed.bin"]));
});

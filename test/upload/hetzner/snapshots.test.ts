import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import { listFlatcarSnapshots } from "../../../lib/upload/hetzner";
import { findSnapshots } from "../../../lib/upload/hetzner/snapshots";
import { LABELS, apiOf, startEmulator } from "./rig";

test("a snapshot tells what it is, as far as its labels do", async () => {
  const emulator = await startEmulator();
  const sha512 = "a".repeat(63);
  const { id, created } = emulator.addImage({ labels: { ...LABELS, "flatcar-sha512": sha512 }, description: "mine", architecture: "arm" });
  emulator.addImage({ labels: { os: "flatcar" }, status: "creating" });
  expect(await listFlatcarSnapshots(apiOf(emulator))).toMatchObject([
    {
      id,
      created,
      status: "available",
      description: "mine",
      architecture: Architecture.ARM64,
      channel: "stable",
      version: "4593.2.5",
      sha512,
      diskGb: 10,
      sizeGb: 0.5,
    },
    { status: "creating", architecture: Architecture.AMD64, channel: undefined, version: undefined, sha512: undefined },
  ]);
});

test("what says nothing of Flatcar is none: other snapshots, images of Hetzner's, and what is still being uploaded", async () => {
  const emulator = await startEmulator();
  emulator.addImage({ labels: { os: "debian" } });
  emulator.addImage({ labels: { "flatcar-temporary": "x" } });
  emulator.addImage({ labels: { os: "flatcar" }, type: "backup" });
  expect(await listFlatcarSnapshots(apiOf(emulator))).toEqual([]);
});

test("snapshots are found by all labels together, by architecture, and also where they are deprecated", async () => {
  const emulator = await startEmulator();
  const deprecated = "2026-01-01T00:00:00Z";
  const ids = [emulator.addImage({ labels: LABELS }), emulator.addImage({ labels: LABELS, deprecated })].map(({ id }) => id);
  emulator.addImage({ labels: { ...LABELS, "flatcar-version": "4593.2.4" } });
  emulator.addImage({ labels: LABELS, architecture: "arm" });
  expect((await findSnapshots(apiOf(emulator), LABELS, Architecture.AMD64)).map(({ id }) => id)).toEqual(ids);
});

import { expect, test } from "vitest";
import { Architecture, FlatcarVersion } from "../../../lib/release";
import { imageBytes, refuseExisting, releaseText } from "../../../lib/upload/hetzner/uploaded-release";
import { LABELS, RELEASE, apiOf, failure, startEmulator } from "./rig";

test("a release is told by channel, version and architecture, and needs a disk for its partitions", () => {
  expect(releaseText(RELEASE)).toBe("Flatcar stable 4593.2.5 amd64");
  expect(imageBytes(RELEASE)).toBe(12530 * 1024 ** 2);
  expect(imageBytes({ ...RELEASE, version: FlatcarVersion.parse("4081.3.10") })).toBe(8690 * 1024 ** 2);
});

test("a snapshot that is there is named, with how to delete it", async () => {
  const emulator = await startEmulator();
  const { id, created } = emulator.addImage({ labels: LABELS });
  expect(await failure(refuseExisting(apiOf(emulator), RELEASE))).toMatchObject({
    code: "hetzner-snapshot-exists",
    subject: "snapshots of Flatcar stable 4593.2.5 amd64 in the project",
    received: `snapshot ${id}, made ${created}, available`,
    mend: `use it, or delete it first: hcloud image delete ${id}`,
  });
});

test("those of other releases and architectures do not count", async () => {
  const emulator = await startEmulator();
  emulator.addImage({ labels: { ...LABELS, "flatcar-version": "4593.2.4" } });
  emulator.addImage({ labels: { ...LABELS, "flatcar-channel": "beta" } });
  emulator.addImage({ labels: LABELS, architecture: "arm" });
  await refuseExisting(apiOf(emulator), RELEASE);
  expect((await failure(refuseExisting(apiOf(emulator), { ...RELEASE, architecture: Architecture.ARM64 }))).code).toBe(
    "hetzner-snapshot-exists",
  );
});

test("of two that came at once the first stays", async () => {
  const emulator = await startEmulator();
  const [first, second] = [emulator.addImage({ labels: LABELS }), emulator.addImage({ labels: LABELS })];
  await refuseExisting(apiOf(emulator), RELEASE, first.id);
  expect((await failure(refuseExisting(apiOf(emulator), RELEASE, second.id))).received).toContain(`snapshot ${first.id}`);
});

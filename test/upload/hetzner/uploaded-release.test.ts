import { expect, test } from "vitest";
import { Architecture, FlatcarVersion } from "../../../lib/release";
import { imageBytes, outlastOthers, refuseExisting, releaseText } from "../../../lib/upload/hetzner/uploaded-release";
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
    mend: `use it, name the other architecture alone with --arch, or delete it first: hcloud image delete ${id}`,
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

test("one's own does not count, and any other does", async () => {
  const emulator = await startEmulator();
  const { id } = emulator.addImage({ labels: LABELS });
  await refuseExisting(apiOf(emulator), RELEASE, id);
  emulator.addImage({ labels: LABELS });
  expect((await failure(refuseExisting(apiOf(emulator), RELEASE, id))).code).toBe("hetzner-snapshot-exists");
});

test("of two that got their labels at once the second goes, and the first waits for that", async () => {
  const emulator = await startEmulator();
  const [first, second] = [emulator.addImage({ labels: LABELS }), emulator.addImage({ labels: LABELS })];
  const { signal } = new AbortController();
  expect((await failure(outlastOthers(apiOf(emulator), RELEASE, second.id, signal))).received).toContain(`snapshot ${first.id}`);
  const waiting = outlastOthers(apiOf(emulator, { stateLooks: 1_000 }), RELEASE, first.id, signal);
  await emulator.call("DELETE", `/images/${second.id}`);
  await waiting;
});

test("one that does not go was there before, and is not waited for for ever, nor after an interruption", async () => {
  const emulator = await startEmulator();
  const [own, other] = [emulator.addImage({ labels: LABELS }), emulator.addImage({ labels: LABELS })];
  const { signal } = new AbortController();
  expect((await failure(outlastOthers(apiOf(emulator), RELEASE, own.id, signal))).received).toContain(`snapshot ${other.id}`);
  const ends = AbortSignal.timeout(50);
  const ended: unknown = await outlastOthers(apiOf(emulator, { stateLooks: Infinity }), RELEASE, own.id, ends).catch((e: unknown) => e);
  expect(ended).toBe(ends.reason);
});

import { expect, test } from "vitest";
import { BareMetalBoot, DisklessState, InstallDisk } from "../../lib/bare-metal";

test("an installation has a disk for all nodes, or none", () => {
  const disk = InstallDisk.smallest();
  expect(BareMetalBoot.installToDisk({ disk })).toMatchObject({ isDiskless: false, disk });
  expect(BareMetalBoot.installToDisk()).toMatchObject({ isDiskless: false, disk: undefined });
});

test("an installation is held against the lock only when it is asked to be", () => {
  expect(BareMetalBoot.installToDisk().verify).toBe(false);
  expect(BareMetalBoot.installToDisk({ verify: true }).verify).toBe(true);
  expect(BareMetalBoot.diskless().verify).toBe(false);
});

test("a diskless machine keeps nothing unless it is told what", () => {
  expect(BareMetalBoot.diskless()).toMatchObject({ isDiskless: true, disk: undefined });
  expect(BareMetalBoot.diskless().state.config()).toBeUndefined();
  const state = DisklessState.partition({ label: "state" });
  expect(BareMetalBoot.diskless({ state }).state).toBe(state);
});

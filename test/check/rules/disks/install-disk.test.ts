import { expect, test } from "vitest";
import { CheckedMachine } from "../../../../lib/check/model/checked-machine";
import { INSTALL_DISK_FILE, isInstallDisk } from "../../../../lib/check/rules/disks/install-disk";
import { INSTALL_VALUES } from "../../../../lib/bare-metal/install-script";
import { IgnitionConfig } from "../../../../lib/ignition";
import { configOf, fileOf } from "../../config-stacks";
import { NODE, stackOf } from "../../manifests";

const is = (disk: string, installer: IgnitionConfig | string): boolean => {
  const text = typeof installer === "string" ? installer : JSON.stringify(installer);
  const stack = stackOf({ resources: { matchbox_profile: { install: { raw_ignition: text }, own: { raw_ignition: "{}" } } } });
  const resources = ["matchbox_profile.install", "matchbox_profile.own", "matchbox_group.own"];
  const place = { address: "matchbox_profile.own", attribute: "raw_ignition", encoding: "plain" as const };
  const machine = new CheckedMachine(stack, { name: "a", address: "matchbox_group.own", resources, node: { ...NODE, resources }, place });
  return isInstallDisk(disk, stack, machine);
};

test("the disk is the one that the installer of the machine is told", () => {
  const installer = configOf({ storage: { files: [fileOf(INSTALL_DISK_FILE, "/dev/disk/by-id/one\n")] } });
  expect(is("/dev/disk/by-id/one", installer)).toBe(true);
  expect(is("/dev/disk/by-id/two", installer)).toBe(false);
});

test("of the smallest disk, and without an installer that can be read, nobody knows", () => {
  expect(is("/dev/sda", configOf({ storage: { files: [fileOf(INSTALL_DISK_FILE, "smallest\n")] } }))).toBe(false);
  expect(is("/dev/sda", configOf())).toBe(false);
  expect(is("/dev/sda", "#!/bin/sh")).toBe(false);
});

test("the installer of pools reads it there", () => {
  expect(INSTALL_DISK_FILE).toBe(`${INSTALL_VALUES}/disk`);
});

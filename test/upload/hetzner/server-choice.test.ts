import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import { chooseServerType, chooseSystemImage } from "../../../lib/upload/hetzner/server-choice";
import { HetznerEmulator } from "../../emulators/hetzner";
import { onTestFinished } from "vitest";
import { RELEASE, apiOf, failure, startEmulator, uploadOptions, folder } from "./rig";

const ARM = { ...RELEASE, architecture: Architecture.ARM64 };

test.each([
  [RELEASE, "cx23"],
  [ARM, "cax11"],
])("the smallest type of the architecture does", async (release, name) => {
  const options = uploadOptions(folder());
  expect(await chooseServerType(apiOf(await startEmulator()), release, undefined, options.report)).toMatchObject({ name, diskGb: 40 });
  expect(options.told.lines).toEqual([]);
});

test("a larger one does too, with a word on what that means for servers later", async () => {
  const options = uploadOptions(folder());
  expect(await chooseServerType(apiOf(await startEmulator()), RELEASE, "cx33", options.report)).toMatchObject({ name: "cx33" });
  expect(options.told.lines).toEqual(["warning: servers of the snapshot need a disk of 80 GB or more, as cx33 has"]);
});

test.each([
  [RELEASE, "cax11"],
  [ARM, "cx23"],
  [RELEASE, "cx2"],
])("one of another architecture, or none at all, is refused with those there are", async (release, name) => {
  const error = await failure(chooseServerType(apiOf(await startEmulator()), release, name, uploadOptions(folder()).report));
  expect(error).toMatchObject({ code: "hetzner-server-type-unfit", received: name });
  expect(error.allowed.split(", ").sort()[0]).toBe(release === ARM ? "cax11" : "ccx13");
});

test("the newest Debian is what a server is made with, or whatever there is", async () => {
  const emulator = await startEmulator();
  const names = (id: number): unknown => emulator.images.find((image) => image.id === id);
  expect(names(await chooseSystemImage(apiOf(emulator), RELEASE))).toMatchObject({ name: "debian-13", architecture: "x86" });
  expect(names(await chooseSystemImage(apiOf(emulator), ARM))).toMatchObject({ name: "debian-13", architecture: "arm" });
  const other = await HetznerEmulator.start();
  onTestFinished(() => other.stop());
  const { id } = other.addImage({ type: "system", name: "alma-10" });
  other.addImage({ type: "system", name: "debian-13", deprecated: "2026-01-01T00:00:00Z" });
  expect(await chooseSystemImage(apiOf(other), RELEASE)).toBe(id);
  expect(await failure(chooseSystemImage(apiOf(other), ARM))).toMatchObject({ code: "hetzner-system-image" });
});

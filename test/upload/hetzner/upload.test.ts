import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { uploadToHetzner } from "../../../lib/upload/hetzner";
import { Architecture } from "../../../lib/release";
import { Fault } from "../../emulators/hetzner";
import { LABELS, NOTHING, RELEASE, apiOf, failure, fakeSsh, folder, leftovers, packedImage, startEmulator, uploadOptions } from "./rig";

test("a snapshot is made, with the labels of the contract, and nothing else is left", async () => {
  const [emulator, directory] = [await startEmulator(), folder()];
  const options = uploadOptions(directory);
  const { sha512 } = packedImage(directory);
  const { snapshot, isClean } = await uploadToHetzner(apiOf(emulator), options);
  expect(isClean).toBe(true);
  const labels = { ...LABELS, "flatcar-sha512": sha512.slice(0, 63) };
  expect(leftovers(emulator, directory)).toEqual({ ...NOTHING, snapshots: [labels] });
  expect(emulator.images.find(({ id }) => id === snapshot.id)).toMatchObject({
    status: "available",
    architecture: "x86",
    description: "Flatcar stable 4593.2.5 amd64",
    diskSize: 40,
  });
  expect(fs.readFileSync(path.join(directory, "disk"), "utf8")).toBe("packed bytes");
  const id = emulator.history[0].serverId;
  expect(options.told.lines).toEqual([
    "making a temporary server for Flatcar stable 4593.2.5 amd64: cx23 in fsn1",
    `starting the rescue system of server ${id}`,
    "writing flatcar_production_hetzner_image.bin.bz2 to its disk",
    "making the snapshot",
    "deleting what was made for the upload",
  ]);
  expect(options.told.sent).toEqual([12]);
});

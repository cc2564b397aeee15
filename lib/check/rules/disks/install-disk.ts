import type { CheckedMachine } from "../../model/checked-machine";
import { readConfigAt } from "../../synth/machine-config";
import type { SynthesisedStack } from "../../synth/stack";
import { FlatcarError } from "../../../errors";
import { fileText } from "../../model/config-texts";

/** Where the installer of a pool is told what disk it installs to. */
export const INSTALL_DISK_FILE = "/etc/cdktf-flatcar/install/disk";

/** Whether a disk is the one that a machine's installer writes Flatcar to, with all that is on it. The smallest one nobody knows before. */
export function isInstallDisk(disk: string, stack: SynthesisedStack, { node, place }: CheckedMachine): boolean {
  const profiles = (node?.resources ?? []).filter((address) => address.startsWith("matchbox_profile.") && address !== place?.address);
  return profiles.some((address) => installDiskIn(stack, address) === disk);
}

function installDiskIn(stack: SynthesisedStack, address: string): string | undefined {
  try {
    const { config } = readConfigAt(stack, { address, attribute: "raw_ignition", encoding: "plain" });
    const file = config.storage?.files?.find(({ path }) => path === INSTALL_DISK_FILE);
    return file === undefined ? undefined : fileText(file)?.trim();
  } catch (e) {
    // An override may have put anything in its place.
    if (FlatcarError.isFlatcarError(e)) return undefined;
    throw e;
  }
}

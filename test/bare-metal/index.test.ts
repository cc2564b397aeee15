import { expect, test } from "vitest";
import * as bareMetal from "../../lib/bare-metal";

test("the entry point gives the pool, what it is told, and the provider's own classes", () => {
  const values = Object.entries(bareMetal).filter(([, value]) => value !== undefined);
  expect(values.map(([name]) => name).sort()).toEqual([
    "BareMetalBoot",
    "BareMetalNodePool",
    "DisklessFormat",
    "DisklessState",
    "Group",
    "InstallDisk",
    "KERNEL_COMMAND_LINE_LIMIT",
    "MATCHBOX_CONFIG_LIMIT",
    "MATCHBOX_NAME_LIMIT",
    "MatchboxProvider",
    "Profile",
    "PxeAssets",
    "PxeProtocol",
    "SMALLEST_DISK_BYTES",
  ]);
});

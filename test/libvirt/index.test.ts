import { expect, test } from "vitest";
import * as libvirt from "../../lib/libvirt";

test("the entry point gives the pool, what it is made on, and the provider's own classes", () => {
  expect(Object.keys(libvirt).sort()).toEqual([
    "Domain",
    "FLATCAR_FW_CFG_NAME",
    "Ignition",
    "LIBVIRT_LEAST_MEMORY_MIB",
    "LibvirtFirmware",
    "LibvirtImage",
    "LibvirtNetwork",
    "LibvirtNodePool",
    "LibvirtProvider",
    "LibvirtStorage",
    "Network",
    "Pool",
    "Volume",
  ]);
});

import { expect, test } from "vitest";
import * as libvirt from "../../lib/libvirt";

test("the entry point gives the pool, what it is made on, and the provider's own classes", () => {
  const values = Object.entries(libvirt).filter(([, value]) => value !== undefined);
  expect(values.map(([name]) => name).sort()).toEqual([
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

import { expect, test } from "vitest";
import { FLATCAR_FW_CFG_NAME, LIBVIRT_LEAST_MEMORY_MIB } from "../../lib/libvirt";

test("the firmware item is the one that Flatcar's Ignition reads", () => {
  expect(FLATCAR_FW_CFG_NAME).toBe("opt/org.flatcar-linux/config");
});

test("the least memory is a GiB", () => {
  expect(LIBVIRT_LEAST_MEMORY_MIB).toBe(1024);
});

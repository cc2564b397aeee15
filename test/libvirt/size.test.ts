import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { gibToBytes } from "../../lib/libvirt/size";
import { byName, poolJson, lab, addPool } from "./small-pool";

test("a GiB has 1024^3 bytes", () => {
  expect(gibToBytes(13)).toBe(13_958_643_712);
  expect(byName(poolJson({ rootDiskGib: 13 }), "libvirt_volume")["lab-a.qcow2"].size).toBe(13_958_643_712);
});

test("a size known only at apply is multiplied by Terraform", () => {
  const json = lab((stack) => {
    const size = new TerraformVariable(stack, "size", { type: "number" });
    addPool(stack, "web", { rootDiskGib: size.numberValue, dataDisks: [{ name: "data", sizeGib: size.numberValue }] });
  });
  const volumes = byName(json, "libvirt_volume");
  expect(volumes["lab-a.qcow2"].size).toBe("${(var.size * 1073741824)}");
  expect(volumes["lab-a.disk-data.qcow2"].size).toBe("${(var.size * 1073741824)}");
});

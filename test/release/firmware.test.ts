import { expect, test } from "vitest";
import { Architecture, FirmwareFormat, FlatcarVersion, uefiFirmware } from "../../lib/release";
import { thrown } from "./thrown";

test.each(["4081.3.10", "4116.1.0", "3510.3.8"])("the firmware of %s is raw, in .fd files", (version) => {
  expect(uefiFirmware(FlatcarVersion.parse(version), Architecture.AMD64)).toEqual({
    code: "flatcar_production_qemu_uefi_efi_code.fd",
    vars: "flatcar_production_qemu_uefi_efi_vars.fd",
    format: FirmwareFormat.RAW,
  });
});

test.each(["4152.0.0", "4152.2.0", "4593.2.5"])("the firmware of %s is qcow2", (version) => {
  for (const architecture of Architecture.all()) {
    expect(uefiFirmware(FlatcarVersion.parse(version), architecture)).toEqual({
      code: "flatcar_production_qemu_uefi_efi_code.qcow2",
      vars: "flatcar_production_qemu_uefi_efi_vars.qcow2",
      format: FirmwareFormat.QCOW2,
    });
  }
});

test("there is no firmware where there is no image", () => {
  expect(thrown(() => uefiFirmware(FlatcarVersion.parse("2605.32.1"), Architecture.ARM64)).code).toBe("image-not-published");
});

import { expect, test } from "vitest";
import { LibvirtFirmware } from "../../lib/libvirt";
import { Architecture } from "../../lib/release";
import { thrown } from "../support";
import { byName, poolJson } from "./small-pool";

const domain = (props: Parameters<typeof poolJson>[0]): { readonly [attribute: string]: unknown } =>
  byName(poolJson(props), "libvirt_domain")["lab-a"];

test("amd64 starts by BIOS, with the host's default machine", () => {
  const bios = domain({});
  expect(bios).toMatchObject({ arch: "x86_64", type: "kvm", cpu: { mode: "host-passthrough" } });
  for (const attribute of ["machine", "firmware", "nvram"]) expect(bios).not.toHaveProperty(attribute);
});

test("amd64 starts by UEFI where it is asked for, with the image for it", () => {
  const json = poolJson({ firmware: LibvirtFirmware.uefi() });
  expect(byName(json, "libvirt_domain")["lab-a"]).toMatchObject({
    machine: "q35",
    firmware: "/usr/share/OVMF/OVMF_CODE_4M.fd",
    nvram: { file: "/var/lib/libvirt/qemu/nvram/lab-a_VARS.fd", template: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
  });
  expect(byName(json, "libvirt_volume")["lab-a.image.qcow2"].source).toMatch(
    /\/amd64-usr\/4593\.2\.4\/flatcar_production_qemu_uefi_image\.img$/,
  );
});

test("arm64 starts by UEFI, on the virt machine, with the image of its own", () => {
  const json = poolJson({ architecture: Architecture.ARM64 });
  expect(byName(json, "libvirt_domain")["lab-a"]).toMatchObject({
    arch: "aarch64",
    machine: "virt",
    firmware: "/usr/share/AAVMF/AAVMF_CODE.fd",
    nvram: { template: "/usr/share/AAVMF/AAVMF_VARS.fd" },
  });
  expect(byName(json, "libvirt_volume")["lab-a.image.qcow2"].source).toMatch(
    /\/arm64-usr\/4593\.2\.4\/flatcar_production_qemu_uefi_image\.img$/,
  );
});

test("the firmware's files are the user's where they are given", () => {
  const files = { code: "/fw/code.fd", variables: "/fw/vars.fd" };
  expect(domain({ firmware: LibvirtFirmware.uefi(files) })).toMatchObject({ firmware: files.code, nvram: { template: files.variables } });
});

test("arm64 by BIOS is an error: Flatcar has no image for it", () => {
  const error = thrown(() => poolJson({ architecture: Architecture.ARM64, firmware: LibvirtFirmware.bios() }));
  expect(error).toMatchObject({ code: "image-not-published", path: "lab/web" });
});

test("the default follows the architecture", () => {
  expect(LibvirtFirmware.defaultFor(Architecture.AMD64).isUefi).toBe(false);
  expect(LibvirtFirmware.defaultFor(Architecture.ARM64).isUefi).toBe(true);
  expect(LibvirtFirmware.bios().filesFor(Architecture.AMD64)).toBeUndefined();
});

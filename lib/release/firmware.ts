import { Architecture } from "./architecture";
import { ImageKind } from "./image";
import { FlatcarVersion } from "./version";

/**
 * The first major version whose firmware files are qcow2.
 * @see https://www.flatcar.org/releases#release-4152.2.0
 */
const FIRST_MAJOR_WITH_QCOW2_FIRMWARE = 4152;

/** Format of the firmware files, by QEMU's name for it. */
export enum FirmwareFormat {
  /** Flash content as it is; the files end in `.fd`. */
  RAW = "raw",
  /** QEMU's own disk format. */
  QCOW2 = "qcow2",
}

/** The UEFI firmware published beside a {@link ImageKind.QEMU_UEFI} image. */
export interface UefiFirmware {
  /** Name of the file with the firmware's code, mapped read-only. */
  readonly code: string;
  /** Name of the file with the variables' initial content; each machine needs a copy of its own. */
  readonly vars: string;
  /** What both files are. */
  readonly format: FirmwareFormat;
}

/**
 * The firmware files of a release: `.fd` before 4152, `.qcow2` from there on.
 *
 * @throws FlatcarError `image-not-published` where there is no UEFI image for this version and architecture
 */
export function uefiFirmware(version: FlatcarVersion, architecture: Architecture): UefiFirmware {
  ImageKind.QEMU_UEFI.fileName(version, architecture);
  const qcow2 = version.major >= FIRST_MAJOR_WITH_QCOW2_FIRMWARE;
  const extension = qcow2 ? "qcow2" : "fd";
  return {
    code: `flatcar_production_qemu_uefi_efi_code.${extension}`,
    vars: `flatcar_production_qemu_uefi_efi_vars.${extension}`,
    format: qcow2 ? FirmwareFormat.QCOW2 : FirmwareFormat.RAW,
  };
}

import * as path from "path";
import { exec } from "./exec";

/** A disk image on this machine. */
export interface DiskImage {
  /** Absolute path of the file. */
  readonly path: string;
  readonly format: "qcow2";
  /** The size a machine sees, in bytes. */
  readonly virtualSize: number;
}

/**
 * Makes an empty qcow2 image, which takes the place of Flatcar's: providers copy, resize and attach it like the real one, and a machine
 * started from it finds nothing to boot and waits.
 *
 * @param directory where to put it
 * @param name its file name without `.qcow2`
 * @param mebibytes the size a machine sees; the file takes about 200 kB whatever it is
 */
export async function emptyImage(directory: string, name = "flatcar_production_qemu_image", mebibytes = 16): Promise<DiskImage> {
  const file = path.resolve(directory, `${name}.qcow2`);
  await exec("qemu-img", ["create", "-q", "-f", "qcow2", file, `${mebibytes}M`]);
  return { path: file, format: "qcow2", virtualSize: mebibytes * 1024 * 1024 };
}

import { execFileSync } from "child_process";
import * as fs from "fs";
import * as path from "path";

/** A disk and a network boot set, as files with Flatcar's own names. */
export interface BootImages {
  /** Where they all are. */
  readonly folder: string;
  /** The disk for QEMU, qcow2. */
  readonly disk: string;
  /** The disk that `flatcar-install` writes, raw and packed with bzip2. */
  readonly rawPacked: string;
  /** Its detached signature, which `flatcar-install` looks at. */
  readonly rawPackedSignature: string;
  /** The kernel of a network boot. */
  readonly kernel: string;
  /** The initial RAM disk of a network boot, with the whole system in it. */
  readonly initrd: string;
  /** Whether this is the stand-in. Otherwise it is what the user of the tests has put there, which nobody has looked at. */
  readonly isStandIn: boolean;
}

/** Why there are no images, and what helps. */
export interface NoBootImages {
  readonly reason: string;
  readonly mend: string;
}

const BUILD = path.join(__dirname, "build.mjs");
const NAMES = {
  disk: "flatcar_production_qemu_image.img",
  rawPacked: "flatcar_production_image.bin.bz2",
  rawPackedSignature: "flatcar_production_image.bin.bz2.sig",
  kernel: "flatcar_production_pxe.vmlinuz",
  initrd: "flatcar_production_pxe_image.cpio.gz",
} as const;

let built: BootImages | NoBootImages | undefined;

/**
 * What the boot tests boot: the stand-in for Flatcar that `build.mjs` makes, or the files of the folder that `$FLATCAR_BOOT_IMAGES` names, which has real
 * Flatcar's images under the same names.
 *
 * Never write to them: every machine gets an overlay or a copy.
 *
 * @throws Error where they are not there
 */
export function standIn(env: NodeJS.ProcessEnv = process.env): BootImages {
  const found = find(env);
  if ("reason" in found) throw new Error(`${found.reason}; ${found.mend}`);
  return found;
}

/** Why there is nothing to boot; undefined where there is. */
export function standInProblem(env: NodeJS.ProcessEnv = process.env): NoBootImages | undefined {
  const found = find(env);
  return "reason" in found ? found : undefined;
}

function find(env: NodeJS.ProcessEnv): BootImages | NoBootImages {
  const folder = env.FLATCAR_BOOT_IMAGES;
  return folder
    ? inFolder(path.resolve(folder), false, "put Flatcar's images there, or unset FLATCAR_BOOT_IMAGES")
    : (built ??= findBuilt());
}

/** Asked once per process: apt is, too, which takes a second or two. */
function findBuilt(): BootImages | NoBootImages {
  const mend = `run node ${path.relative(process.cwd(), BUILD)}`;
  try {
    const told = execFileSync(process.execPath, [BUILD, "--paths"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const { folder, built } = JSON.parse(told) as { folder: string; built: boolean };
    return built ? inFolder(folder, true, mend) : { reason: "the stand-in for Flatcar has not been built", mend };
  } catch (e) {
    return { reason: e instanceof Error && "stderr" in e ? String(e.stderr).trim() : String(e), mend };
  }
}

function inFolder(folder: string, isStandIn: boolean, mend: string): BootImages | NoBootImages {
  const file = (name: keyof typeof NAMES): string => path.join(folder, NAMES[name]);
  const images = {
    folder,
    disk: file("disk"),
    rawPacked: file("rawPacked"),
    rawPackedSignature: file("rawPackedSignature"),
    kernel: file("kernel"),
    initrd: file("initrd"),
    isStandIn,
  };
  const absent = Object.values(NAMES).find((name) => !fs.existsSync(path.join(folder, name)));
  return absent === undefined ? images : { reason: `${folder} has no ${absent}`, mend };
}

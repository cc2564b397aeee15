#!/usr/bin/env node
/**
 * Builds the stand-in for Flatcar: a disk and a network boot set with Flatcar's file names and its shape as far as the tests need it, made of Debian
 * packages and the Ignition of `test/tools`, into a cache outside the checkout.
 *
 *     node test/integration/stand-in/build.mjs           build what is missing
 *     node test/integration/stand-in/build.mjs --paths   print where everything is, as JSON; builds nothing
 *
 * No dependencies, so that it runs before `npm ci`. The folder's key is made of all that decides its bytes: our files, Ignition, and the versions of the
 * packages. A folder gets its name when it is whole, so that a half-filled one is never taken for a good one.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve as resolvePath } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory, paths as toolPaths } from "../../tools/build.mjs";
import { makeDisk, makeQemuDisk } from "./build/disk.mjs";
import { resolve, unpack } from "./build/packages.mjs";
import { StandInError, run } from "./build/run.mjs";
import { SigningKey } from "./build/signing-key.mjs";
import { makeInitramfs, makeUsr, packInitramfs, packUsr } from "./build/usr.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const FILES = join(HERE, "files");

/** Flatcar's own file names: https://www.flatcar.org/docs/latest/deploy/ */
export const NAMES = {
  disk: "flatcar_production_qemu_image.img",
  rawPacked: "flatcar_production_image.bin.bz2",
  rawPackedSignature: "flatcar_production_image.bin.bz2.sig",
  kernel: "flatcar_production_pxe.vmlinuz",
  initrd: "flatcar_production_pxe_image.cpio.gz",
};

/** Programs of this machine that decide bytes, with their Debian packages. */
const TOOLS = [
  "squashfs-tools",
  "mtools",
  "dosfstools",
  "gdisk",
  "e2fsprogs",
  "grub-pc-bin",
  "grub-efi-amd64-bin",
  "cpio",
  "kmod",
  "bzip2",
  "qemu-utils",
  "gnupg",
];

/** Where the stand-in is, or will be once built, and what it is made of. */
export function locate() {
  const scratch = mkdtempSync(join(tmpdir(), "flatcar-stand-in-"));
  try {
    const packages = resolve(scratch);
    const ignition = toolPaths().tools.ignition;
    const hash = createHash("sha256");
    const sources = ["build", "files"].flatMap((folder) =>
      readdirSync(join(HERE, folder), { recursive: true }).map((file) => join(folder, file)),
    );
    for (const file of [...sources, "build.mjs"].sort()) {
      const { mode } = statSync(join(HERE, file));
      if (statSync(join(HERE, file)).isDirectory()) continue;
      hash
        .update(`${file}\0${(mode & 0o100) === 0 ? "" : "x"}\0`)
        .update(readFileSync(join(HERE, file)))
        .update("\0");
    }
    hash.update(JSON.stringify([packages, ignition.path.split("/").at(-2), toolVersions()]));
    const key = hash.digest("hex").slice(0, 16);
    const cache = join(cacheDirectory(), "stand-in");
    return { folder: join(cache, key), cache, packages, ignition };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What `--paths` prints. */
export function paths({ folder } = locate()) {
  return {
    folder,
    built: existsSync(folder),
    ...Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, join(folder, name)])),
  };
}

/** A machine may have all programs and no lists of packages, as images for containers do. */
function locateAfterUpdate() {
  try {
    return locate();
  } catch (e) {
    if (!(e instanceof StandInError) || process.getuid?.() !== 0) throw e;
    run("apt-get", ["-o", "Acquire::Retries=3", "-qq", "update"]);
    return locate();
  }
}

function toolVersions() {
  return run("dpkg-query", ["--show", "--showformat=${Package} ${Version} ${db:Status-Status}\\n", ...TOOLS]);
}

function build() {
  const { folder, cache, packages, ignition } = locateAfterUpdate();
  if (existsSync(folder)) {
    console.log("stand-in: cached");
    return;
  }
  if (!ignition.built) throw new StandInError("Ignition has not been built; run node test/tools/build.mjs");
  const started = performance.now();
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, "tmp-"));
  try {
    const output = join(scratch, "output");
    mkdirSync(output);
    make(output, { packages, ignition: ignition.path, scratch, kept: join(cache, "packages") });
    // Of two builds at once the first to end stays.
    if (!existsSync(folder)) renameSync(output, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`stand-in: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function make(output, { packages, ignition, scratch, kept }) {
  const root = join(scratch, "root");
  const target = (key) => join(output, NAMES[key]);
  unpack(packages, join(scratch, "apt"), kept, root);
  const { kernel, modules } = makeUsr(root, FILES, ignition, scratch);
  const key = new SigningKey();
  try {
    makeImages({ root, key, kernel, modules, scratch, target });
  } finally {
    key.end();
  }
}

function makeImages({ root, key, kernel, modules, scratch, target }) {
  mkdirSync(join(root, "usr/share/flatcar-stand-in"), { recursive: true });
  key.exportTo(join(root, "usr/share/flatcar-stand-in/signing-key.gpg"));
  const usr = join(scratch, "usr.squashfs");
  packUsr(root, usr);
  const folder = makeInitramfs(root, FILES, modules, scratch);
  const initramfs = join(scratch, "initramfs.gz");
  packInitramfs(folder, initramfs, 6);
  run("cp", [kernel, target("kernel")]);
  run("cp", [usr, join(folder, "usr.squashfs")]);
  // What is in it is packed already.
  packInitramfs(folder, target("initrd"), 1);
  const raw = join(scratch, "disk.raw");
  const sized = makeDisk(raw, { kernel, initramfs, usr }, FILES, join(scratch, "disk"));
  makeQemuDisk(target("disk"), raw, sized, join(scratch, "disk"));
  // Small blocks are unpacked faster by an emulated machine.
  run("sh", ["-c", 'bzip2 -1 <"$1" >"$2"', "sh", raw, target("rawPacked")]);
  key.sign(target("rawPacked"), target("rawPackedSignature"));
}

if (process.argv[1] !== undefined && resolvePath(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const args = process.argv.slice(2);
    if (args.length === 0) build();
    else if (args.length === 1 && args[0] === "--paths") console.log(JSON.stringify(paths(), null, 2));
    else throw new StandInError(`unknown arguments ${args.join(" ")}; use no argument, or --paths`);
  } catch (e) {
    if (!(e instanceof StandInError)) throw e;
    console.error(`test/integration/stand-in/build.mjs: ${e.message}`);
    process.exitCode = 1;
  }
}

/** What becomes the stand-in's /usr: the packages without what no test looks at, and files of our own. */
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FIRST_MODULES, KEPT_UNITS, MODULES, SANDBOXING, TRIMMED, UNWANTED } from "./contents.mjs";
import { run } from "./run.mjs";

/** Files of which a config of the stand-in is made that keep another mode than 0644. */
const MODES = { sudoers: 0o440, shadow: 0o600, gshadow: 0o600 };

/**
 * Makes `root/usr` of unpacked packages.
 *
 * @param files our own files
 * @param ignition the program
 * @returns where the kernel is, and the modules of the first stage in the order in which they are loaded
 */
export function makeUsr(root, files, ignition, scratch) {
  const release = readdirSync(join(root, "usr/lib/modules"))[0];
  const kernel = join(scratch, "vmlinuz");
  copyFileSync(join(root, "boot", `vmlinuz-${release}`), kernel);
  const first = keepModules(root, release);
  const etc = join(root, "usr/share/flatcar/etc");
  mkdirSync(etc, { recursive: true });
  copyFileSync(join(root, "etc/mke2fs.conf"), join(etc, "mke2fs.conf"));
  run("bash", ["-O", "nullglob", "-c", `cd "$1" && rm -rf ${TRIMMED.join(" ")}`, "bash", root]);
  keepUnits(join(root, "usr/lib/systemd/system"));
  // Whatever the umask was when the checkout was made.
  const own = join(scratch, "usr");
  cpSync(join(files, "usr"), own, { recursive: true });
  run("chmod", ["-R", "u=rwX,go=rX", own]);
  cpSync(own, join(root, "usr"), { recursive: true });
  for (const [name, mode] of Object.entries(MODES)) chmodSync(join(etc, name), mode);
  copyFileSync(ignition, join(root, "usr/lib/flatcar-stand-in/ignition"));
  const links =
    'cd "$1" && ln -sfn bash bin/sh && ln -sfn multi-user.target lib/systemd/system/default.target && ln -sfn ../usr/lib/os-release share/flatcar/etc/os-release';
  run("sh", ["-c", links, "sh", join(root, "usr")]);
  return { kernel, modules: first.map((module) => join(root, "usr/lib/modules", release, module)) };
}

function keepUnits(folder) {
  const isKept = (name) => KEPT_UNITS.includes(name);
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".wants")) {
      for (const wanted of readdirSync(join(folder, name)))
        if (!isKept(wanted) || UNWANTED.includes(wanted)) rmSync(join(folder, name, wanted));
    } else if (!isKept(name)) {
      rmSync(join(folder, name), { recursive: true });
    } else if (name.startsWith("systemd-") && name.endsWith(".service")) {
      writeFileSync(join(folder, name), readFileSync(join(folder, name), "utf8").replaceAll(SANDBOXING, ""));
    }
  }
}

/** Packs it as Flatcar has it on its USR partitions and in its PXE image. */
export function packUsr(root, target) {
  const options = [
    "-noappend",
    "-all-root",
    "-no-progress",
    "-comp",
    "zstd",
    "-Xcompression-level",
    "3",
    "-b",
    "256K",
    "-all-time",
    "0",
    "-mkfs-time",
    "0",
  ];
  run("mksquashfs", [join(root, "usr"), target, ...options]);
}

function keepModules(root, release) {
  const folder = join(root, "usr/lib/modules", release);
  run("depmod", ["--basedir", root, release]);
  const needs = new Map(
    readFileSync(join(folder, "modules.dep"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(":"))
      .map(([file, deps]) => [file, deps.trim().split(" ").filter(Boolean)]),
  );
  const file = (name) => [...needs.keys()].find((path) => basename(path, ".ko") === name);
  const order = (names) => [...new Set(names.flatMap((name) => withNeeds(file(name), needs)))];
  const kept = order([...FIRST_MODULES, ...MODULES].filter((name) => file(name) !== undefined));
  const all = [...needs.keys()].filter((path) => !kept.includes(path));
  for (const path of all) rmSync(join(folder, path));
  run("depmod", ["--basedir", root, release]);
  return order(FIRST_MODULES);
}

function withNeeds(path, needs) {
  return [...needs.get(path).flatMap((need) => withNeeds(need, needs)), path];
}

/** The archive that the kernel unpacks: busybox, the modules that lead to /usr, and what goes on from there. */
export function makeInitramfs(root, files, modules, scratch) {
  const folder = join(scratch, "initramfs");
  for (const name of ["dev", "etc", "modules.d", "proc", "run", "sys", "usr"]) mkdirSync(join(folder, name), { recursive: true });
  run("sh", [
    "-c",
    'cd "$1" && for d in bin sbin lib lib64; do ln -s "usr/$d" "$d"; done && ln -s /run/resolv.conf etc/resolv.conf',
    "sh",
    folder,
  ]);
  for (const name of ["group", "mke2fs.conf", "nsswitch.conf", "passwd"]) {
    run("ln", ["-s", `/usr/share/flatcar/etc/${name}`, join(folder, "etc", name)]);
  }
  // Not that of any machine: systemd, where it runs in the first stage, is not to take this for a first boot.
  writeFileSync(join(folder, "etc/machine-id"), `${"0".repeat(31)}1\n`);
  copyFileSync(join(root, "usr/bin/busybox"), join(folder, "busybox"));
  copyFileSync(join(files, "initramfs/init"), join(folder, "init"));
  for (const module of modules) copyFileSync(module, join(folder, "modules.d", basename(module)));
  writeFileSync(join(folder, "modules"), modules.map((module) => `${basename(module)}\n`).join(""));
  return folder;
}

/** Packs a folder for the kernel. */
export function packInitramfs(folder, target, level) {
  mkdirSync(dirname(target), { recursive: true });
  const pipe = 'cd "$1" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --quiet --reproducible | gzip -n "-$3" >"$2"';
  run("sh", ["-c", pipe, "sh", folder, target, String(level)]);
}

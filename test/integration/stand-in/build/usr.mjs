/** What becomes the stand-in's /usr: the packages without what no test looks at, and files of our own. */
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { run } from "./run.mjs";

/** Modules that the machines have use for, with those that they need. What the first stage takes to find /usr comes first. */
const FIRST_MODULES = ["virtio_pci", "virtio_blk", "loop", "squashfs"];
const MODULES = [
  ...FIRST_MODULES,
  ...["virtio_net", "virtio_scsi", "virtio-rng", "virtio_balloon", "qemu_fw_cfg"],
  ...["overlay", "vfat", "nls_ascii", "nls_cp437", "nls_iso8859-1", "efivarfs", "autofs4", "crc32c-intel", "sd_mod"],
];

/** What is left off, as patterns of the shell below the root. Documents and translations nobody reads, and whatever would only lengthen a boot. */
const TRIMMED = [
  ...[
    "bash-completion",
    "bug",
    "doc",
    "doc-base",
    "gcc",
    "info",
    "initramfs-tools",
    "lintian",
    "locale",
    "man",
    "menu",
    "perl*",
    "pixmaps",
    "zsh",
  ],
].map((name) => `usr/share/${name}`);
TRIMMED.push(
  ...["etc", "boot", "usr/games", "usr/include", "usr/src", "usr/lib/udev/hwdb.d", "usr/lib/udev/hwdb.bin", "usr/lib/init", "usr/lib/lsb"],
  ...["usr/lib/x86_64-linux-gnu/gconv", "usr/lib/x86_64-linux-gnu/perl*", "usr/lib/perl*", "usr/lib/systemd/catalog", "usr/lib/initcpio"],
  ...[
    "usr/lib/initramfs-tools",
    "usr/lib/x86_64-linux-gnu/e2fsprogs",
    "usr/lib/x86_64-linux-gnu/ossl-modules",
    "usr/bin/perl*",
    "usr/lib/sysusers.d",
  ],
  ...[
    "usr/lib/udev/rules.d/60-{autosuspend,drm,evdev,fido-id,infiniband,input-id,persistent-alsa,persistent-input,persistent-v4l,sensor}.rules",
  ],
  ...["usr/lib/udev/rules.d/70-{camera,joystick,memory,mouse,touchpad,uaccess}.rules", "usr/lib/udev/rules.d/7{1,3,8}-*.rules"],
  ...["usr/lib/udev/rules.d/{75-probe_mtd,81-net-dhcp,85-hwclock,96-e2scrub,60-persistent-storage-tape}.rules"],
  ...["usr/lib/systemd/network", "usr/lib/systemd/system-preset", "usr/lib/systemd/user-generators", "usr/lib/tmpfiles.d/x11.conf"],
  ...[
    "usr/lib/systemd/system-generators/systemd-{bless-boot,cryptsetup,hibernate-resume,integritysetup,rc-local,sysv,veritysetup,gpt-auto,system-update,run}-generator",
  ],
);

/**
 * Units that stay: at the first boot systemd looks at every one, and starts what is wanted by default, which takes an emulated machine seconds.
 * https://www.freedesktop.org/software/systemd/man/latest/bootup.html
 */
const KEPT_UNITS = [
  ...[
    "basic",
    "default",
    "emergency",
    "exit",
    "final",
    "first-boot-complete",
    "getty",
    "getty-pre",
    "graphical",
    "halt",
    "kexec",
    "local-fs",
    "local-fs-pre",
  ],
  ...[
    "multi-user",
    "network",
    "network-online",
    "network-pre",
    "nss-lookup",
    "nss-user-lookup",
    "paths",
    "poweroff",
    "reboot",
    "remote-fs",
    "remote-fs-pre",
  ],
  ...["rescue", "shutdown", "sigpwr", "slices", "sockets", "swap", "sysinit", "time-set", "time-sync", "timers", "umount"],
].map((name) => `${name}.target`);
KEPT_UNITS.push(
  ...[
    "ctrl-alt-del.target",
    "dbus.service",
    "dbus.socket",
    "dbus-org.freedesktop.hostname1.service",
    "dbus-org.freedesktop.login1.service",
  ],
  ...[
    "dbus-org.freedesktop.timedate1.service",
    "getty@.service",
    "serial-getty@.service",
    "autovt@.service",
    "emergency.service",
    "rescue.service",
  ],
  ...["machine.slice", "user.slice", "user@.service", "user-runtime-dir@.service", "user-.slice.d", "user@.service.d", "user@0.service.d"],
  ...[
    "journald.service",
    "journald.socket",
    "journald-dev-log.socket",
    "udevd.service",
    "udevd-control.socket",
    "udevd-kernel.socket",
    "udev-trigger.service",
  ],
  ...[
    "tmpfiles-setup.service",
    "tmpfiles-setup-dev.service",
    "sysctl.service",
    "modules-load.service",
    "networkd.service",
    "networkd.socket",
  ],
  ...[
    "networkd-wait-online.service",
    "networkd-wait-online@.service",
    "remount-fs.service",
    "fsck@.service",
    "fsck-root.service",
    "fsckd.service",
  ],
  ...[
    "fsckd.socket",
    "user-sessions.service",
    "machine-id-commit.service",
    "logind.service",
    "hostnamed.service",
    "timedated.service",
    "sysext.service",
  ],
  ...["reboot.service", "poweroff.service", "halt.service", "kexec.service", "exit.service", "update-done.service"],
);

/** What starts when somebody asks for it, and not at each boot. */
const UNWANTED = ["systemd-logind.service", "systemd-tmpfiles-clean.timer"];

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
  cpSync(join(files, "usr"), join(root, "usr"), { recursive: true });
  for (const [name, mode] of Object.entries(MODES)) chmodSync(join(etc, name), mode);
  copyFileSync(ignition, join(root, "usr/lib/flatcar-stand-in/ignition"));
  const links = 'cd "$1" && ln -sfn bash bin/sh && ln -sfn multi-user.target lib/systemd/system/default.target';
  run("sh", ["-c", links, "sh", join(root, "usr")]);
  return { kernel, modules: first.map((module) => join(root, "usr/lib/modules", release, module)) };
}

function keepUnits(folder) {
  const isKept = (name) => KEPT_UNITS.includes(name) || KEPT_UNITS.includes(name.replace(/^systemd-/, ""));
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".wants")) {
      for (const wanted of readdirSync(join(folder, name)))
        if (!isKept(wanted) || UNWANTED.includes(wanted)) rmSync(join(folder, name, wanted));
    } else if (!isKept(name)) {
      rmSync(join(folder, name), { recursive: true });
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
  const kept = order(MODULES.filter((name) => file(name) !== undefined));
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

/**
 * The Debian packages that the stand-in is made of. apt chooses them with all that they depend on, as for a machine that has nothing yet, and checks
 * what it fetches; nothing of it is installed on this machine, and no program of a package runs while it is unpacked.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keep, place } from "./kept.mjs";
import { StandInError, run } from "./run.mjs";

/** What is asked for. The kernel is the one for virtual machines: it has virtio and little else. */
const WANTED = [
  "linux-image-cloud-amd64",
  "busybox-static",
  ...["bash", "coreutils", "diffutils", "findutils", "grep", "sed", "tar", "gzip", "bzip2", "hostname", "procps", "jq"],
  ...[
    "systemd",
    "udev",
    "dbus",
    "kmod",
    "util-linux",
    "util-linux-extra",
    "mount",
    "fdisk",
    "login",
    "passwd",
    "sudo",
    "libpam-modules",
    "libnss-myhostname",
  ],
  ...["openssh-server", "curl", "iproute2"],
  ...["e2fsprogs", "dosfstools", "gdisk", "efibootmgr", "gpgv"],
];

/** What comes along for maintainer scripts and configuration dialogues, which the stand-in has not. */
const LEFT_OFF = [
  ...[
    "adduser",
    "debconf",
    "debianutils",
    "dpkg",
    "init-system-helpers",
    "initramfs-tools",
    "initramfs-tools-core",
    "klibc-utils",
    "libklibc",
  ],
  ...["cpio", "linux-base", "mawk", "ucf", "sensible-utils", "logsave", "runit-helper", "libfdisk1-udeb", "gcc-12-base"],
  ...["perl", "perl-base", "perl-modules-5.36", "libperl5.36", "libgdbm6", "libgdbm-compat4", "libdb5.3", "libstdc++6-dbg"],
  ...["openssh-sftp-server", "bsdutils", "tzdata", "libpam-runtime", "usr-is-merged"],
];

const FIELDS = /^'(?<url>[^']+)' (?<file>\S+) (?<size>\d+)(?: (?<hash>\S*))?$/;

/**
 * The packages as files, with sizes and hashes, from the lists that apt has. Throws where apt has none, or there is no apt.
 *
 * @param scratch a folder for a machine that has nothing
 */
export function resolve(scratch) {
  const options = aptOptions(scratch);
  const args = [...options, "--print-uris", "-qq", "--no-install-recommends", "install", ...WANTED];
  const result = spawnSync("apt-get", args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  if (result.error?.code === "ENOENT") throw new StandInError("there is no apt-get: the stand-in is made on Debian 12");
  if (result.status !== 0) throw new StandInError(`apt does not know the packages; run apt-get update\n${result.stderr.trim()}`);
  return result.stdout
    .trim()
    .split("\n")
    .map((line) => {
      const fields = FIELDS.exec(line)?.groups;
      if (fields === undefined) throw new StandInError(`apt-get --print-uris says what is not understood: ${line}`);
      return { name: fields.file.split("_")[0], file: fields.file, size: Number(fields.size), hash: fields.hash };
    })
    .filter(({ name }) => !LEFT_OFF.includes(name));
}

/** Fetches the packages into `kept`, where a later build finds them, and unpacks them into `root`. */
export function unpack(packages, scratch, kept, root) {
  const archives = join(scratch, "archives");
  for (const folder of [join(archives, "partial"), kept, root]) mkdirSync(folder, { recursive: true });
  for (const { file, size } of packages) {
    const own = join(kept, file);
    if (existsSync(own) && statSync(own).size === size) place(own, join(archives, file));
  }
  run("apt-get", [...aptOptions(scratch), "-qq", "-y", "--no-install-recommends", "--download-only", "install", ...WANTED]);
  for (const file of readdirSync(archives).filter((name) => name.endsWith(".deb"))) keep(join(archives, file), kept);
  // One /usr, as on Flatcar: whatever a package has in /bin or /lib lands there.
  mergeUsr(root);
  for (const { file } of packages) {
    run("sh", [
      "-c",
      'dpkg-deb --fsys-tarfile "$1" | tar -x -p --keep-directory-symlink --no-same-owner -f - -C "$2"',
      "sh",
      join(archives, file),
      root,
    ]);
  }
}

/** Makes the links that lead from the folders of old into `/usr`. */
export function mergeUsr(root) {
  run("sh", [
    "-c",
    'cd "$1" && mkdir -p usr/bin usr/sbin usr/lib usr/lib64 && for d in bin sbin lib lib64; do ln -sfn "usr/$d" "$d"; done',
    "sh",
    root,
  ]);
}

function aptOptions(scratch) {
  const status = join(scratch, "status");
  mkdirSync(scratch, { recursive: true });
  if (!existsSync(status)) writeFileSync(status, "");
  return [
    `Dir::State::status=${status}`,
    `Dir::State::extended_states=${join(scratch, "extended_states")}`,
    `Dir::Cache::archives=${join(scratch, "archives")}`,
    "APT::Sandbox::User=root",
    "Debug::NoLocking=1",
    "Acquire::Retries=3",
  ].flatMap((option) => ["-o", option]);
}

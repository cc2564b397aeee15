import * as fs from "fs";
import * as path from "path";
import { INSTALL_SCRIPT, INSTALL_VALUES, VERIFYING_INSTALL_SCRIPT } from "../../lib/bare-metal/install-script";
import { run } from "../support/project";

/** A disk, as `lsblk` tells of it. */
export interface Disk {
  readonly name: string;
  readonly bytes?: number;
  readonly type?: string;
  readonly removable?: boolean;
  readonly readOnly?: boolean;
  /** Where a partition of it is mounted. */
  readonly mounted?: string;
  /** The type of what is built on a partition of it. */
  readonly holder?: string;
}

/** How a machine is when the installer starts. */
export interface MachineState {
  readonly disks: readonly Disk[];
  /** What matchbox answers; undefined where it does not. */
  readonly served?: string;
  readonly uefi?: boolean;
  /** Commands that fail. */
  readonly failing?: readonly string[];
  /** What a mirror has as the image, for the installer that verifies it; `undefined` within for a mirror that has none, or no good signature. */
  readonly verified?: { readonly image?: string };
  /** What the installer is told, over what is usual. */
  readonly values?: { readonly [name: string]: string };
}

/** What the installer did. */
export interface Outcome {
  readonly status: number | null;
  /** Of both consoles the same. */
  readonly console: string;
  readonly motd: string;
  /** Every command that changes something, in order. */
  readonly calls: readonly string[];
}

export const GIB = 1024 ** 3;

/** What `lsblk` and the others print is made from files in one folder, so that a machine is the same one at its next boot. */
const STUBS: { readonly [command: string]: string } = {
  // Columns of the whole disk, of the disk with what is on it, or its partitions as pairs.
  lsblk: `case "$*" in
    *-bdnpro*) cat "$STATE/disks" 2>/dev/null ;;
    *) name=$(basename "\${@: -1}"); disk="$STATE/disk-$name"
       [ -d "$disk" ] || exit 32
       case "$1" in
         -dno) cat "$disk/type" ;;
         -bdno) cat "$disk/bytes" ;;
         -nro) cat "$disk/tree" ;;
         -nPpo) [ -e "$disk/installed" ] || exit 0
           case "$2" in
             NAME,LABEL) printf 'NAME="/dev/%s" LABEL=""\\nNAME="/dev/%s1" LABEL="EFI-SYSTEM"\\nNAME="/dev/%s6" LABEL="OEM"\\nNAME="/dev/%s9" LABEL="ROOT"\\n' "$name" "$name" "$name" "$name" ;;
             PARTUUID,LABEL) printf 'PARTUUID="" LABEL=""\\nPARTUUID="ab12-cd" LABEL="EFI-SYSTEM"\\n' ;;
             *) exit 64 ;;
           esac ;;
         *) exit 64 ;;
       esac ;;
  esac`,
  udevadm: "exit 0",
  sleep: "exit 0",
  sync: "exit 0",
  mount: `device="\${@: -2:1}"; folder="\${@: -1}"; log mount "$*"
    rmdir "$folder" && ln -s "$STATE/disk-$(basename "\${device%6}")/oem" "$folder"`,
  umount: `log umount "$*"; rm "$1" && mkdir "$1"`,
  curl: `log curl "$*"; [ -e "$STATE/served" ] || exit 22
    while [ $# -gt 0 ]; do case "$1" in --output) cp "$STATE/served" "$2"; shift ;; esac; shift; done`,
  // With -D it leaves the image in the folder that it runs in, where its signature is good; with -f it writes a file.
  "flatcar-install": `log flatcar-install "$*"
    if [ "$1" = -D ]; then cp "$STATE/image" flatcar_production_image.bin.bz2; exit; fi
    while [ $# -gt 0 ]; do case "$1" in -d) disk=$2; shift ;; -i) config=$2; shift ;; -f) image=$2; shift ;; -o) [ -z "$2" ] || exit 64; shift ;; esac; shift; done
    [ -z "$image" ] || cp "$image" "$STATE/written"
    to="$STATE/disk-$(basename "$disk")"; rm -rf "$to/oem"; mkdir -p "$to/oem"; : >"$to/installed"; cp "$config" "$to/oem/config.ign"; echo 1 >"$to/mounts"`,
  systemctl: `log systemctl "$*"`,
  tune2fs: `disk=$(basename "\${2%9}"); echo "Filesystem state: clean"; echo "Mount count:              $(cat "$STATE/disk-$disk/mounts")"`,
  efibootmgr: `case "$*" in
    -v) printf 'BootCurrent: 0001\\nBootOrder: 0001,0003\\nBoot0001* UEFI PXEv4\\tPciRoot(0x0)\\nBoot0003* Flatcar Container Linux stable\\tHD(1,GPT,AB12-CD,0x1000,0x40000)/File(x)\\n' ;;
    *) log efibootmgr "$*" ;;
  esac`,
};

/** A machine that boots from the network: the real installer, in bash, among commands that stand in for those of Flatcar. */
export class InstallerMachine {
  private readonly root: string;
  private readonly state: string;

  constructor(folder: string) {
    this.root = path.join(folder, "root");
    this.state = path.join(folder, "state");
    for (const made of ["bin", "state", "tmp", "root/dev", "root/sys/class/tty/console"])
      fs.mkdirSync(path.join(folder, made), { recursive: true });
    fs.writeFileSync(path.join(this.root, "sys/class/tty/console/active"), "tty0 ttyS0\n");
    for (const [command, body] of Object.entries(STUBS)) {
      const text = `#!/bin/bash\nlog() { printf '%s\\n' "$*" >>"$STATE/calls"; }\n[ ! -e "$STATE/failing-${command}" ] || { log "${command} failed"; exit 1; }\n${body}\n`;
      fs.writeFileSync(path.join(folder, "bin", command), text, { mode: 0o755 });
    }
    // Nothing but these and what is on every system.
    for (const command of [
      "bash",
      "cat",
      "cp",
      "mkdir",
      "rmdir",
      "ln",
      "rm",
      "sed",
      "grep",
      "sort",
      "tr",
      "tee",
      "base64",
      "gzip",
      "basename",
      "mktemp",
      "sha512sum",
    ]) {
      const found = ["/usr/bin", "/bin"].map((at) => path.join(at, command)).find((file) => fs.existsSync(file));
      fs.symlinkSync(found ?? command, path.join(folder, "bin", command));
    }
  }

  /** Where the installer finds its values here. */
  public get valuesFolder(): string {
    return path.join(this.root, INSTALL_VALUES);
  }

  /** Boots from the network and lets the installer do what it does. */
  public boot(machine: MachineState): Outcome {
    this.prepare(machine);
    const script = path.join(this.state, "script");
    // Folders of the system, but not the path that a config writes.
    fs.writeFileSync(
      script,
      (machine.verified === undefined ? INSTALL_SCRIPT : VERIFYING_INSTALL_SCRIPT)
        .replace(/(?<![\w/]|"path":")\/(etc|run|sys)\//g, `${this.root}/$1/`)
        .replace('"/dev/$tty"', `"${this.root}/dev/$tty"`),
    );
    const [bin, tmp] = ["bin", "tmp"].map((folder) => path.join(this.state, "..", folder));
    const { status } = run("/bin/bash", [script], { env: { PATH: bin, STATE: this.state, TMPDIR: tmp } });
    const consoles = ["tty0", "ttyS0"].map((tty) => this.read(path.join(this.root, "dev", tty)));
    if (consoles[0] !== consoles[1]) throw new Error(`the consoles differ: ${JSON.stringify(consoles)}`);
    return {
      status,
      console: consoles[0].replace(/\r\n/g, "\n").trim(),
      motd: this.read(path.join(this.root, "etc/motd.d/cdktf-flatcar.conf")),
      calls: this.read(path.join(this.state, "calls")).split("\n").filter(Boolean),
    };
  }

  /** Starts from a disk, as far as its root filesystem can tell. */
  public startFrom(disk: string): void {
    const counter = path.join(this.state, `disk-${disk}`, "mounts");
    fs.writeFileSync(counter, String(Number(this.read(counter)) + 1));
  }

  /** The text of a file in the OEM partition of a disk; empty where there is none. */
  public oem(disk: string, file: string): string {
    return this.read(path.join(this.state, `disk-${disk}`, "oem", file));
  }

  /** What flatcar-install was last given as a file; empty where it was given none. */
  public get written(): string {
    return this.read(path.join(this.state, "written"));
  }

  private prepare({ disks, served, uefi = false, failing = [], verified, values = {} }: MachineState): void {
    for (const gone of ["etc", "run"]) fs.rmSync(path.join(this.root, gone), { recursive: true, force: true });
    for (const tty of ["tty0", "ttyS0"]) fs.rmSync(path.join(this.root, "dev", tty), { force: true });
    for (const file of fs.readdirSync(this.state)) {
      if (/^(calls|disks|served|image|written|failing-.*)$/.test(file)) fs.rmSync(path.join(this.state, file));
    }
    const efi = path.join(this.root, "sys/firmware/efi");
    if (uefi) fs.mkdirSync(efi, { recursive: true });
    else fs.rmSync(efi, { recursive: true, force: true });
    for (const command of failing) fs.writeFileSync(path.join(this.state, `failing-${command}`), "");
    if (served !== undefined) fs.writeFileSync(path.join(this.state, "served"), served);
    if (verified?.image !== undefined) fs.writeFileSync(path.join(this.state, "image"), verified.image);
    fs.mkdirSync(this.valuesFolder, { recursive: true });
    for (const [name, value] of Object.entries({ ...USUAL_VALUES, ...values }))
      fs.writeFileSync(path.join(this.valuesFolder, name), `${value}\n`);
    this.attach(disks);
  }

  private attach(disks: readonly Disk[]): void {
    const known = new Set(disks.map(({ name }) => `disk-${name}`));
    for (const file of fs.readdirSync(this.state)) {
      if (file.startsWith("disk-") && !known.has(file)) fs.rmSync(path.join(this.state, file), { recursive: true });
    }
    const lines = disks.map(({ name, bytes = 20 * GIB, type = "disk", removable, readOnly, mounted = "", holder }) => {
      const folder = path.join(this.state, `disk-${name}`);
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "type"), `${type}\n`);
      fs.writeFileSync(path.join(folder, "bytes"), `  ${bytes}\n`);
      const below = holder === undefined ? "" : `${holder} \n`;
      fs.writeFileSync(path.join(folder, "tree"), `${type} \npart ${mounted}\n${below}`);
      return `${bytes} /dev/${name} ${type} ${removable === true ? 1 : 0} ${readOnly === true ? 1 : 0}\n`;
    });
    fs.writeFileSync(path.join(this.state, "disks"), lines.join(""));
  }

  private read(file: string): string {
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  }
}

const USUAL_VALUES: { readonly [name: string]: string } = {
  node: "a",
  hostname: "a",
  generation: "1",
  disk: "/dev/disk/by-id/one",
  "least-bytes": String(8 * GIB),
  "smallest-over-bytes": "10000000000",
  channel: "stable",
  version: "4593.2.5",
  board: "amd64-usr",
  "image-base": "",
  "config-url": "http://m.lan:8080/ignition?mac=52:54:00:00:00:0a&os=installed",
};

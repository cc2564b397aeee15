/** The stand-in's disk: Flatcar's partitions as far as something looks at them, and GRUB for BIOS and UEFI. Made of files, without mounts or loop devices. */
import { closeSync, copyFileSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

const MIB = 1024 * 1024;
const SECTOR = 512;

/** https://www.flatcar.org/docs/latest/reference/developer-guides/sdk-disk-partitions/; numbers and names are Flatcar's, sizes are not. */
const PARTITIONS = [
  { number: 1, name: "EFI-SYSTEM", type: "EF00", mib: 24 },
  { number: 2, name: "BIOS-BOOT", type: "EF02", mib: 2 },
  { number: 3, name: "USR-A", type: "8300" },
  { number: 6, name: "OEM", type: "8300", mib: 16 },
  // It takes the rest of the disk at boot.
  { number: 9, name: "ROOT", type: "8300", mib: 64 },
];

const GRUB_MODULES = ["part_gpt", "fat", "ext2", "normal", "configfile", "linux", "test", "regexp", "echo", "boot"];
const GRUB_FOLDER = "/usr/lib/grub";
/** What the machine for QEMU finds on its OEM partition: https://github.com/flatcar/scripts/blob/main/build_library/oem/qemu/grub.cfg */
const QEMU_OEM = 'set oem_id="qemu"\nset linux_append="flatcar.autologin"\n';

/**
 * Writes a raw disk.
 *
 * @param parts the kernel, its initial RAM disk and /usr, as files
 */
export function makeDisk(target, parts, files, scratch) {
  mkdirSync(scratch, { recursive: true });
  const usrMib = Math.ceil(statSync(parts.usr).size / MIB) + 1;
  const sized = layOut(PARTITIONS.map((partition) => ({ ...partition, mib: partition.mib ?? usrMib })));
  const end = sized.at(-1).start + sized.at(-1).mib;
  const descriptor = openSync(target, "w");
  ftruncateSync(descriptor, (end + 1) * MIB);
  closeSync(descriptor);
  const each = ({ number, name, type, start, mib }) => [
    `--new=${number}:${start * (MIB / SECTOR)}:+${mib}M`,
    `--change-name=${number}:${name}`,
    `--typecode=${number}:${type}`,
  ];
  run("sgdisk", [...sized.flatMap(each), target]);
  const at = (name) => sized.find((partition) => partition.name === name);
  writeAt(target, at("EFI-SYSTEM").start * MIB, makeEfiSystem(at("EFI-SYSTEM").mib, parts, files, scratch));
  writeAt(target, at("USR-A").start * MIB, parts.usr);
  writeAt(target, at("OEM").start * MIB, makeExt4("OEM", at("OEM").mib, scratch, { "grub.cfg": parts.oemGrub ?? "" }));
  writeAt(target, at("ROOT").start * MIB, makeExt4("ROOT", at("ROOT").mib, scratch, {}));
  installBiosGrub(target, at("BIOS-BOOT").start * (MIB / SECTOR), scratch);
  return sized;
}

/** The disk for QEMU: as the other, with what its OEM partition says, and in QEMU's own format. */
export function makeQemuDisk(target, raw, sized, scratch) {
  const own = join(scratch, "qemu.raw");
  run("cp", ["--sparse=always", raw, own]);
  const oem = sized.find(({ name }) => name === "OEM");
  writeAt(own, oem.start * MIB, makeExt4("OEM", oem.mib, scratch, { "grub.cfg": QEMU_OEM }));
  run("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", own, target]);
}

function layOut(partitions) {
  let start = 1;
  return partitions.map((partition) => {
    const placed = { ...partition, start };
    start += partition.mib;
    return placed;
  });
}

function makeEfiSystem(mib, parts, files, scratch) {
  const image = join(scratch, "efi-system");
  run("truncate", ["-s", `${mib}M`, image]);
  run("mkfs.vfat", ["--invariant", "-n", "EFI-SYSTEM", "-F", "16", image]);
  const loader = join(scratch, "bootx64.efi");
  run("grub-mkimage", ["-O", "x86_64-efi", "-d", `${GRUB_FOLDER}/x86_64-efi`, "-p", "/flatcar/grub", "-o", loader, ...GRUB_MODULES]);
  const empty = join(scratch, "first_boot");
  writeFileSync(empty, "");
  const mtools = (program, ...args) => run(program, ["-i", image, ...args], { env: { MTOOLS_SKIP_CHECK: "1" } });
  mtools("mmd", "::/efi", "::/efi/boot", "::/flatcar", "::/flatcar/grub");
  mtools("mcopy", loader, "::/efi/boot/bootx64.efi");
  mtools("mcopy", parts.kernel, "::/flatcar/vmlinuz-a");
  mtools("mcopy", parts.initramfs, "::/flatcar/initramfs");
  mtools("mcopy", join(files, "grub/grub.cfg"), "::/flatcar/grub/grub.cfg");
  mtools("mcopy", empty, "::/flatcar/first_boot");
  return image;
}

function makeExt4(label, mib, scratch, contents) {
  const image = join(scratch, label);
  const folder = `${image}.d`;
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  run("truncate", ["-s", "0", image]);
  run("truncate", ["-s", `${mib}M`, image]);
  // GRUB 2.06 reads neither of the two features. The journal is small, and nothing is left to be done in the background of an emulated machine.
  const options = ["-O", "^metadata_csum_seed,^orphan_file", "-J", "size=4", "-E", "root_owner=0:0,lazy_itable_init=1,nodiscard"];
  run("mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", "-I", "256", "-L", label, ...options, "-d", folder, image]);
  return image;
}

/** What `grub-bios-setup` does to a real device: the first sector finds the second program, and that finds its own rest. */
function installBiosGrub(disk, sector, scratch) {
  const core = join(scratch, "core.img");
  const modules = [...GRUB_MODULES, "biosdisk"];
  run("grub-mkimage", ["-O", "i386-pc", "-d", `${GRUB_FOLDER}/i386-pc`, "-p", "(,gpt1)/flatcar/grub", "-o", core, ...modules]);
  const program = readFileSync(core);
  program.writeBigUInt64LE(BigInt(sector + 1), 0x1f4);
  const boot = readFileSync(`${GRUB_FOLDER}/i386-pc/boot.img`).subarray(0, 440);
  boot.writeBigUInt64LE(BigInt(sector), 0x5c);
  const descriptor = openSync(disk, "r+");
  try {
    writeSync(descriptor, boot, 0, boot.length, 0);
    writeSync(descriptor, program, 0, program.length, sector * SECTOR);
  } finally {
    closeSync(descriptor);
  }
}

function writeAt(target, offset, file) {
  run("dd", [`if=${file}`, `of=${target}`, "bs=1M", `seek=${offset / MIB}`, "conv=notrunc,sparse", "status=none"]);
}

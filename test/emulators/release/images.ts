import { spawnSync } from "node:child_process";
import { Architecture, FlatcarVersion, ImageKind, uefiFirmware } from "../../../lib/release";
import { Content, seededBytes } from "./content";

const CLUSTER_BITS = 16;
const CLUSTER = 1 << CLUSTER_BITS;

/**
 * A qcow2 image as small as one can be, that QEMU and libvirt take for what it is: an empty disk.
 *
 * @param seed makes images differ that are the same for QEMU
 * @param mebibytes the size a machine sees
 * @see https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst
 */
export function tinyQcow2(seed: string, mebibytes = 16): Buffer {
  const size = mebibytes * 1024 * 1024;
  // An entry of the first table stands for a cluster of 8 byte entries, each of a cluster.
  const entries = Math.ceil(size / (CLUSTER * (CLUSTER / 8)));
  if (entries * 8 > CLUSTER) throw new RangeError(`an image of ${mebibytes} MiB needs more than one cluster for its first table`);
  const [refcountTable, refcountBlock, l1] = [1, 2, 3].map((cluster) => cluster * CLUSTER);
  const image = Buffer.alloc(4 * CLUSTER);
  image.write("QFI\xfb", 0, "latin1");
  image.writeUInt32BE(2, 4);
  image.writeUInt32BE(CLUSTER_BITS, 20);
  image.writeBigUInt64BE(BigInt(size), 24);
  image.writeUInt32BE(entries, 36);
  image.writeBigUInt64BE(BigInt(l1), 40);
  image.writeBigUInt64BE(BigInt(refcountTable), 48);
  image.writeUInt32BE(1, 56);
  image.writeBigUInt64BE(BigInt(refcountBlock), refcountTable);
  for (let cluster = 0; cluster < 4; cluster++) image.writeUInt16BE(1, refcountBlock + 2 * cluster);
  // Nothing reads the rest of the header's cluster.
  image.write(seed, 4096, "utf8");
  return image;
}

/** Bytes packed by the machine's own bzip2. */
export function bzip2(bytes: Uint8Array): Buffer {
  const packed = spawnSync("bzip2", ["--compress", "--stdout", "-1"], { input: bytes, maxBuffer: 64 * 1024 * 1024 });
  if (packed.error !== undefined) throw packed.error;
  if (packed.status !== 0) throw new Error(`bzip2: ${packed.stderr.toString()}`);
  return packed.stdout;
}

const BOMB_PIECE_MIB = 64;

/** A bzip2 file of zeros that is a thousandth of a thousandth of what it unpacks to: streams that follow one another, which unpacks as one file. */
export function bzip2Bomb(mebibytes: number): Buffer {
  const piece = bzip2(Buffer.alloc(BOMB_PIECE_MIB * 1024 * 1024));
  return Buffer.concat(Array.from({ length: Math.ceil(mebibytes / BOMB_PIECE_MIB) }, () => piece));
}

const KIBIBYTE = 1024;

/** What a release publishes of images, kernels and firmware, small: a maker for each file name. */
export function imageFiles(version: string, board: string, seed: string): ReadonlyMap<string, () => Content> {
  const architecture = Architecture.of(board);
  const parsed = FlatcarVersion.parse(version);
  const files = new Map<string, () => Content>();
  for (const kind of ImageKind.all().filter((candidate) => candidate.isPublished(parsed, architecture))) {
    for (const compression of kind.compressions) {
      const name = kind.fileName(parsed, architecture, compression);
      files.set(name, () => imageContent(kind, name, `${seed} ${kind.name}`));
    }
  }
  if (ImageKind.QEMU_UEFI.isPublished(parsed, architecture)) {
    const { code, vars } = uefiFirmware(parsed, architecture);
    for (const name of [code, vars]) files.set(name, () => Content.seeded(`${seed} ${name}`, 8 * KIBIBYTE));
  }
  return files;
}

/** The unpacked disk of a raw image that {@link imageFiles} makes: the bytes, and zeros behind them as disks have. */
export function rawDisk(seed: string): Buffer {
  return Buffer.concat([seededBytes(seed, 48 * KIBIBYTE), Buffer.alloc(80 * KIBIBYTE)]);
}

function imageContent(kind: ImageKind, name: string, seed: string): Content {
  if (kind === ImageKind.PXE_KERNEL) return Content.seeded(seed, 64 * KIBIBYTE);
  if (kind === ImageKind.PXE_INITRD) return Content.seeded(seed, 256 * KIBIBYTE);
  const isQcow2 = kind === ImageKind.QEMU || kind === ImageKind.QEMU_UEFI;
  if (isQcow2) return name.endsWith(".bz2") ? Content.of(bzip2(tinyQcow2(seed))) : Content.of(tinyQcow2(seed));
  return Content.of(bzip2(rawDisk(seed)));
}

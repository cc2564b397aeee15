import { FlatcarError } from "../errors";
import { IgnitionConfig } from "../ignition";
import { hasToken } from "../pool/tokens";

/** What a diskless machine keeps from one boot to the next. */
export interface StatePartitionOptions {
  /**
   * The name of the partition in its GPT, 1 to 36 letters, digits, `_`, `.` and `-`. The partition has to be there (`sgdisk --change-name`, or
   * `storage.disks` of a machine config); it may be empty at first.
   */
  readonly label: string;
  /**
   * Where it is mounted.
   *
   * @default /var/lib
   */
  readonly path?: string;
  /**
   * The filesystem that an empty partition gets, and that one with something on it must have.
   *
   * @default DisklessFormat.EXT4
   */
  readonly format?: DisklessFormat;
}

/** A filesystem for what is kept. */
export enum DisklessFormat {
  EXT4 = "ext4",
  XFS = "xfs",
  BTRFS = "btrfs",
}

const LABEL = /^[\w.-]{1,36}$/;
// The root that Ignition fills anew at every boot must not be what is kept, and the rest is made by the system itself.
const UNKEPT = ["/", "/boot", "/dev", "/etc", "/oem", "/proc", "/root", "/run", "/sys", "/sysroot", "/tmp", "/usr"];

/** What a diskless machine keeps from one boot to the next. */
export class DisklessState {
  /** Nothing: all is in RAM. */
  public static ram(): DisklessState {
    return new DisklessState(undefined);
  }

  /**
   * What is below one folder, on a partition that is made a filesystem when it has none, and never wiped.
   *
   * Not the whole root (`root=LABEL=…`): Ignition runs at each boot from the network, and would write every file of the config into a root
   * that has it already, which fails.
   *
   * @throws FlatcarError, when a pool uses it, `diskless-state`
   */
  public static partition(options: StatePartitionOptions): DisklessState {
    return new DisklessState(options);
  }

  private constructor(private readonly partition: StatePartitionOptions | undefined) {}

  /** The folder that is kept; undefined where none is. */
  public get path(): string | undefined {
    return this.partition === undefined ? undefined : (this.partition.path ?? "/var/lib");
  }

  /**
   * The part of the machine config that brings the partition; undefined where there is none.
   *
   * @throws FlatcarError `diskless-state`
   */
  public config(): IgnitionConfig | undefined {
    const { partition, path } = this;
    if (partition === undefined || path === undefined) return undefined;
    const { label, format = DisklessFormat.EXT4 } = partition;
    checkLabel(label);
    checkPath(path);
    // By the partition's name: one by the filesystem's label is not there before there is a filesystem, and Ignition would wait for it in vain.
    const device = `/dev/disk/by-partlabel/${label}`;
    const unit = [
      "[Unit]",
      `Description=What stays of this machine, at ${path}`,
      "Before=local-fs.target",
      "",
      "[Mount]",
      `What=${device}`,
      `Where=${path}`,
      `Type=${format}`,
      "",
      "[Install]",
      "RequiredBy=local-fs.target",
      "",
    ];
    return {
      storage: { filesystems: [{ device, format, path, wipeFilesystem: false }] },
      systemd: { units: [{ name: `${unitName(path)}.mount`, enabled: true, contents: unit.join("\n") }] },
    };
  }
}

/**
 * Refuses what Ignition cannot write a second time: it runs at every boot, and what is below the kept folder is there already then.
 *
 * @throws FlatcarError `diskless-state-file`
 */
export function refuseKeptFiles(config: IgnitionConfig, state: string, node: string): void {
  const { files = [], links = [] } = config.storage ?? {};
  const kept = [
    // A file that neither has contents nor appends is left as it is.
    ...files.filter((file) => file.contents?.source !== undefined || (file.append ?? []).length > 0),
    ...links,
  ].find(({ path, overwrite }) => overwrite !== true && path.startsWith(`${state}/`));
  if (kept === undefined) return;
  throw new FlatcarError({
    code: "diskless-state-file",
    subject: `machine config of ${node}`,
    received: kept.path,
    allowed: `below ${state}, which stays from boot to boot, only files and links with overwrite: true`,
    mend: "give it overwrite: true, or write it elsewhere; Ignition runs at every boot and fails on what is there already",
  });
}

// https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html#String%20Escaping%20for%20Inclusion%20in%20Unit%20Names
function unitName(path: string): string {
  return Buffer.from(path.slice(1))
    .toString("latin1")
    .replace(/^\.|[^\w:./]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(/\//g, "-");
}

function checkLabel(label: string): void {
  if (hasToken(label) || LABEL.test(label)) return;
  throw new FlatcarError({
    code: "diskless-state",
    subject: "boot: DisklessState.partition({ label })",
    received: label,
    allowed: "1 to 36 letters, digits, '_', '.' and '-'",
    mend: "give the partition such a name: sgdisk --change-name=NUMBER:NAME DISK",
  });
}

function checkPath(path: string): void {
  const isClean = /^(\/[^/\s\x00-\x1f\x7f%"'\\$]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path);
  const below = ["/boot", "/dev", "/etc", "/proc", "/run", "/sys", "/usr"].some((folder) => path.startsWith(`${folder}/`));
  if (!hasToken(path) && isClean && !below && !UNKEPT.includes(path)) return;
  throw new FlatcarError({
    code: "diskless-state",
    subject: "boot: DisklessState.partition({ path })",
    received: hasToken(path) ? "a path known only at apply" : path,
    allowed: `an absolute path, known at synth, without '.', '..', spaces and quotes, and not what Ignition and the system fill at every boot: ${UNKEPT.join(", ")}`,
    mend: "name the folder that is to stay, for example /var/lib",
  });
}

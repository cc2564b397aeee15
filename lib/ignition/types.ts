/**
 * The Ignition config, spec 3.0.0 to 3.7.0-experimental, as TypeScript sees it: the fields of 3.5.0 (none were added since).
 *
 * Fields are optional where Ignition's are. Which spec version a field needs is in its comment and in `schema.ts`; a config that
 * names a lower version and uses the field is refused.
 *
 * @see https://coreos.github.io/ignition/configuration-v3_5/
 */
export interface IgnitionConfig {
  /**
   * The version of the config, and what Ignition itself needs.
   *
   * @default - the spec version of whoever renders the config
   */
  readonly ignition?: IgnitionSection;
  /** Kernel arguments that must or must not be there. Since 3.3.0. */
  readonly kernelArguments?: IgnitionKernelArguments;
  /** Users and groups. */
  readonly passwd?: IgnitionPasswd;
  /** Disks, filesystems, files, directories and links. */
  readonly storage?: IgnitionStorage;
  /** systemd units. */
  readonly systemd?: IgnitionSystemd;
}

/** The version of a config and what Ignition needs to read it. */
export interface IgnitionSection {
  /** Configs elsewhere that are merged into this one or replace it. */
  readonly config?: IgnitionReferences;
  /** Proxies for everything Ignition fetches. Since 3.1.0. */
  readonly proxy?: IgnitionProxy;
  /** Certificate authorities Ignition trusts in addition. */
  readonly security?: IgnitionSecurity;
  /** How long a fetch may take. */
  readonly timeouts?: IgnitionTimeouts;
  /**
   * The spec version, such as `3.4.0`.
   *
   * @default - a text must name it; in an object, the version of whoever renders the config
   */
  readonly version?: string;
}

/** Configs elsewhere. */
export interface IgnitionReferences {
  /** Configs that are merged into this one, in order; each overrides this one and those before it. */
  readonly merge?: readonly IgnitionResource[];
  /** A config that takes the place of this one entirely. */
  readonly replace?: IgnitionResource;
}

/** Where bytes come from. */
export interface IgnitionResource {
  /**
   * How the bytes at the source are compressed: `gzip`, or `""` for not at all. Not usable with `s3:`. In `merge`, `replace` and
   * certificate authorities since 3.1.0.
   *
   * @default - not compressed
   */
  readonly compression?: string;
  /** HTTP headers of the request, for `http:` and `https:` only. Since 3.1.0. */
  readonly httpHeaders?: readonly IgnitionHttpHeader[];
  /**
   * URL: `data:`, `http:`, `https:`, `tftp:`, `s3:`, `gs:` (since 3.2.0) or `arn:` (since 3.4.0). The empty string is a file without bytes.
   *
   * @default - what is there stays as it is
   */
  readonly source?: string;
  /** The hash the bytes must have. */
  readonly verification?: IgnitionVerification;
}

/** One HTTP header. */
export interface IgnitionHttpHeader {
  /** Name of the header; the key of the list. */
  readonly name: string;
  /**
   * Value of the header.
   *
   * @default - when merged, removes the header of this name from the parent config
   */
  readonly value?: string;
}

/** What is checked of fetched bytes. */
export interface IgnitionVerification {
  /** `sha512-<128 hex digits>`, or `sha256-<64 hex digits>` since 3.1.0, of the bytes after decompression. */
  readonly hash?: string;
}

/** Proxies of Ignition's own requests. */
export interface IgnitionProxy {
  /** Proxy for `http:` requests: a URL with `http:` or `https:`. */
  readonly httpProxy?: string;
  /** Proxy for `https:` requests: a URL with `http:` or `https:`. */
  readonly httpsProxy?: string;
  /** Hosts that are asked directly: names, domains that start with a dot, addresses, networks in CIDR form. */
  readonly noProxy?: readonly string[];
}

/** Trust. */
export interface IgnitionSecurity {
  /** Options of TLS. */
  readonly tls?: IgnitionTls;
}

/** Trust in servers. */
export interface IgnitionTls {
  /** PEM bundles of authorities that are trusted besides those of the system. */
  readonly certificateAuthorities?: readonly IgnitionResource[];
}

/** Limits of one fetch. */
export interface IgnitionTimeouts {
  /**
   * Seconds to wait for the response headers after the request was sent.
   *
   * @default 10
   * @see https://coreos.github.io/ignition/configuration-v3_5/
   */
  readonly httpResponseHeaders?: number;
  /**
   * Seconds for a whole request, retries included; 0 is no limit.
   *
   * @default 0
   * @see https://coreos.github.io/ignition/configuration-v3_5/
   */
  readonly httpTotal?: number;
}

/** Kernel arguments. A change causes one reboot during provisioning. */
export interface IgnitionKernelArguments {
  /** Arguments that are added when they are missing. */
  readonly shouldExist?: readonly string[];
  /** Arguments that are removed when they are there. */
  readonly shouldNotExist?: readonly string[];
}

/** Accounts. */
export interface IgnitionPasswd {
  /** Groups, by name. */
  readonly groups?: readonly IgnitionGroup[];
  /** Users, by name. */
  readonly users?: readonly IgnitionUser[];
}

/** One group. */
export interface IgnitionGroup {
  /** Numeric id. @default - the next free one */
  readonly gid?: number;
  /** Name; the key of the list. */
  readonly name: string;
  /** Encrypted password. @default - none */
  readonly passwordHash?: string;
  /** Whether the group exists; false deletes it. Since 3.2.0. @default true */
  readonly shouldExist?: boolean;
  /** Whether it is a system group. @default false */
  readonly system?: boolean;
}

/** One user. An existing user (`core`) is changed only where a field is set. */
export interface IgnitionUser {
  /** Comment, mostly the full name. */
  readonly gecos?: string;
  /** Supplementary groups. */
  readonly groups?: readonly string[];
  /** Home directory. @default - /home/NAME */
  readonly homeDir?: string;
  /** Login name; the key of the list. */
  readonly name: string;
  /** Whether the home directory is left out. @default false */
  readonly noCreateHome?: boolean;
  /** Whether the user stays out of lastlog and faillog. @default false */
  readonly noLogInit?: boolean;
  /** Whether no group of the same name is made. @default false */
  readonly noUserGroup?: boolean;
  /** Encrypted password as in /etc/shadow. @default - none, login by key only */
  readonly passwordHash?: string;
  /** Name of the primary group. @default - a new group of the user's name */
  readonly primaryGroup?: string;
  /** SSH public keys, each one line of `authorized_keys`. */
  readonly sshAuthorizedKeys?: readonly string[];
  /** Login shell. @default - the system's */
  readonly shell?: string;
  /** Whether the user exists; false deletes it. Since 3.2.0. @default true */
  readonly shouldExist?: boolean;
  /** Whether it is a system user. @default false */
  readonly system?: boolean;
  /** Numeric id. @default - the next free one */
  readonly uid?: number;
}

/** Everything about disks and what is on them. */
export interface IgnitionStorage {
  /** Directories, by path. Files, directories and links share one space of paths. */
  readonly directories?: readonly IgnitionDirectory[];
  /** Partition tables, by device. */
  readonly disks?: readonly IgnitionDisk[];
  /** Files, by path. */
  readonly files?: readonly IgnitionFile[];
  /** Filesystems, by device. */
  readonly filesystems?: readonly IgnitionFilesystem[];
  /** Symbolic and hard links, by path. */
  readonly links?: readonly IgnitionLink[];
  /** Encrypted volumes, by name. Since 3.2.0. */
  readonly luks?: readonly IgnitionLuks[];
  /** Software RAID arrays, by name. */
  readonly raid?: readonly IgnitionRaid[];
}

/** A user or group that owns something: by id or by name, not both. */
export interface IgnitionOwner {
  /** Numeric id. @default 0 */
  readonly id?: number;
  /** Name. @default - taken from `id` */
  readonly name?: string;
}

/** One directory. */
export interface IgnitionDirectory {
  /** Owning group. @default - root for a new directory */
  readonly group?: IgnitionOwner;
  /** Whether what is at the path is deleted first; without it, a directory that is there keeps its contents. @default false */
  readonly overwrite?: boolean;
  /** Absolute path without `.`, `..`, double or trailing slashes; the key of the list. */
  readonly path: string;
  /** Owning user. @default - root for a new directory */
  readonly user?: IgnitionOwner;
  /** Permission bits, 0 to 0o7777; bits above 0o777 take effect since 3.6.0 only. @default 0o755 */
  readonly mode?: number;
}

/** One file. */
export interface IgnitionFile {
  /** Owning group. @default - root for a new file */
  readonly group?: IgnitionOwner;
  /** Whether a file that is there is replaced; needs `contents.source`. @default false */
  readonly overwrite?: boolean;
  /** Absolute path without `.`, `..`, double or trailing slashes; the key of the list. */
  readonly path: string;
  /** Owning user. @default - root for a new file */
  readonly user?: IgnitionOwner;
  /** Fragments that are appended in order; configs that are merged in append theirs after these. */
  readonly append?: readonly IgnitionResource[];
  /** What the file holds. @default - what is there, or nothing */
  readonly contents?: IgnitionResource;
  /** Permission bits, 0 to 0o7777; bits above 0o777 take effect since 3.6.0 only. @default 0o644 */
  readonly mode?: number;
}

/** One symbolic or hard link. */
export interface IgnitionLink {
  /** Owning group; ignored for hard links. @default - root */
  readonly group?: IgnitionOwner;
  /** Whether what is at the path is deleted first. @default false */
  readonly overwrite?: boolean;
  /** Absolute path without `.`, `..`, double or trailing slashes; the key of the list. */
  readonly path: string;
  /** Owning user; ignored for hard links. @default - root */
  readonly user?: IgnitionOwner;
  /** Whether it is a hard link. @default false */
  readonly hard?: boolean;
  /** What the link points to; required by every spec version. */
  readonly target?: string;
}

/** One disk. */
export interface IgnitionDisk {
  /** Absolute path of the device, best under /dev/disk; the key of the list. */
  readonly device: string;
  /** Partitions, by number, or by label where the number is absent. */
  readonly partitions?: readonly IgnitionPartition[];
  /** Whether the partition table is wiped first. @default false */
  readonly wipeTable?: boolean;
}

/** One partition. */
export interface IgnitionPartition {
  /** GUID of the partition. @default - a random one */
  readonly guid?: string;
  /** GPT name, at most 36 bytes, no colon. */
  readonly label?: string;
  /** Number, from 1; 0 is the next free one and needs a label. @default 0 */
  readonly number?: number;
  /** Whether an existing partition may be resized. Since 3.2.0. @default false */
  readonly resize?: boolean;
  /** Whether the partition exists; false deletes it. @default true */
  readonly shouldExist?: boolean;
  /** Size in MiB; 0 is all that is free. @default - existing size, or all that is free */
  readonly sizeMiB?: number;
  /** Start in MiB; 0 is the largest free block. @default - existing start, or the largest free block */
  readonly startMiB?: number;
  /** GUID of the partition type. @default - 0FC63DAF-8483-4772-8E79-3D69D8477DE4, Linux filesystem data */
  readonly typeGuid?: string;
  /** Whether an existing partition that does not match is deleted and made again. @default false */
  readonly wipePartitionEntry?: boolean;
}

/** One filesystem. */
export interface IgnitionFilesystem {
  /** Absolute path of the device; the key of the list. */
  readonly device: string;
  /** `ext4`, `btrfs`, `xfs`, `vfat`, `swap`, or `none` since 3.3.0. */
  readonly format?: string;
  /** Label; at most 16 bytes for ext4, 256 btrfs, 12 xfs, 15 swap, 11 vfat. */
  readonly label?: string;
  /** Options with which Ignition mounts it while provisioning. Since 3.1.0. */
  readonly mountOptions?: readonly string[];
  /** Options of the command that makes it. */
  readonly options?: readonly string[];
  /** Where it is mounted while provisioning, relative to the new root. */
  readonly path?: string;
  /** UUID of the filesystem. @default - a random one */
  readonly uuid?: string;
  /** Whether a filesystem that is there is wiped always; otherwise one that matches is kept. @default false */
  readonly wipeFilesystem?: boolean;
}

/** One LUKS2 volume. Since 3.2.0. */
export interface IgnitionLuks {
  /** Unlocking by a CEX card of s390x machines. Since 3.5.0. Flatcar has none. */
  readonly cex?: IgnitionCex;
  /** Unlocking by TPM2 or Tang. On Flatcar since 3913.0.1. */
  readonly clevis?: IgnitionClevis;
  /** Absolute path of the device; required by every spec version. */
  readonly device?: string;
  /** Whether discards pass through to the device. Since 3.4.0. @default false */
  readonly discard?: boolean;
  /** Key of the volume. @default - a random one, held by clevis or written to /etc/luks */
  readonly keyFile?: IgnitionResource;
  /** Label, at most 47 bytes. */
  readonly label?: string;
  /** Name under /dev/mapper, without a slash; the key of the list. */
  readonly name: string;
  /** Options of `cryptsetup luksOpen`, made permanent. Since 3.4.0. */
  readonly openOptions?: readonly string[];
  /** Options of `cryptsetup luksFormat`. */
  readonly options?: readonly string[];
  /** UUID of the volume. @default - a random one */
  readonly uuid?: string;
  /** Whether a volume that is there is wiped always. @default false */
  readonly wipeVolume?: boolean;
}

/** Unlocking by a CEX card. */
export interface IgnitionCex {
  /** Whether it is used; not together with clevis or a key file. @default false */
  readonly enabled?: boolean;
}

/** Unlocking by clevis. */
export interface IgnitionClevis {
  /** One pin with its own configuration; not together with the other three. */
  readonly custom?: IgnitionClevisCustom;
  /** Tang servers, by URL. */
  readonly tang?: readonly IgnitionTang[];
  /** How many pieces unlock the volume. @default 1 */
  readonly threshold?: number;
  /** Whether the TPM holds a piece. @default false */
  readonly tpm2?: boolean;
}

/** A clevis pin with its own configuration. */
export interface IgnitionClevisCustom {
  /** Configuration of the pin, JSON. */
  readonly config?: string;
  /** Whether the pin needs the network. @default false */
  readonly needsNetwork?: boolean;
  /** `tpm2`, `tang` or `sss`; any name since 3.6.0. */
  readonly pin?: string;
}

/** A Tang server. */
export interface IgnitionTang {
  /** Advertisement of the server, JSON, for provisioning while it is out of reach. Since 3.4.0. */
  readonly advertisement?: string;
  /** Thumbprint of a trusted signing key; required by every spec version. */
  readonly thumbprint?: string;
  /** `http:` or `https:` URL; the key of the list. */
  readonly url?: string;
}

/** One software RAID array. */
export interface IgnitionRaid {
  /** Absolute paths of the devices, at least one. */
  readonly devices?: readonly string[];
  /** `linear`, `raid0`, `raid1`, `raid4`, `raid5`, `raid6`, `raid10`, or what mdadm calls them. */
  readonly level?: string;
  /** Name under /dev/md; the key of the list. */
  readonly name: string;
  /** Options of `mdadm --create`. */
  readonly options?: readonly string[];
  /** How many of the devices are spares; none for linear and raid0. @default 0 */
  readonly spares?: number;
}

/** systemd. */
export interface IgnitionSystemd {
  /** Units, by name. */
  readonly units?: readonly IgnitionUnit[];
}

/** One systemd unit. */
export interface IgnitionUnit {
  /** Text of the unit, at most 2047 bytes a line. @default - the unit of the image */
  readonly contents?: string;
  /** Drop-ins, by name. */
  readonly dropins?: readonly IgnitionDropin[];
  /** Whether the unit starts at boot. @default - the preset of the image */
  readonly enabled?: boolean;
  /** Whether the unit can not be started at all: true links it to /dev/null. @default false */
  readonly mask?: boolean;
  /** Name with a unit extension such as `.service`; the key of the list. */
  readonly name: string;
}

/** One drop-in of a unit. */
export interface IgnitionDropin {
  /** Text of the drop-in, at most 2047 bytes a line. */
  readonly contents?: string;
  /** Name that ends in `.conf`; the key of the list. */
  readonly name: string;
}

import { JsonObject, isRecord } from "../record";

/** The form of the manifest that is read here; `MANIFEST_VERSION` of pools. */
export const READ_MANIFEST_VERSION = 1;

/** One config of a layer, as the manifest tells of it. */
export interface WriterEntry {
  readonly file?: string;
  readonly line?: number;
  readonly inText?: true;
  readonly writes: { readonly [written: string]: number | null };
}

/** Where a machine config is in a stack's JSON. */
export interface ConfigEntry {
  readonly address: string;
  readonly attribute: string;
  readonly encoding: "plain" | "base64";
  readonly bytes: number;
  readonly exact: boolean;
}

/** A release, as the manifest names it. */
export interface ReleaseEntry {
  readonly channel: string;
  readonly version: string;
  readonly name?: string;
  /** The version of Ignition on it. */
  readonly ignition?: string;
}

/** One machine with a name, as far as it is read here. */
export interface NodeEntry {
  readonly hostname: string;
  readonly generation: number | string;
  readonly release?: ReleaseEntry;
  /** Address of the resource that is the machine. */
  readonly machine: string;
  /** Addresses of all the node's resources, the machine's too. */
  readonly resources: readonly string[];
  readonly config: ConfigEntry;
  /** Present where a change does not reach the machine by an apply. */
  readonly served?: ServedEntry;
  readonly machineConfig?: readonly WriterEntry[];
  readonly poolMachineConfig?: { readonly [place: string]: WriterEntry };
}

/** A machine that fetches what it becomes when it boots from the network. */
export interface ServedEntry {
  readonly mac?: string;
  readonly taken: "at-boot" | "at-installation";
  readonly digest?: string;
  /** Address of the resource that keeps what was served when the node's generation began. */
  readonly record: string;
}

/** How many machines a group has. A text is an expression: the number is known only at apply. */
export interface CapacityEntry {
  readonly min: number | string;
  readonly max: number | string;
  /** Absent where something other than Terraform decides. */
  readonly desired?: number | string;
}

/** A line of the user's source, relative to the project. */
export interface SourceEntry {
  readonly file: string;
  readonly line: number;
}

/** One pool in a manifest, as far as it is read here. */
export interface PoolEntry {
  readonly kind: "named" | "group";
  readonly platform: string;
  readonly name: string;
  readonly architecture: string;
  readonly release: ReleaseEntry;
  readonly update: { readonly strategy: string; readonly updatesInPlace: boolean };
  readonly onConfigChange: string;
  readonly onReleaseChange: string;
  readonly quorum: boolean;
  /** The most bytes of user data the platform takes; null where it has no limit. */
  readonly userDataLimit: number | null;
  readonly machineConfig?: readonly WriterEntry[];
  readonly source?: SourceEntry;
  /** Of a pool of kind `named`. */
  readonly nodes?: { readonly [name: string]: NodeEntry };
  /** Of a pool of kind `group`, as all that follows. */
  readonly capacity?: CapacityEntry;
  readonly generation?: number | string;
  /** Address of the resource that makes the machines. */
  readonly group?: string;
  /** Addresses of all the pool's resources. */
  readonly resources?: readonly string[];
  readonly config?: ConfigEntry;
}

/** Whether a value is a pool of a manifest: as much as is read here, so that a file that something else wrote is an error and no crash. */
export function isPool(pool: unknown): pool is PoolEntry {
  if (!isRecord(pool) || !areTexts([pool.name, pool.platform, pool.architecture]) || !isRelease(pool.release)) return false;
  const { kind, update, machineConfig = [] } = pool;
  if (!isRecord(update) || typeof update.strategy !== "string" || !isWriters(machineConfig)) return false;
  return kind === "group" ? isGroup(pool) : kind === "named" && isRecord(pool.nodes) && Object.values(pool.nodes).every(isNode);
}

function isGroup({ capacity, config, group, resources }: JsonObject): boolean {
  return isRecord(capacity) && isConfig(config) && typeof group === "string" && isTexts(resources);
}

function isNode(node: unknown): boolean {
  if (!isRecord(node) || !isConfig(node.config) || typeof node.machine !== "string" || !isTexts(node.resources)) return false;
  const { release, served = {}, machineConfig = [], poolMachineConfig = {} } = node;
  if ((release !== undefined && !isRelease(release)) || !isRecord(served)) return false;
  return isWriters(machineConfig) && isRecord(poolMachineConfig) && isWriters(Object.values(poolMachineConfig));
}

function isRelease(release: unknown): boolean {
  return isRecord(release) && areTexts([release.channel, release.version, release.ignition ?? ""]);
}

function isConfig(config: unknown): boolean {
  return isRecord(config) && areTexts([config.address, config.attribute]) && typeof config.bytes === "number";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && areTexts(value);
}

function areTexts(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}

function isWriters(writers: unknown): boolean {
  return Array.isArray(writers) && writers.every((writer) => isRecord(writer) && isRecord(writer.writes));
}

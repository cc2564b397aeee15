import { isRecord } from "../record";

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
}

/** One machine with a name, as far as it is read here. */
export interface NodeEntry {
  readonly release?: ReleaseEntry;
  readonly config: ConfigEntry;
  readonly machineConfig?: readonly WriterEntry[];
  readonly poolMachineConfig?: { readonly [place: string]: WriterEntry };
}

/** One pool in a manifest, as far as it is read here. */
export interface PoolEntry {
  readonly kind: "named" | "group";
  readonly platform: string;
  readonly name: string;
  readonly architecture: string;
  readonly release: ReleaseEntry;
  readonly userDataLimit: number | null;
  readonly machineConfig?: readonly WriterEntry[];
  /** Of a pool of kind `named`. */
  readonly nodes?: { readonly [name: string]: NodeEntry };
  /** Of a pool of kind `group`. */
  readonly config?: ConfigEntry;
}

/** Whether a value is a pool of a manifest: as much as is read here, so that a file that something else wrote is an error and no crash. */
export function isPool(pool: unknown): pool is PoolEntry {
  if (!isRecord(pool) || typeof pool.name !== "string" || !isRecord(pool.release)) return false;
  const { nodes = {}, config, machineConfig = [] } = pool;
  return isRecord(nodes) && Object.values(nodes).every(isNode) && (config === undefined || isConfig(config)) && isWriters(machineConfig);
}

function isNode(node: unknown): boolean {
  if (!isRecord(node) || !isConfig(node.config)) return false;
  const { release = {}, machineConfig = [], poolMachineConfig = {} } = node;
  return isRecord(release) && isWriters(machineConfig) && isRecord(poolMachineConfig) && isWriters(Object.values(poolMachineConfig));
}

function isConfig(config: unknown): boolean {
  return isRecord(config) && typeof config.address === "string" && typeof config.attribute === "string";
}

function isWriters(writers: unknown): boolean {
  return Array.isArray(writers) && writers.every((writer) => isRecord(writer) && isRecord(writer.writes));
}

import * as fs from "fs";
import * as path from "path";
import { FlatcarError, didYouMean } from "../errors";
import type { Locals } from "./terraform-text";

/** The form of the manifest that is read here; `MANIFEST_VERSION` of pools. */
const VERSION = 1;

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

interface ReleaseEntry {
  readonly channel: string;
  readonly version: string;
  readonly name?: string;
}

interface NodeEntry {
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

interface Resources {
  readonly [type: string]: { readonly [name: string]: { readonly [attribute: string]: unknown } };
}

/** One stack as `cdktf synth` left it. */
export interface SynthesisedStack {
  readonly name: string;
  readonly locals: Locals;
  readonly resources: Resources;
  /** By construct path. */
  readonly pools: { readonly [path: string]: PoolEntry };
}

/** One machine of a stack, or what stands for every machine of a group. */
export interface FoundMachine {
  readonly name: string;
  /** The construct path of its pool. */
  readonly path: string;
  readonly pool: PoolEntry;
  readonly node: NodeEntry;
}

/**
 * Reads a stack from the folder that `cdktf synth` writes to.
 *
 * @throws FlatcarError `synth-missing`, `stack-unknown`, `synth-unreadable`, `manifest-version`
 */
export function readStack(folder: string, name: string): SynthesisedStack {
  const stacks = stackNames(folder);
  if (!stacks.includes(name)) {
    throw new FlatcarError({
      code: "stack-unknown",
      subject: "STACK",
      received: name,
      allowed: listed(stacks),
      mend: didYouMean(name, stacks) ?? "name a stack that cdktf has synthesised, or synthesise again",
    });
  }
  const file = path.join(folder, "stacks", name, "cdk.tf.json");
  const json = readJson(file);
  const comment = json["//"];
  const flatcar = isRecord(comment) ? comment.flatcar : undefined;
  const { locals, resource } = json;
  const stack = { name, locals: isRecord(locals) ? locals : {}, resources: (isRecord(resource) ? resource : {}) as Resources };
  if (flatcar === undefined) return { ...stack, pools: {} };
  if (!isRecord(flatcar)) throw unreadable(file, "its manifest is none");
  if (flatcar.version !== VERSION) {
    throw new FlatcarError({
      code: "manifest-version",
      subject: `${file}: //.flatcar.version`,
      received: flatcar.version,
      allowed: String(VERSION),
      mend: "use the version of cdktf-flatcar that synthesised the stack",
    });
  }
  const pools = flatcar.pools ?? {};
  if (!isRecord(pools) || !Object.values(pools).every(isPool)) throw unreadable(file, "its manifest is none");
  return { ...stack, pools: pools as SynthesisedStack["pools"] };
}

/**
 * A machine by its name, or by `<pool>/<name>`. A group is found by the name of its pool.
 *
 * @throws FlatcarError `node-unknown`
 */
export function findMachine(stack: SynthesisedStack, name: string): FoundMachine {
  const machines = [...machinesOf(stack)];
  const found = machines.find((machine) => machine.name === name || `${machine.pool.name}/${machine.name}` === name);
  if (found !== undefined) return found;
  const names = machines.map((machine) => machine.name);
  const members = machines.filter((machine) => machine.pool.name === name).map((machine) => machine.name);
  throw new FlatcarError({
    code: "node-unknown",
    subject: `NODE of ${stack.name}`,
    received: name,
    allowed: listed(names),
    mend:
      members.length > 0
        ? `name one of the nodes of ${name}: ${listed(members)}`
        : (didYouMean(name, names) ?? "name a node of one of the stack's pools, or a group by its pool's name"),
  });
}

function* machinesOf(stack: SynthesisedStack): Generator<FoundMachine> {
  for (const [path, pool] of Object.entries(stack.pools)) {
    for (const [name, node] of Object.entries(pool.nodes ?? {})) yield { name, path, pool, node };
    if (pool.config !== undefined) yield { name: pool.name, path, pool, node: { config: pool.config } };
  }
}

function stackNames(folder: string): string[] {
  try {
    return fs.readdirSync(path.join(folder, "stacks")).sort();
  } catch (e) {
    throw new FlatcarError({
      code: "synth-missing",
      subject: "the folder that cdktf synthesises to",
      received: folder,
      allowed: "a folder with stacks in it",
      mend: `run cdktf synth first, or name the folder by --synth (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`,
    });
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function readJson(file: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (e) {
    throw unreadable(file, (e as NodeJS.ErrnoException).code ?? "it is not JSON");
  }
  if (!isRecord(json)) throw unreadable(file, "it is no object");
  return json;
}

function unreadable(file: string, why: string): FlatcarError {
  return new FlatcarError({
    code: "synth-unreadable",
    subject: "the JSON of a stack",
    received: file,
    allowed: "a cdk.tf.json as cdktf writes it",
    mend: `synthesise again (${why})`,
  });
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// As much as is read here, so that a file that something else wrote is an error and no crash.
function isPool(pool: unknown): boolean {
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

function listed(names: readonly string[]): string {
  if (names.length === 0) return "none is there";
  return names.slice(0, 20).join(", ") + (names.length > 20 ? `, … (${names.length})` : "");
}

import { FlatcarError } from "../errors";
import { IgnitionConfig, IgnitionFile, IgnitionResource, decodeDataUrl, mergeIgnition, writtenPaths } from "../ignition";
import { UPDATE_CONF_PATH, mergeUpdateConf, parseUpdateConf } from "../update";
import { hasToken } from "./tokens";
import { isDataResource, tokenContents, tokenNotInText } from "./values";

/** Configs of one origin as one: what they write, and apart from it what they say in `update.conf`, which is merged key by key. */
export interface MachineLayer {
  /** Without a file `update.conf`. */
  readonly config: IgnitionConfig;
  readonly updateConf: ReadonlyMap<string, string>;
}

/** A layer that says nothing. */
export const EMPTY_LAYER: MachineLayer = { config: {}, updateConf: new Map() };

/**
 * One layer of several configs, in order.
 *
 * @param configs all of one spec version
 * @throws FlatcarError `two-writers` where two of them write one path with different contents, `update-conf-two-values`,
 * `update-conf-remote`, `update-conf-not-a-file`, and what reading an `update.conf` throws
 */
export function layerOf(configs: readonly IgnitionConfig[]): MachineLayer {
  if (configs.length === 0) return EMPTY_LAYER;
  const writers = new Map<string, string>();
  let layer = EMPTY_LAYER;
  for (const whole of configs) {
    const { config, updateConf } = takeUpdateConf(whole);
    for (const [path, description] of writtenPaths(config)) {
      const other = writers.get(path);
      if (other !== undefined && other !== description) throw twoWriters(path);
      writers.set(path, description);
    }
    for (const [key, value] of updateConf) {
      const other = layer.updateConf.get(key);
      if (other !== undefined && other !== value) throw twoValues(key, other, value);
    }
    layer = mergeLayers(layer, { config: withoutRepeatedContents(layer.config, config), updateConf });
  }
  return layer;
}

/** Two layers as one: what the upper says wins. */
export function mergeLayers(lower: MachineLayer, upper: MachineLayer): MachineLayer {
  if (upper === EMPTY_LAYER) return lower;
  return {
    config: mergeIgnition(withoutReplacedContents(lower.config, upper.config), upper.config),
    updateConf: mergeUpdateConf(lower.updateConf, upper.updateConf),
  };
}

// Ignition merges contents field by field: what is left of the lower's compression and hash would be held against the upper's bytes.
function withoutReplacedContents(lower: IgnitionConfig, upper: IgnitionConfig): IgnitionConfig {
  const replaced = new Set(upper.storage?.files?.filter((file) => file.contents?.source !== undefined).map((file) => file.path));
  return withFiles(lower, replaced, ({ contents: _contents, ...file }) => file);
}

// Ignition appends the fragments of both: a file that the lower writes already, and just so, would get its own twice.
function withoutRepeatedContents(lower: IgnitionConfig, upper: IgnitionConfig): IgnitionConfig {
  const written = new Set(lower.storage?.files?.map((file) => file.path));
  return withFiles(upper, written, ({ contents: _contents, append: _append, ...file }) => file);
}

function withFiles(config: IgnitionConfig, paths: ReadonlySet<string>, change: (file: IgnitionFile) => IgnitionFile): IgnitionConfig {
  if (!config.storage?.files?.some((file) => paths.has(file.path))) return config;
  const files = config.storage.files.map((file) => (paths.has(file.path) ? change(file) : file));
  return { ...config, storage: { ...config.storage, files } };
}

function takeUpdateConf(whole: IgnitionConfig): MachineLayer {
  const storage = whole.storage;
  for (const kind of ["links", "directories"] as const) {
    if (storage?.[kind]?.some((node) => node.path === UPDATE_CONF_PATH)) {
      throw new FlatcarError({
        code: "update-conf-not-a-file",
        subject: `storage.${kind}: ${UPDATE_CONF_PATH}`,
        received: kind,
        allowed: "a file, whose keys are merged with the pool's update settings",
        mend: "write it as a file, or leave it to 'update' and 'updateServer'",
      });
    }
  }
  const file = storage?.files?.find(({ path }) => path === UPDATE_CONF_PATH);
  if (file === undefined) return { config: whole, updateConf: new Map() };
  const files = storage?.files?.filter((other) => other !== file);
  return { config: { ...whole, storage: { ...storage, files } }, updateConf: readUpdateConf(file) };
}

function readUpdateConf(file: IgnitionFile): ReadonlyMap<string, string> {
  const resources = [...(file.contents === undefined ? [] : [file.contents]), ...(file.append ?? [])];
  return resources.map((resource) => parseUpdateConf(localText(resource))).reduce(mergeUpdateConf, new Map<string, string>());
}

function localText(resource: IgnitionResource): string {
  const source = resource.source ?? "";
  if (source === "") return "";
  if (!isDataResource(resource)) {
    throw new FlatcarError({
      code: "update-conf-remote",
      subject: `${UPDATE_CONF_PATH}: contents.source`,
      received: source,
      allowed: "a data URL: the file is merged with the pool's update settings, so its text must be known",
      mend: "write the keys into the config, or leave them to 'update' and 'updateServer'",
    });
  }
  const text = hasToken(source) ? tokenContents(resource) : Buffer.from(decodeDataUrl(source, resource.compression)).toString("utf8");
  if (text !== undefined) return text;
  throw tokenNotInText(resource, `${UPDATE_CONF_PATH}: contents.source`);
}

function twoWriters(path: string): FlatcarError {
  return new FlatcarError({
    code: "two-writers",
    subject: "machineConfig",
    received: path,
    allowed: "one writer for a path, or the same contents from each, among the configs of a pool and among those of a node",
    mend: "take it out of one of the configs, or write the node's own into its 'machineConfig', which wins over the pool's",
  });
}

function twoValues(key: string, one: string, other: string): FlatcarError {
  return new FlatcarError({
    code: "update-conf-two-values",
    subject: `machineConfig: ${key} in ${UPDATE_CONF_PATH}`,
    received: [one, other],
    allowed: "one value for a key among the configs of a pool, and among those of a node",
    mend: "take one of the two out",
  });
}

import { createHash } from "node:crypto";
import { FlatcarError } from "../errors";
import { decodeDataUrl } from "./data-url";
import { GunzipFault, gunzip } from "./gzip";
import { mergeIgnition } from "./merge";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionConfig, IgnitionReferences, IgnitionResource } from "./types";
import { readIgnition } from "./validate";

/** What becomes of a reference to a config that is not at hand. */
export enum MissingConfig {
  /** All such are named in an error. */
  REFUSE = "refuse",
  /** It stays a reference, and so do those of the same config that follow it, because they would override it. */
  KEEP = "keep",
}

/** How a config is rendered. */
export interface RenderOptions {
  /**
   * The bytes at URLs, as they are fetched: compressed where the reference says so.
   *
   * @default - `data:` URLs alone are at hand
   */
  readonly sources?: ReadonlyMap<string, Uint8Array>;
  /** @default MissingConfig.REFUSE */
  readonly missing?: MissingConfig;
  /**
   * How many configs may refer to one another in a row, the first not counted.
   *
   * @default 16
   */
  readonly maxDepth?: number;
  /**
   * How many references are followed in all, each as often as it is met.
   *
   * @default 256
   */
  readonly maxConfigs?: number;
}

const MAX_DEPTH = 16;
const MAX_CONFIGS = 256;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The config a machine runs with: what Ignition makes at boot of `ignition.config.replace` and `ignition.config.merge`. A replacement takes
 * the place of all, a merged config overrides the one that refers to it; both may refer to more. References are verified, decompressed, read as
 * Ignition reads them (keys that nobody reads are passed over) and brought to the highest version among them. The result is not checked, as Ignition does next.
 *
 * @param config a valid one
 * @throws FlatcarError `ignition-source-missing` naming all sources that are not at hand, `ignition-source-invalid` for what is no config or
 * can not be decoded, `ignition-source-hash` for a wrong hash, `ignition-source-depth` for too many references
 * @see https://github.com/coreos/ignition/blob/v2.26.0/internal/exec/config_fetcher.go
 */
export function renderIgnition(config: IgnitionConfig, options: RenderOptions = {}): IgnitionConfig {
  const renderer = new Renderer(options);
  const rendered = renderer.render(config, 0);
  if (renderer.missing.size > 0 && options.missing !== MissingConfig.KEEP) throw missing([...renderer.missing]);
  return rendered.config;
}

interface Rendered {
  readonly config: IgnitionConfig;
  /** Whether no reference is left in it. */
  readonly isWhole: boolean;
}

class Renderer {
  public readonly missing = new Set<string>();
  private followed = 0;

  public constructor(private readonly options: RenderOptions) {}

  public render(config: IgnitionConfig, depth: number): Rendered {
    const { replace, merge = [] } = config.ignition?.config ?? {};
    if (replace?.source !== undefined) {
      return this.follow(replace, depth) ?? { config, isWhole: false };
    }
    let result = withReferences(config, undefined);
    for (const [i, reference] of merge.entries()) {
      const child = this.follow(reference, depth);
      if (child === undefined) {
        // The rest is looked at all the same, for an error names all that is missing.
        for (const later of merge.slice(i + 1)) this.follow(later, depth);
        return { config: withReferences(result, { merge: merge.slice(i) }), isWhole: false };
      }
      result = mergeIgnition(result, child.config);
    }
    return { config: result, isWhole: true };
  }

  /** The config behind a reference as far as it can be rendered whole. */
  private follow(reference: IgnitionResource, depth: number): Rendered | undefined {
    const { source = "" } = reference;
    const { maxDepth = MAX_DEPTH, maxConfigs = MAX_CONFIGS, sources } = this.options;
    this.followed++;
    if (depth >= maxDepth) throw tooDeep(source, `${maxDepth} configs that refer to one another in a row`);
    if (this.followed > maxConfigs) throw tooDeep(source, `${maxConfigs} references in all`);
    const bytes = bytesOf(reference, sources);
    if (bytes === undefined) {
      this.missing.add(source);
      return undefined;
    }
    const { config, reports, error } = readIgnition(bytes);
    if (config === undefined) {
      const first = reports.find(({ severity }) => severity === "error");
      const why = first === undefined ? (error ?? "") : `${first.path === "" ? "" : `${first.path}: `}${first.message}`;
      throw invalidSource(source, why);
    }
    const rendered = this.render(config, depth + 1);
    return rendered.isWhole ? rendered : undefined;
  }
}

/** The config with these references in place of its own. */
function withReferences(config: IgnitionConfig, references: IgnitionReferences | undefined): IgnitionConfig {
  if (config.ignition?.config === undefined && references === undefined) return config;
  const { config: _followed, ...section } = config.ignition ?? {};
  return { ...config, ignition: { ...section, ...(references !== undefined && { config: references }) } };
}

function bytesOf(reference: IgnitionResource, sources: ReadonlyMap<string, Uint8Array> | undefined): Uint8Array | undefined {
  const { source = "", compression = "", verification } = reference;
  if (containsTokenPlaceholder(source + compression)) return undefined;
  const bytes = fetched(source, compression, sources);
  const hash = verification?.hash;
  if (bytes !== undefined && hash !== undefined && !containsTokenPlaceholder(hash)) checkHash(source, hash, bytes);
  return bytes;
}

function fetched(source: string, compression: string, sources: ReadonlyMap<string, Uint8Array> | undefined): Uint8Array | undefined {
  const given = sources?.get(source);
  try {
    if (given === undefined) return /^data:/i.test(source) ? decodeDataUrl(source, compression) : undefined;
    if (compression === "") return given;
    if (compression === "gzip") return gunzip(given, MAX_BYTES);
  } catch (e) {
    if (e instanceof GunzipFault) throw invalidSource(source, `gzip: ${e.message}`);
    if (FlatcarError.isFlatcarError(e)) throw invalidSource(source, e.subject);
    throw e;
  }
  throw invalidSource(source, `compression ${JSON.stringify(compression)} is neither gzip nor empty`);
}

/** Ignition compares the digits as text: those of a hash in capitals never match. */
function checkHash(source: string, hash: string, bytes: Uint8Array): void {
  const name = hash.slice(0, Math.max(0, hash.indexOf("-")));
  const known = name === "sha256" || name === "sha512";
  const actual = known ? `${name}-${createHash(name).update(bytes).digest("hex")}` : "a sha256 or sha512 hash";
  if (actual === hash) return;
  throw new FlatcarError({
    code: "ignition-source-hash",
    subject: `hash of the config at ${shortened(source)}`,
    received: hash,
    allowed: actual,
    mend: "correct verification.hash, which is of the decompressed bytes, or find out who changed them",
  });
}

function missing(sources: readonly string[]): FlatcarError {
  return new FlatcarError({
    code: "ignition-source-missing",
    subject: "configs that a config refers to",
    received: sources,
    allowed: "data: URLs, and URLs whose bytes are given",
    mend: "give their bytes, or let the references stay",
  });
}

function invalidSource(source: string, why: string): FlatcarError {
  return new FlatcarError({
    code: "ignition-source-invalid",
    subject: `config at ${shortened(source)}`,
    received: why,
    allowed: "an Ignition config that Ignition reads",
    mend: "correct that config",
  });
}

function tooDeep(source: string, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "ignition-source-depth",
    subject: "configs that refer to one another",
    received: shortened(source),
    allowed: `at most ${allowed}`,
    mend: "look for a config that refers to itself, or raise the limit",
  });
}

/** A data: URL is as long as what is in it, and may hold secrets. */
function shortened(source: string): string {
  return /^data:/i.test(source) ? "a data: URL" : source;
}

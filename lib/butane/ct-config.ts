import { mergeIgnition } from "../ignition/merge";
import { rawReport } from "../ignition/report-text";
import { CONFIG, Presence, Struct, StructSpec, isStruct } from "../ignition/schema";
import { IgnitionSpecVersion } from "../ignition/spec-version";
import { translateUp } from "../ignition/translate";
import type { IgnitionConfig } from "../ignition/types";
import type { FilesDirectory } from "./files/directory";
import { goJson } from "./go-json";
import { LargeIntegers } from "./large-integers";
import type { ButaneResult } from "./result";
import { translateButane } from "./translate";
import { NO_VARIANT } from "./versions";

/** How {@link renderCtConfig} renders: the arguments of the data source `ct_config`. */
export interface CtConfigOptions {
  /**
   * Butane configs that are merged over the content, in order.
   *
   * @default - none
   */
  readonly snippets?: readonly string[];
  /**
   * Whether a warning is an error.
   *
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Whether the JSON is indented by two spaces.
   *
   * @default false
   */
  readonly prettyPrint?: boolean;
  /**
   * Where the files are that the configs name in `local` and the like.
   *
   * @default - naming a file is an error
   */
  readonly filesDir?: FilesDirectory;
}

/** What came of it: one of the two. */
export interface CtConfigResult {
  readonly rendered?: string;
  readonly error?: string;
}

const TARGET = IgnitionSpecVersion.V3_4_0;

/**
 * What the data source `ct_config` of the provider poseidon/ct 0.14 renders, to the byte, for who comes from there: user data in another form,
 * even one that means the same, would replace each machine. It is always of spec 3.4.0, and written with its empty objects.
 *
 * @see https://registry.terraform.io/providers/poseidon/ct/latest/docs/data-sources/config
 */
export function renderCtConfig(content: string, options: CtConfigOptions = {}): CtConfigResult {
  const { snippets = [], strict = false, prettyPrint = false, filesDir } = options;
  const first = translateButane(content, { filesDir });
  // Of the content it tells the short error alone.
  const refused = first.error ?? strictError(first, strict);
  if (refused !== undefined) return { error: refused };
  let config = raised(first.config);
  if (config === undefined) return { error: UNSUPPORTED };
  for (const snippet of snippets) {
    const result = translateButane(snippet, { filesDir });
    const error = snippetError(result) ?? strictError(result, strict);
    if (error !== undefined) return { error };
    const child = raised(result.config);
    if (child === undefined) return { error: `snippet parse error: ${UNSUPPORTED}, expect v1.4.0` };
    config = mergeIgnition(config, child);
  }
  return { rendered: goJson(whole(CONFIG, isStruct(config) ? config : {}), prettyPrint, new LargeIntegers()) };
}

const UNSUPPORTED = "unsupported config version";

function snippetError({ error, reports }: ButaneResult): string | undefined {
  if (error === undefined) return undefined;
  if (error === NO_VARIANT) return `Butane snippets require \`variant\`: ${error}`;
  return `Butane translate error: ${error}\n${rawReport(reports)}`;
}

function strictError({ reports }: ButaneResult, strict: boolean): string | undefined {
  return strict && reports.length > 0 ? `strict parsing error: ${rawReport(reports)}` : undefined;
}

/** Undefined for a config of a version that the provider does not read. */
function raised(config: IgnitionConfig | undefined): IgnitionConfig | undefined {
  if (config === undefined || !TARGET.isAtLeast(IgnitionSpecVersion.read(config.ignition?.version ?? ""))) return undefined;
  return translateUp(config, TARGET);
}

/** An object with all objects that it can have, as Go's own encoder writes structs. */
function whole(spec: StructSpec, value: Struct): Struct {
  const result: Record<string, unknown> = {};
  for (const field of spec.fields) {
    if (!TARGET.isAtLeast(field.since)) continue;
    const given = value[field.name];
    if (field.kind === "struct") result[field.name] = whole(field.struct, isStruct(given) ? given : {});
    else if (Array.isArray(given)) {
      if (given.length === 0) continue;
      result[field.name] = field.kind === "structs" ? given.map((entry) => whole(field.struct, isStruct(entry) ? entry : {})) : given;
    } else if (given !== undefined && !(isPlain(field) && (given === "" || given === 0))) result[field.name] = given;
  }
  return result;
}

function isPlain(field: StructSpec["fields"][number]): boolean {
  return "presence" in field && field.presence === Presence.PLAIN;
}

import * as path from "path";
import { ButaneResult, DiskFilesDirectory, FlatcarButane, translateButane, translateButaneObject } from "../butane";
import { FlatcarError } from "../errors";
import type { IgnitionConfig } from "../ignition";
import type { FlatcarRelease } from "../release";
import { bootable } from "./bootable";
import { butaneError, butaneWarnings } from "./butane-reports";
import { ConfigSource, linesOf, withSource } from "./config-source";
import { refuseTokenOutsideText } from "./outside-text";
import { hasListToken, hasNumberToken, hasToken, isToken, textPieces } from "./tokens";
import { ConfigValues, applyValues } from "./values";

/** A Butane config of a machine config, and what goes with it. */
export interface ButaneConfigProps {
  readonly config: string | FlatcarButane;
  /** What it is called in an error. */
  readonly name: string;
  /** Absolute path of the file it comes from. */
  readonly file?: string;
  /** Absolute path of the folder of the files it names. */
  readonly filesDir?: string;
  readonly values?: ConfigValues;
}

/** A Butane config, translated when it is first asked for, and in each spec version that a release needs. */
export class ButaneConfig {
  private readonly bySpec = new Map<string, IgnitionConfig>();
  private translated?: Translated;

  /** @param props asked for once, so that their errors have the place of the pool that first uses the config */
  constructor(private readonly props: () => ButaneConfigProps) {}

  /** The config as a release boots it. */
  public forRelease(release: FlatcarRelease): IgnitionConfig {
    let found = this.bySpec.get(release.ignitionSpec);
    if (found === undefined) {
      const { name, config, source } = (this.translated ??= translate(this.props()));
      found = withSource({ ...bootable(config, release, name) }, source);
      this.bySpec.set(release.ignitionSpec, found);
    }
    return found;
  }
}

interface Translated {
  readonly name: string;
  readonly config: IgnitionConfig;
  readonly source: ConfigSource;
}

function translate(props: ButaneConfigProps): Translated {
  const { name, file, values = {} } = props;
  if (isToken(props.config) || (typeof props.config === "string" && hasAnyToken(props.config))) throw tokenInText(name);
  checkFilesDir(props.filesDir);
  const text = typeof props.config === "string" ? props.config : undefined;
  const tokens: { [name: string]: string } = {};
  const result =
    typeof props.config === "string" ? translatedOnce(props.config, props.filesDir) : translateObject(props.config, props, tokens);
  const error = butaneError(result, name, text);
  if (error !== undefined || result.config === undefined) throw error ?? new Error(`${name}: neither a config nor an error`);
  refusePlacesInNames(result.config, name);
  const config = applyValues(result.config, { ...values, ...tokens }, name);
  const source: ConfigSource = {
    ...(file === undefined ? {} : { file }),
    ...(text === undefined ? { inProgram: true } : {}),
    lineOf: linesOf(config, (entry) => result.positionOf(entry)?.line),
    warnings: butaneWarnings(result, name, text),
  };
  return { name, config, source };
}

/** Texts whose translations are kept, the last used last. */
const KEPT = 16;
const kept = new Map<string, ButaneResult>();

/**
 * The translation of a text. It depends on nothing else unless the text names files, so that a config that is made anew for each of many nodes, with
 * other values, is translated once.
 */
function translatedOnce(text: string, filesDir: string | undefined): ButaneResult {
  const withFiles = (): ButaneResult => translateButane(text, { filesDir: directory(filesDir) });
  // Every key that names files has this word in it, unless somebody wrote it with escapes.
  if (filesDir !== undefined && text.includes("local")) return withFiles();
  const result = kept.get(text) ?? translateButane(text);
  if (filesDir !== undefined && result.reports.some(({ code }) => code === "files-directory-missing")) return withFiles();
  kept.delete(text);
  kept.set(text, result);
  const [oldest] = kept.keys();
  if (kept.size > KEPT) kept.delete(oldest);
  return result;
}

// What is read while translating: a file that is named by a value known only at apply is there for nobody.
const READ_AT_SYNTH = /(?:^|\.)(?:variant|version|local|contents_local|ssh_authorized_keys_local\.\d+)$/;

/** In an object values known only at apply are allowed where they become contents: each is a place until the contents are encoded. */
function translateObject(config: FlatcarButane, { name, filesDir }: ButaneConfigProps, tokens: { [name: string]: string }): ButaneResult {
  let prefix = "TOKEN";
  const texts = [...textsOf(config)];
  while (texts.some((text) => text.includes(`@${prefix}_`))) prefix += "_";
  const swap = (value: unknown, field: string, within: readonly object[]): unknown => {
    refuseTokenOutsideText(value, `${name}: ${field}`);
    if (typeof value === "string" && hasToken(value)) {
      if (READ_AT_SYNTH.test(field)) throw tokenInName(`${name}: ${field}`);
      return /\.inline$/.test(field) ? textPieces(value).map(place).join("") : value;
    }
    if (typeof value !== "object" || value === null || within.includes(value)) return value;
    const inner = (item: unknown, key: string | number): unknown =>
      swap(item, field === "" ? `${key}` : `${field}.${key}`, [...within, value]);
    if (Array.isArray(value)) return value.map(inner);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item, key)]));
  };
  const place = ({ text, token }: { readonly text: string; readonly token: boolean }): string => {
    if (!token) return text;
    const name = `${prefix}_${Object.keys(tokens).length}`;
    tokens[name] = text;
    return `@${name}@`;
  };
  return translateButaneObject(swap(config, "", []) as FlatcarButane, { filesDir: directory(filesDir) });
}

function* textsOf(value: unknown, within: readonly object[] = []): Generator<string> {
  if (typeof value === "string") yield value;
  if (typeof value !== "object" || value === null || within.includes(value)) return;
  for (const item of Object.values(value)) yield* textsOf(item, [...within, value]);
}

function directory(filesDir: string | undefined): DiskFilesDirectory | undefined {
  return filesDir === undefined ? undefined : new DiskFilesDirectory(filesDir);
}

function hasAnyToken(text: string): boolean {
  return hasToken(text) || hasListToken(text) || hasNumberToken(text);
}

// systemd's names of mounts are made of paths, in which the place is no place any more: https://www.freedesktop.org/software/systemd/man/systemd.unit.html
const ESCAPED_PLACE = /\\x40[A-Z][A-Z0-9_]*\\x40|\\x24\\x7bTfToken/;
const GENERATED = "# Generated by Butane\n";
const CHECK = /systemd-fsck@\S+/;

function refusePlacesInNames(config: IgnitionConfig, name: string): void {
  const unit = config.systemd?.units?.find(
    // A mount requires the unit that checks its device, which has the device in its name.
    ({ name, contents = "" }) => ESCAPED_PLACE.test(name) || (contents.startsWith(GENERATED) && ESCAPED_PLACE.test(contents)),
  );
  if (unit === undefined) return;
  throw new FlatcarError({
    code: "value-in-unit-name",
    subject: `${name}: a filesystem with with_mount_unit`,
    received: ESCAPED_PLACE.test(unit.name) ? unit.name : `${unit.name}, which requires ${CHECK.exec(unit.contents ?? "")?.[0]}`,
    allowed: "a path and a device that are written down: the names of the mount's units are made of them",
    mend: "write path and device themselves, or the unit by hand",
  });
}

function checkFilesDir(filesDir: string | undefined): void {
  if (filesDir === undefined) return;
  if (isToken(filesDir)) throw tokenInName("machineConfig: filesDir");
  if (path.isAbsolute(filesDir)) return;
  throw new FlatcarError({
    code: "config-path-relative",
    subject: "machineConfig: filesDir",
    received: filesDir,
    allowed: "an absolute path: the working directory decides nothing",
    mend: `write path.join(__dirname, ${JSON.stringify(filesDir)})`,
  });
}

function tokenInText(name: string): FlatcarError {
  return new FlatcarError({
    code: "butane-token",
    subject: name,
    received: "a text with a value known only at apply",
    allowed: "a text known at synth: it is translated then, and contents are encoded and compressed",
    mend: "write @NAME@ in the place of the value, and give the value by 'values'",
  });
}

function tokenInName(subject: string): FlatcarError {
  return new FlatcarError({
    code: "butane-token",
    subject,
    received: "a value known only at apply",
    allowed: "a text known at synth: what it names is read then",
    mend: "write the name itself",
  });
}

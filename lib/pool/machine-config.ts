import * as fs from "fs";
import * as path from "path";
import type { FlatcarButane } from "../butane";
import { FlatcarError } from "../errors";
import { IgnitionConfig, parseIgnition } from "../ignition";
import { entryLines } from "../ignition/entry-lines";
import { ButaneConfig, ButaneConfigProps } from "./butane-config";
import { WRITING_LISTS, linesOf, withSource } from "./config-source";
import type { NodeContext } from "./node-context";
import { CallTrace, traceAbove } from "./source-location";
import { ConfigValues, applyValues, contentsUrl } from "./values";

/** How an Ignition config in text form is read. */
export interface IgnitionTextOptions {
  /**
   * Values for the `@NAME@` places of the config (names: upper-case letters, digits, underscores). Tokens are allowed.
   *
   * @default - the config has no places
   */
  readonly values?: ConfigValues;
}

/** How a Butane config is read. */
export interface ButaneOptions extends IgnitionTextOptions {
  /**
   * Absolute path of the folder of the files that the config names in `local`, `contents_local`, `ssh_authorized_keys_local` and `trees`. Nothing
   * outside of it is read.
   *
   * @default - of a file its own folder; of a text none, so that naming a file is an error
   */
  readonly filesDir?: string;
}

/** One file on a machine. */
export interface MachineFile {
  /** Absolute path, without `.`, `..` or a trailing slash. */
  readonly path: string;
  /** The text of the file. Tokens are allowed in it and arrive byte for byte. */
  readonly contents: string;
  /**
   * Permission bits, for example `0o644`. Below spec 3.6 the set-id and sticky bits have no effect.
   *
   * @default 0o644
   */
  readonly mode?: number;
  /**
   * Whether the file may take the place of one that is in the image. Without it the first boot fails on such a file.
   *
   * @default false
   */
  readonly overwrite?: boolean;
}

/** One systemd unit on a machine. */
export interface MachineUnit {
  /** Name with its type, for example `etcd.service`. */
  readonly name: string;
  /**
   * The text of the unit. Tokens are allowed in it.
   *
   * @default - the unit that is in the image
   */
  readonly contents?: string;
  /**
   * Whether the unit is enabled at the first boot; it needs an `[Install]` section.
   *
   * @default - as the image's presets say
   */
  readonly enabled?: boolean;
  /**
   * Whether the unit is masked, so that nothing can start it.
   *
   * @default false
   */
  readonly mask?: boolean;
}

/**
 * What a machine becomes: one part of its Ignition config.
 *
 * A subclass with a `render` of its own computes it for each node.
 */
export abstract class MachineConfig {
  /** A typed config. `ignition.version` may be left out: the pool writes the one its release boots. */
  public static ignition(config: IgnitionConfig): MachineConfig {
    return new FixedConfig(() => config, MachineConfig.ignition);
  }

  /**
   * An Ignition config as JSON text.
   *
   * @throws FlatcarError, when a pool first uses it, for text that is no valid config, and for `@NAME@` places and values that do not match
   */
  public static ignitionJson(text: string, options: IgnitionTextOptions = {}): MachineConfig {
    return new FixedConfig(() => readIgnition(text, options), MachineConfig.ignitionJson);
  }

  /**
   * A file that holds an Ignition config.
   *
   * @param file absolute path: the working directory decides nothing
   * @throws FlatcarError, when a pool first uses it, `config-path-relative`, `config-file-unreadable`, and as `ignitionJson`
   */
  public static ignitionFile(file: string, options: IgnitionTextOptions = {}): MachineConfig {
    return new FixedConfig(() => readIgnition(readConfig(file), options, file), MachineConfig.ignitionFile);
  }

  /**
   * A Butane config of the variant `flatcar`: its YAML as text, or the same as a typed object, in which texts of files may hold tokens. It becomes
   * Ignition of a spec that the release boots.
   *
   * @throws FlatcarError, when a pool first uses it, `butane-invalid` with lines and columns for what `butane` refuses and for keys that the
   * version does not have, `butane-token`, `ignition-spec-too-new` with the field that the release cannot boot, `value-in-unit-name`,
   * `config-path-relative`, and for `@NAME@` places and values that do not match
   * @see https://coreos.github.io/butane/config-flatcar-v1_1/
   */
  public static butane(config: string | FlatcarButane, options: ButaneOptions = {}): MachineConfig {
    return new ButaneMachineConfig(() => ({ config, name: "machineConfig", ...options }), MachineConfig.butane);
  }

  /**
   * A file that holds a Butane config.
   *
   * @param file absolute path: the working directory decides nothing
   * @throws FlatcarError, when a pool first uses it, `config-path-relative`, `config-file-unreadable`, and as `butane`
   */
  public static butaneFile(file: string, options: ButaneOptions = {}): MachineConfig {
    const props = (): ButaneConfigProps => ({
      config: readConfig(file),
      name: path.basename(file),
      file,
      filesDir: path.dirname(file),
      ...options,
    });
    return new ButaneMachineConfig(props, MachineConfig.butaneFile);
  }

  /** A config of one file. */
  public static file(file: MachineFile): MachineConfig {
    const { contents, mode, ...node } = file;
    const make = (): IgnitionConfig => ({
      storage: { files: [{ ...node, mode: mode ?? 0o644, contents: { source: contentsUrl(contents) } }] },
    });
    return new FixedConfig(make, MachineConfig.file);
  }

  /** A config of one systemd unit. */
  public static unit(unit: MachineUnit): MachineConfig {
    return new FixedConfig(() => ({ systemd: { units: [unit] } }), MachineConfig.unit);
  }

  /**
   * Who made it.
   *
   * @internal
   */
  public readonly _made: CallTrace;

  /** @internal */
  constructor(made?: CallTrace) {
    this._made = made ?? traceAbove(new.target);
  }

  /**
   * Whether `render` gives the same config for every node, so that it is asked once.
   */
  public get sameForEveryNode(): boolean {
    return false;
  }

  /** The config of one node. */
  public abstract render(node: NodeContext): IgnitionConfig;
}

/** A config that was written down, made when a pool first uses it, so that its errors have the pool's place. */
class FixedConfig extends MachineConfig {
  private config?: IgnitionConfig;

  /** @param factory what the user called */
  constructor(
    private readonly make: () => IgnitionConfig,
    factory: (...args: never[]) => MachineConfig,
  ) {
    super(traceAbove(factory));
  }

  public override get sameForEveryNode(): boolean {
    return true;
  }

  public override render(): IgnitionConfig {
    this.config ??= this.make();
    return this.config;
  }
}

/** A Butane config: the same for all nodes of a release. */
class ButaneMachineConfig extends MachineConfig {
  private readonly butane: ButaneConfig;

  /** @param factory what the user called */
  constructor(props: () => ButaneConfigProps, factory: (...args: never[]) => MachineConfig) {
    super(traceAbove(factory));
    this.butane = new ButaneConfig(props);
  }

  public override get sameForEveryNode(): boolean {
    return true;
  }

  public override render(node: NodeContext): IgnitionConfig {
    return this.butane.forRelease(node.release);
  }
}

function readIgnition(text: string, options: IgnitionTextOptions, file?: string): IgnitionConfig {
  const name = file === undefined ? undefined : path.basename(file);
  const config = applyValues(parseIgnition(text, name), options.values ?? {}, name ?? "machineConfig");
  let lines: ReadonlyMap<string, number> | undefined;
  const lineAt = (entry: string): number | undefined => (lines ??= entryLines(text, WRITING_LISTS)).get(entry);
  return withSource(config, { ...(file === undefined ? {} : { file }), lineOf: linesOf(config, lineAt) });
}

function readConfig(file: string): string {
  const given: unknown = file;
  if (typeof given !== "string" || !path.isAbsolute(given)) {
    throw new FlatcarError({
      code: "config-path-relative",
      subject: "machineConfig: the file of a config",
      received: given,
      allowed: "an absolute path: the working directory decides nothing",
      mend: typeof given === "string" ? `write path.join(__dirname, ${JSON.stringify(given)})` : "give the path of the file",
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(file));
  } catch (e) {
    const { code } = e as NodeJS.ErrnoException;
    const why = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8" : (code ?? "unreadable");
    throw new FlatcarError({
      code: "config-file-unreadable",
      subject: "machineConfig: the file of a config",
      received: file,
      allowed: "a file that can be read, in UTF-8",
      mend: `check the path and the file (${why})`,
    });
  }
}

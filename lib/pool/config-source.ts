import type { FlatcarErrorProps } from "../errors";
import type { IgnitionConfig } from "../ignition";

/** Where a rendered config was read from. */
export interface ConfigSource {
  /**
   * Absolute path of its file.
   *
   * @default - it stands in the user's program
   */
  readonly file?: string;
  /**
   * Whether it is no text but a value of the program, which has no lines of its own.
   *
   * @default false
   */
  readonly inProgram?: boolean;
  /** The line, from 1 in that file or text, that writes a path or unit, where it is known. */
  readonly lineOf: (written: string) => number | undefined;
  /**
   * What is odd about it.
   *
   * @default - nothing
   */
  readonly warnings?: readonly Omit<FlatcarErrorProps, "path">[];
}

// By the object itself, so that a subclass that hands on what another config renders hands on its source too.
const SOURCES = new WeakMap<IgnitionConfig, ConfigSource>();

/** The config, remembered to be from there. */
export function withSource(config: IgnitionConfig, source: ConfigSource): IgnitionConfig {
  SOURCES.set(config, source);
  return config;
}

/** Where a rendered config was read from, if it was read. */
export function sourceOf(config: IgnitionConfig): ConfigSource | undefined {
  return SOURCES.get(config);
}

/**
 * The line of each thing a config writes, from the line of its entry in the config's lists.
 *
 * @param lineAt of `storage.files.0`, `systemd.units.0` and the like; asked for when a line is
 */
export function linesOf(config: IgnitionConfig, lineAt: (entry: string) => number | undefined): ConfigSource["lineOf"] {
  let entries: Map<string, string> | undefined;
  return (written) => {
    const entry = (entries ??= entriesOf(config)).get(written);
    return entry === undefined ? undefined : lineAt(entry);
  };
}

/** The lists whose entries write something. */
export const WRITING_LISTS = ["storage.directories", "storage.files", "storage.links", "systemd.units"];

function entriesOf({ storage = {}, systemd = {} }: IgnitionConfig): Map<string, string> {
  const found = new Map<string, string>();
  for (const list of ["directories", "files", "links"] as const) {
    storage[list]?.forEach(({ path }, i) => found.set(path, `storage.${list}.${i}`));
  }
  systemd.units?.forEach(({ name }, i) => found.set(name, `systemd.units.${i}`));
  return found;
}

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

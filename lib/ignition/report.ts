/** How bad a finding is. */
export enum ReportSeverity {
  /** The config is refused: there is no machine that boots with it. */
  ERROR = "error",
  /** It is taken, but probably not as meant. */
  WARNING = "warning",
  /** Nothing is wrong. */
  INFO = "info",
}

/** One finding about a config, in Butane or in Ignition. */
export interface ConfigReport {
  /** How bad it is. */
  readonly severity: ReportSeverity;
  /** Where, with list indexes as numbers: `storage.files.0.contents.source`; empty for the config itself. */
  readonly path: string;
  /** Stable kebab-case code. */
  readonly code: string;
  /** What is wrong, in the words of `butane` and `ignition-validate` where they have any. */
  readonly message: string;
  /**
   * What is probably meant.
   *
   * @default - nothing comes near
   */
  readonly hint?: string;
  /**
   * Line of the text, from 1; 0 where the real tools see a fault behind the end of the text.
   *
   * @default - the config was no text
   */
  readonly line?: number;
  /**
   * Column in the line, from 1: in characters for YAML, in bytes of UTF-8 for JSON, as the real tools count.
   *
   * @default - the config was no text
   */
  readonly column?: number;
}

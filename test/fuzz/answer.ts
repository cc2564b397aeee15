/** One entry of a report, as the real tools have it. */
export interface Entry {
  readonly kind: string;
  /** From the root: `$.storage.files.0`. */
  readonly path: string;
  /** From 1; 0 without a position. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What one side says about a config. */
export interface Answer {
  /** Whether it is taken, whatever the warnings. */
  readonly ok: boolean;
  /** The error beside the report. */
  readonly error?: string;
  /** Of Butane alone: the config that comes out. */
  readonly json?: string;
  readonly reports: readonly Entry[];
  /** The report as it is printed, one entry a line. */
  readonly raw: string;
  /** Why there is no answer: Go gave up, or we threw. */
  readonly panic?: string;
}

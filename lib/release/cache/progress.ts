/** What is being done with a file. */
export enum FileStep {
  /** It comes from the release server, or from a mirror. */
  DOWNLOAD = "download",
  /** What is there already is hashed. */
  VERIFY = "verify",
  UNPACK = "unpack",
  COPY = "copy",
}

/** How far the work on a file has come. */
export interface FileProgress {
  readonly step: FileStep;
  readonly fileName: string;
  /** Bytes done. */
  readonly done: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

/** What long work on files is told. */
export interface FileWorkOptions {
  /**
   * Called often, with every piece.
   *
   * @default - nobody is told
   */
  readonly progress?: (progress: FileProgress) => void;
  /**
   * Ends the work with the error that it is aborted with. What a download has brought until then is kept for the next one.
   *
   * @default - the work goes on to its end
   */
  readonly signal?: AbortSignal;
}

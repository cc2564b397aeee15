/** How a file is asked for. */
export interface OpenOptions {
  /** More bytes than these are an error, whether they are announced or just come. */
  readonly maxBytes: number;
  /**
   * The first byte wanted, for going on where an earlier attempt ended. Taken only together with {@link validator}.
   *
   * @default 0
   */
  readonly offset?: number;
  /** {@link OpenedFile.validator} of the earlier attempt: where the file is another one since, all of it comes, from byte 0 on. */
  readonly validator?: string;
  /** Ends the transfer with the error that it is aborted with. */
  readonly signal?: AbortSignal;
}

/** A file that is being read. */
export interface OpenedFile {
  /** Where it comes from in the end, after redirects, as errors name it. */
  readonly url: string;
  /** Size of the whole file in bytes, where it is announced. */
  readonly size?: number;
  /** Which byte the body begins with: the offset asked for, or 0. */
  readonly offset: number;
  /** What tells this content from a later one of the same name: a strong entity tag, or size and time of change of a local file. */
  readonly validator?: string;
  /**
   * The bytes, with what breaks on the way asked for again from the byte where it broke. Reading ends with a `FlatcarError` where that does not
   * help: what was read until then is no whole file.
   */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Where files come from: http and https, or a directory. Whatever goes wrong is a `FlatcarError` that names the file. */
export interface Transport {
  /** Begins to read a file. */
  open(url: string, options: OpenOptions): Promise<OpenedFile>;
  /** Size of a file in bytes without reading it; undefined where the server does not tell. */
  size(url: string, signal?: AbortSignal): Promise<number | undefined>;
  /** Lets go of connections that are kept open. */
  close(): Promise<void>;
}

import * as path from "node:path";
import { FlatcarError } from "../../errors";
import type { FileDigest } from "./file-hash";

/** A file of the cache that has just been verified. */
export interface CachedFile extends FileDigest {
  /** Absolute path. The file is read-only, and other users of the cache count on it. */
  readonly path: string;
  /** Its detached signature beside it; undefined for a file that was unpacked here. */
  readonly signature?: CachedFile;
  /** Whether it was there before; otherwise it has just been fetched or unpacked. */
  readonly cached: boolean;
}

/** The error of an entry of the cache that is not what it was when it was verified. */
export function alteredError(file: string, received: string | undefined, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "cache-entry-altered",
    subject: "SHA-512 of the file in the cache",
    received,
    allowed,
    mend: `find out who changed it, then delete ${path.dirname(file)} and fetch it again`,
    path: file,
  });
}

/** How long the transport waits for what, in milliseconds, and how often. */
export interface TransportTiming {
  /** For a connection, TLS included. */
  readonly connectMs: number;
  /** For the first line of an answer. */
  readonly headersMs: number;
  /** For the next byte of a body. */
  readonly idleMs: number;
  /** A body that brings less than {@link slowBytes} in this much waiting is given up. */
  readonly slowMs: number;
  /** Bytes. */
  readonly slowBytes: number;
  /** For all of a document, once its body has begun. */
  readonly documentMs: number;
  /** Before the second attempt; it doubles with each further one. */
  readonly backoffMs: number;
  /** No pause between attempts is longer, unless the server asks for it. */
  readonly longestBackoffMs: number;
  /** A server that asks to come back later than this is not waited for. */
  readonly longestRetryAfterMs: number;
  /** Before a moving name such as `current`, which moved while it was read, is read again. */
  readonly settleMs: number;
}

/** What everybody gets but the tests. */
export const DEFAULT_TIMING: TransportTiming = {
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 30_000,
  slowMs: 30_000,
  slowBytes: 30 * 1024,
  documentMs: 60_000,
  backoffMs: 500,
  longestBackoffMs: 8_000,
  longestRetryAfterMs: 60_000,
  settleMs: 3_000,
};

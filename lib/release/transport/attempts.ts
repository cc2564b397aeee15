import { setTimeout as wait } from "node:timers/promises";
import { TransferFailure } from "./failure";
import { retryAfterMs } from "./retry-after";
import { TransportTiming } from "./timing";

/** How often a file is asked for in all, where nothing comes of it. */
export const MOST_ATTEMPTS = 5;

/** Bytes. An attempt that brought this much was no vain one: large files come over poor lines too, in pieces. */
const PROGRESS = 8 * 1024 * 1024;

/** The attempts at one file. The pauses between them double, and nothing about them is left to chance. */
export class Attempts {
  private vain = 0;
  private bytes = 0;

  constructor(
    private readonly timing: TransportTiming,
    private readonly now: () => Date,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Tells of bytes that came. */
  public progress(bytes: number): void {
    this.bytes += bytes;
  }

  /**
   * Waits until the next attempt is due.
   *
   * @throws FlatcarError the failure's, where no other attempt would do better or enough were made
   */
  public async after(failure: TransferFailure): Promise<void> {
    if (this.bytes >= PROGRESS) this.vain = 0;
    this.bytes = 0;
    this.vain++;
    const { isPassing, retryAfter } = failure.options;
    if (!isPassing) throw failure.error(this.vain);
    const asked = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, this.now());
    if (asked !== undefined && asked > this.timing.longestRetryAfterMs) throw failure.later();
    if (this.vain >= MOST_ATTEMPTS) throw failure.error(this.vain);
    const backoff = Math.min(this.timing.longestBackoffMs, this.timing.backoffMs * 2 ** (this.vain - 1));
    await pause(asked ?? backoff, this.signal);
  }
}

/**
 * Waits.
 *
 * @throws what the signal is aborted with
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (e) {
    signal?.throwIfAborted();
    throw e;
  }
}

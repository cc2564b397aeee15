import type * as open from "../../../lib/release/feed/open";
import type { TransportTiming } from "../../../lib/release/transport/timing";

/** Times in which a test ends: what is waited for is the same, a hundredth as long. */
export const QUICK: Partial<TransportTiming> = {
  connectMs: 1_000,
  headersMs: 400,
  idleMs: 400,
  slowMs: 400,
  slowBytes: 30 * 1024,
  documentMs: 900,
  backoffMs: 5,
  longestBackoffMs: 40,
  longestRetryAfterMs: 2_500,
  settleMs: 20,
};

/** The module that opens feeds, with feeds that do not wait long. For `vi.mock`. */
export function quickly(real: typeof open): typeof open {
  return { ...real, openFeed: (options) => real.openFeed({ ...options, timing: QUICK }) };
}

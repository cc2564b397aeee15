import type * as open from "../../../lib/release/feed/open";
import type { TransportTiming } from "../../../lib/release/transport/timing";

/** Times in which a test ends: what is waited for is the same, some fiftieth as long. A machine that is busy may take as long for what is right. */
export const QUICK: Partial<TransportTiming> = {
  connectMs: 2_000,
  headersMs: 1_000,
  idleMs: 1_000,
  slowMs: 1_000,
  slowBytes: 30 * 1024,
  documentMs: 2_500,
  backoffMs: 5,
  longestBackoffMs: 40,
  longestRetryAfterMs: 2_500,
  settleMs: 20,
};

/** The module that opens feeds, with feeds that do not wait long. For `vi.mock`. */
export function quickly(real: typeof open): typeof open {
  return { ...real, openFeed: (options) => real.openFeed({ ...options, timing: QUICK }) };
}

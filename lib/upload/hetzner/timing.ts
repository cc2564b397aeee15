/** How long an upload waits for what, in milliseconds, and how often it asks. */
export interface HetznerTiming {
  /** For the answer to one request. */
  readonly requestMs: number;
  /** How often a request is sent in all, where nothing comes of it. */
  readonly attempts: number;
  /** Before the second attempt; it doubles with each further one. */
  readonly backoffMs: number;
  /** No pause between attempts is longer. */
  readonly longestBackoffMs: number;
  /** Between two looks at something that is under way. A token has 3600 requests an hour: https://docs.hetzner.cloud/reference/cloud#rate-limiting */
  readonly pollMs: number;
  /** How often a state is looked at that has to follow an action which has ended. */
  readonly stateLooks: number;
  /** Between two attempts to reach a server that is booting. */
  readonly sshPauseMs: number;
  /** Until a server that was started has to be reached. */
  readonly sshMs: number;
  /** For a whole upload. Less than {@link LEFTOVER_MS}, so that what is older belongs to nobody. */
  readonly uploadMs: number;
  /** For all of the cleaning up. The making of a snapshot, which cannot be called off, locks the server for some minutes. */
  readonly cleanUpMs: number;
}

/** What everybody gets but the tests. */
export const DEFAULT_TIMING: HetznerTiming = {
  requestMs: 30_000,
  attempts: 7,
  backoffMs: 1_000,
  longestBackoffMs: 15_000,
  pollMs: 1_500,
  stateLooks: 40,
  sshPauseMs: 3_000,
  sshMs: 300_000,
  uploadMs: 55 * 60_000,
  cleanUpMs: 15 * 60_000,
};

/** What is older than this hour and still marked as temporary was left behind by an upload that was killed. */
export const LEFTOVER_MS = 60 * 60_000;

import type { Severity } from "../severity";

/** How many machines of a pool: a number, or a share of it. */
export type Amount = number | `${number}%`;

/** Thresholds of rules. */
export interface Thresholds {
  /** Machines of a pool that a plan may replace or restart without a warning, at least one (FC001). */
  readonly maxUnavailable: Amount;
  /** Share of the user-data limit in percent from which on there is a warning (FC010). */
  readonly userDataPercent: number;
  /** Days that a locked release may be behind the newest of its channel: a warning over the first, a failure over the second (FC006). */
  readonly daysBehind: { readonly warn: number; readonly fail: number };
  /** Days before AMIs are removed: a warning under the first, a failure under the second (FC006). */
  readonly amiDaysLeft: { readonly warn: number; readonly fail: number };
}

/** What is accepted in spite of a rule. */
export interface Override {
  /** `FC001`. */
  readonly rule: string;
  /** @default - of every stack */
  readonly stack?: string;
  /** The construct path of the pool, or the address of a machine that no pool made. @default - of every pool, and of the stack */
  readonly pool?: string;
  /** The names of the only machines or resources that it is about. @default - of any */
  readonly subjects?: readonly string[];
  readonly reason: string;
  readonly approver: string;
  /** The last day on which it counts, `2026-12-31`. */
  readonly expires: string;
}

/** What a project says of its checks. */
export interface CheckSettings extends Thresholds {
  /** By rule. `off` where it is not to be asked. */
  readonly severities: { readonly [rule: string]: Severity | "off" };
  /** Thresholds of single pools, by construct path. */
  readonly pools: { readonly [path: string]: Partial<Thresholds> };
  readonly overrides: readonly Override[];
}

/** Settings of a project that says nothing. */
export const DEFAULT_SETTINGS: CheckSettings = {
  maxUnavailable: 1,
  userDataPercent: 80,
  daysBehind: { warn: 45, fail: 120 },
  amiDaysLeft: { warn: 60, fail: 0 },
  severities: {},
  pools: {},
  overrides: [],
};

/** The thresholds of a pool. */
export function thresholdsOf(settings: CheckSettings, path: string | undefined): Thresholds {
  const own = path !== undefined && Object.hasOwn(settings.pools, path) ? settings.pools[path] : {};
  return { ...settings, ...own };
}

/** How many machines an amount is of a number of them: at least one, and of a share what is begun counts as none. */
export function amountOf(amount: Amount, of: number): number {
  if (typeof amount === "number") return amount;
  return Math.max(1, Math.floor((Number(amount.slice(0, -1)) * of) / 100));
}

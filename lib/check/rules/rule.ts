import type { LockedRelease } from "../../release/release";
import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import type { CheckSettings } from "../settings/settings";
import type { Severity } from "../severity";
import type { PublishedReleases } from "./published";

/** What a rule, or a part of it, cannot be asked without. The synthesised stack is always there. */
export enum Need {
  /** A plan of the stack. */
  PLAN = "plan",
  /** What the base branch synthesises. */
  BASE = "base",
  /** The lock file. */
  LOCK = "lock",
  /** What Flatcar has published. */
  FEED = "feed",
}

/** What a rule looks at: one stack, and what is known beside it. */
export interface RuleSubject {
  readonly stack: CheckedStack;
  readonly settings: CheckSettings;
  /** The releases of the lock file, by name. Undefined without one. */
  readonly lock?: ReadonlyMap<string, LockedRelease>;
  /** What Flatcar has published. Undefined unless it was asked for. */
  readonly published?: PublishedReleases;
  /** What day it is. */
  readonly now: Date;
}

/** Something a rule has found in a stack. */
export interface Problem {
  /** @default - the rule's */
  readonly severity?: Severity;
  /** @default - it is about the stack */
  readonly pool?: CheckedPool;
  /**
   * The names of the machines that it is about, or the addresses of other resources. Overrides name them.
   *
   * @default - all of the pool, or the stack itself
   */
  readonly subjects?: readonly string[];
  /** What is so, in one sentence without a final period that begins with what it is about. */
  readonly message: string;
  /**
   * What to do here, as an imperative sentence without a final period.
   *
   * @default - the rule's
   */
  readonly mend?: string;
  /**
   * More lines: addresses, reasons.
   *
   * @default - none
   */
  readonly details?: readonly string[];
}

/** What a rule looks for, with what that needs. */
export interface RulePart {
  /** What it cannot be asked without. Empty where the synthesised stack is enough. */
  readonly needs: readonly Need[];
  /** What it finds, in the order of the pools. It is called only where all that it needs is there. */
  find(subject: RuleSubject): Iterable<Problem>;
}

/** One rule of the plan check. */
export interface Rule {
  /** `FC001`. It stays what it is for ever. */
  readonly id: string;
  /** A few words, lower case: `machines replaced or restarted at once`. */
  readonly title: string;
  /** Of a finding that does not say otherwise. */
  readonly severity: Severity;
  /** Why it matters, in whole sentences. */
  readonly why: string;
  /** How to mend it, in whole sentences. */
  readonly mend: string;
  /** An example that triggers it, in one or two sentences. */
  readonly triggers: string;
  /** One that comes close and does not. */
  readonly passes: string;
  /** One for each set of needs. */
  readonly parts: readonly RulePart[];
}

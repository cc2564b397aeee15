import type { ConfigDiff } from "../model/config-diff";
import type { PoolFates } from "../model/fate";
import type { Need, Rule } from "../rules/rule";
import type { Override } from "../settings/settings";
import type { Severity } from "../severity";
import type { SourceEntry } from "../synth/manifest";

/** What a rule has found. */
export interface Finding {
  /** `FC001`. */
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly stack: string;
  /** The construct path of the pool, or the address of machines that no pool made. Absent where it is about the stack. */
  readonly pool?: string;
  /** The names of the machines that it is about, or the addresses of other resources; empty where it is about the whole pool or stack. */
  readonly subjects: readonly string[];
  readonly message: string;
  readonly mend: string;
  readonly details: readonly string[];
  /** The stack's `cdk.tf.json`, as it is called in messages. */
  readonly file: string;
  /** Where the user wrote the pool, where that is known. */
  readonly source?: SourceEntry;
}

/** A finding that somebody has accepted. */
export interface OverriddenFinding {
  readonly finding: Finding;
  readonly override: Override;
}

/** A rule, or a part of one, that could not be asked. */
export interface NotRun {
  readonly rule: string;
  readonly title: string;
  readonly stack: string;
  readonly needs: readonly Need[];
  /** Whether the rest of the rule was asked. */
  readonly inPart: boolean;
}

/** A machine whose config cannot be read, so that rules on configs say nothing of it. */
export interface UnreadConfig {
  readonly stack: string;
  readonly pool: string;
  readonly machine: string;
  readonly why: string;
}

/** One stack of a report. */
export interface StackReport {
  readonly name: string;
  readonly file: string;
  readonly hasPlan: boolean;
  readonly hasBase: boolean;
  /** What the plan does to the machines, pool by pool. Empty without a plan. */
  readonly pools: readonly PoolFates[];
  /** How many pools and machines are synthesised, which is all that is known without a plan. */
  readonly synthesised: { readonly pools: number; readonly machines: number };
  readonly diffs: readonly ConfigDiff[];
}

/** What a check has to say. Nothing in it is secret. */
export interface CheckReport {
  /** The most of the findings' severities; `pass` where there are none. */
  readonly verdict: Severity | "pass";
  readonly stacks: readonly StackReport[];
  /** By severity, most first, then by rule, stack and pool. */
  readonly findings: readonly Finding[];
  readonly overridden: readonly OverriddenFinding[];
  readonly notRun: readonly NotRun[];
  readonly unread: readonly UnreadConfig[];
  /** The rules that were asked, in order. */
  readonly rules: readonly Rule[];
}

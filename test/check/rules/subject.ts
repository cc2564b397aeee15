import { checkedStack } from "../../../lib/check/model/checked-stack";
import { Need, Problem, Rule, RuleSubject } from "../../../lib/check/rules/rule";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { StackJson } from "../../support";
import { recorded } from "../model/recorded";
import { stackFrom } from "../../../lib/check/synth/stack";

/** A day on which the releases that tests use are neither old nor unknown. */
export const TODAY = new Date("2026-09-01T12:00:00Z");

/** What a rule is asked about, made of a change that real Terraform has planned: see scripts/record-plans.mjs. */
export function recordedSubject(platform: string, name: string, more: Partial<RuleSubject> = {}): RuleSubject {
  const { stack, plan, base } = recorded(platform, name);
  return { stack: checkedStack({ stack, plan, base: base ?? null, file: "cdk.tf.json" }), settings: DEFAULT_SETTINGS, now: TODAY, ...more };
}

/** What a rule is asked about, made of stacks that a test has synthesised. */
export function synthSubject(after: StackJson, before?: StackJson | null, more: Partial<RuleSubject> = {}): RuleSubject {
  const of = (json: StackJson) => stackFrom("t", { ...json }, "cdk.tf.json");
  const base = before === undefined || before === null ? before : of(before);
  return { stack: checkedStack({ stack: of(after), base, file: "cdk.tf.json" }), settings: DEFAULT_SETTINGS, now: TODAY, ...more };
}

/** What a rule finds, by all its parts that have what they need. */
export function problemsOf(rule: Rule, subject: RuleSubject): Problem[] {
  const has = (need: Need): boolean =>
    ({
      [Need.PLAN]: subject.stack.plan !== undefined,
      [Need.BASE]: subject.stack.base !== undefined,
      [Need.LOCK]: subject.lock !== undefined,
      [Need.FEED]: subject.published !== undefined,
    })[need];
  return rule.parts.flatMap((part) => (part.needs.every(has) ? [...part.find(subject)] : []));
}

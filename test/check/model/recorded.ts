import * as fs from "fs";
import * as path from "path";
import { Plan } from "../../../lib/check/plan/plan";
import { PlanReader } from "../../../lib/check/plan/plan-reader";
import { SynthesisedStack, stackFrom } from "../../../lib/check/synth/stack";
import { PROJECT } from "../../support/project";

const FOLDER = path.join(PROJECT, "test", "vectors", "plans");

/** A change that was planned by real Terraform, and applied unless it could not be: see scripts/record-plans.mjs. */
export interface RecordedChange {
  readonly base: SynthesisedStack | undefined;
  readonly stack: SynthesisedStack;
  readonly plan: Plan;
  /** What the other side said of each machine after the apply, in its own words. Null for what was planned only. */
  readonly machines: { readonly [machine: string]: string } | null;
}

/** The recordings of a platform. */
export function recordings(platform: string): string[] {
  return fs
    .readdirSync(path.join(FOLDER, platform))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
}

/** One recording, read as a check reads it: the plan has to be of the stack. */
export function recorded(platform: string, name: string): RecordedChange {
  const json = JSON.parse(fs.readFileSync(path.join(FOLDER, platform, `${name}.json`), "utf8"));
  const stack = stackFrom("t", json.stack, "cdk.tf.json");
  const reader = new PlanReader(`${name}.json`, stack);
  reader.write(Buffer.from(JSON.stringify(json.plan)));
  return {
    base: json.base === null ? undefined : stackFrom("t", json.base, "cdk.tf.json"),
    stack,
    plan: reader.end(),
    machines: json.machines,
  };
}

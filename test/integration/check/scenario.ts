import { StackJson } from "../../support";
import { PlanJson } from "../harness";

/** One change of a stack, planned and applied by real Terraform. */
export interface Recorded {
  /** The stack as it was applied beforehand; null where there was nothing. */
  readonly base: StackJson | null;
  readonly stack: StackJson;
  /** What `terraform show -json` printed, without the parts that are not read. */
  readonly plan: PlanJson;
  /** What the other side says of each machine after the apply, in its own words. */
  readonly machines: { readonly [machine: string]: string };
}

/** Parts of a plan that are not read, and large. */
const NOT_READ = ["planned_values", "prior_state", "relevant_attributes", "resource_drift"];

/** What differs from run to run, by what takes its place. Numbered: what was different stays so. */
const CHANGING: readonly (readonly [RegExp, (n: number) => string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, () => "2026-01-01T00:00:00Z"],
  [/-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----(\\n)?/g, (n) => `pem ${n}`],
  [/127\.0\.0\.1:\d+/g, (n) => `127.0.0.1:${1024 + n}`],
];

/**
 * A recording without what differs from run to run, and without paths of this machine.
 *
 * @param folders of this machine, by what takes their place
 */
export function normalised({ plan, ...rest }: Recorded, folders: { readonly [folder: string]: string } = {}): Recorded {
  const { terraform_version: _version, ...read } = Object.fromEntries(Object.entries(plan).filter(([key]) => !NOT_READ.includes(key)));
  let text = JSON.stringify({ ...rest, plan: { ...read } });
  for (const [folder, name] of Object.entries(folders)) text = text.replaceAll(folder, name);
  for (const [pattern, replacement] of CHANGING) {
    const seen = new Map<string, string>();
    text = text.replace(pattern, (found) => {
      const known = seen.get(found) ?? replacement(seen.size + 1);
      seen.set(found, known);
      return known;
    });
  }
  return JSON.parse(text) as Recorded;
}

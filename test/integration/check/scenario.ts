import { StackJson } from "../../support";
import { PlanJson } from "../harness";

/** One change of a stack, planned by real Terraform, and applied unless it cannot be. */
export interface Recorded {
  /** The stack as it was applied beforehand; null where there was nothing. */
  readonly base: StackJson | null;
  readonly stack: StackJson;
  /** What `terraform show -json` printed, without the parts that are not read. */
  readonly plan: PlanJson;
  /** What the other side says of each machine after the apply, in its own words. Null for what is planned only. */
  readonly machines: { readonly [machine: string]: string } | null;
  /** Why the apply failed: what was done until then is in `machines`. @default - it did not */
  readonly refused?: string;
}

/** A key that lets somebody in, of whom there is no private half. */
export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA operator";

/** Parts of a plan that are not read, and large. */
const NOT_READ = ["planned_values", "prior_state", "relevant_attributes", "resource_drift"];

const two = (n: number): string => String(n).padStart(2, "0");

/**
 * What differs from run to run, by what takes its place: numbers in the order in which they come, so that what was the same stays so and what was not does not.
 * Resources are made at the same time, and get their ids and addresses in any order.
 */
const CHANGING: readonly (readonly [RegExp, (n: number, found: string) => string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, () => "2026-01-01T00:00:00Z"],
  [/-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----(\\n)?/g, (n) => `pem ${n}`],
  [/127\.0\.0\.1:\d+/g, (n) => `127.0.0.1:${1024 + n}`],
  // Of AWS, of Hetzner, and of networks.
  [
    /\b(ami|eipalloc|eipassoc|eni|i|lt|sg|sgr|subnet|vol|vpc)-[0-9a-f]{17}\b/g,
    (n, id) => `${id.split("-")[0]}-${String(n).padStart(17, "0")}`,
  ],
  [/(?<=-)20\d{24}\b/g, (n) => `20260101${String(n).padStart(18, "0")}`],
  [/(?<![\w.])[1-9]00\d\d(?![\w.])/g, (n, id) => `${id[0]}00${two(n)}`],
  [/(?<![\d.])(?!127\.)\d{1,3}(\.\d{1,3}){3}(?![\d.]*\/)/g, (n) => `192.0.2.${n}`],
  [/\b(ip|ec2)-\d{1,3}(-\d{1,3}){3}(?=\.)/g, (n, name) => `${name.split("-")[0]}-192-0-2-${n}`],
  [/2001:db8:[0-9a-f:]*/g, (n) => `2001:db8:${n}::`],
  [/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, (n) => `52:54:00:00:00:${two(n)}`],
  // Hashes of the path of an image, and of the names that have one in them.
  [/(?<=amd64-)[0-9a-f]{8}(?![0-9a-f])/g, (n) => String(n).padStart(8, "0")],
  [/(?<=FlatcarImages_[\w-]{1,80}_)[0-9A-F]{8}/g, (n) => String(n).padStart(8, "0")],
  // Where a case stands in its file: a line above it changes nothing of what is recorded.
  [/"file":"test\/integration\/[^"]*","line":\d+/g, (n, place) => place.replace(/\d+$/, String(n))],
  // How full the disk of the machine is, and how large that of a storage pool: a volume has a capacity too, which is its own.
  [/(?<="(allocation|available|physical)":|"available":\d+,"capacity":)\d+/g, () => "1"],
];

/**
 * A recording without what differs from run to run, and without paths of this machine.
 *
 * @param folders of this machine, by what takes their place
 */
export function normalised({ plan, ...rest }: Recorded, folders: { readonly [folder: string]: string } = {}): Recorded {
  const { terraform_version: _version, ...read } = Object.fromEntries(Object.entries(plan).filter(([key]) => !NOT_READ.includes(key)));
  // In front, so that each object has its number by its address: elsewhere ids stand in order of themselves.
  const ids = (plan.resource_changes ?? []).map(({ change }) => (change.before as { readonly id?: unknown } | null)?.id ?? null);
  let text = JSON.stringify([ids, { ...rest, plan: read }]);
  for (const [folder, name] of Object.entries(folders)) text = text.replaceAll(folder, name);
  for (const [pattern, replacement] of CHANGING) {
    const seen = new Map<string, string>();
    text = text.replace(pattern, (found) => {
      const known = seen.get(found) ?? replacement(seen.size + 1, found);
      seen.set(found, known);
      return known;
    });
  }
  const [, recording] = JSON.parse(text, (key, value: unknown) =>
    SETS.includes(key) && Array.isArray(value) ? value.sort(byText) : value,
  ) as [unknown, Recorded];
  return recording;
}

/** Sets of ids, which stand in order of these. */
const SETS = ["apply_to"];

function byText(one: unknown, other: unknown): number {
  const [a, b] = [one, other].map((each) => JSON.stringify(each));
  return a < b ? -1 : a > b ? 1 : 0;
}

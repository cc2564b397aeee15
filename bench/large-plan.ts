import { createHash } from "crypto";
import { closeSync, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from "fs";
import * as path from "path";
import { STACK } from "./hetzner-project";
import { NODE, PlanTemplate, StackJson, planTemplate } from "./plan-template";
import type { BenchOptions } from "./table";

/** Servers, two addresses and a trigger. */
export const RESOURCES_OF_A_MACHINE = 4;

/** Where a plan has an element for each resource. */
const LISTS = [
  "planned_values.root_module.resources",
  "resource_drift",
  "resource_changes",
  "prior_state.values.root_module.resources",
  "configuration.root_module.resources",
  "relevant_attributes",
];

/** A plan on the disk, and the stack that it is of. */
export interface LargePlan {
  /** What `terraform show -json` would print of it. */
  readonly file: string;
  /** What `cdktf synth` would write to. */
  readonly synth: string;
  readonly megabytes: number;
}

/** Makes a plan of so many resources of machines, a quarter of which are replaced, out of the real plan of one machine. */
export async function largePlan(options: Pick<BenchOptions, "scratch" | "project">, resources: number): Promise<LargePlan> {
  const folder = path.join(options.scratch, `plan-${resources}`);
  const synth = path.join(folder, "cdktf.out");
  const file = path.join(folder, "plan.json");
  if (!existsSync(file)) {
    const template = await planTemplate(options);
    const machines = Math.ceil(resources / RESOURCES_OF_A_MACHINE);
    const at = path.join(synth, "stacks", STACK);
    mkdirSync(at, { recursive: true });
    writeFileSync(path.join(at, "cdk.tf.json"), JSON.stringify(stackOf(template.stack, machines), null, 2));
    writePlan(file, template, machines);
  }
  return { file, synth, megabytes: statSync(file).size / 1e6 };
}

/** The name of a machine. */
function nameOf(i: number): string {
  return `node-${i}`;
}

/** A stack with so many machines in the place of its one. */
export function stackOf(stack: StackJson, machines: number): StackJson {
  const { flatcar } = stack["//"];
  const pools = Object.entries(flatcar.pools).map(([at, pool]) => [at, { ...pool, nodes: each(pool.nodes, machines) }]);
  const resource = Object.entries(stack.resource).map(([type, byName]) => [type, each(byName, machines)]);
  return {
    ...stack,
    "//": { ...stack["//"], flatcar: { ...flatcar, pools: Object.fromEntries(pools) } },
    resource: Object.fromEntries(resource),
  };
}

/** The members that are of the one machine so many times, each with the name of its machine. */
function each<T>(members: { readonly [name: string]: T }, machines: number): { [name: string]: T } {
  const entries = Object.entries(members).flatMap(([name, member]): [string, T][] => {
    if (!name.includes(NODE)) return [[name, member]];
    const text = JSON.stringify(member);
    return Array.from({ length: machines }, (_, i) => [
      name.replaceAll(NODE, nameOf(i)),
      JSON.parse(text.replaceAll(NODE, nameOf(i))) as T,
    ]);
  });
  return Object.fromEntries(entries);
}

/** Writes a plan with so many machines in the place of its one: piece by piece, as it may be longer than a text can be. */
export function writePlan(file: string, { base, stack, plan }: PlanTemplate, machines: number): void {
  const userData = [base, stack].map(userDataOf);
  const hashes = userData.map(hashOf);
  // The hostname is in the config, so that each machine's is another.
  const copy = (text: string, i: number): string =>
    hashes.reduce(
      (renamed, hash, side) => renamed.replaceAll(hash, hashOf(userData[side].replaceAll(NODE, nameOf(i)))),
      text.replaceAll(NODE, nameOf(i)),
    );
  const descriptor = openSync(file, "w");
  const write = (value: unknown, at: string): void => {
    if (LISTS.includes(at) && Array.isArray(value)) {
      writeSync(descriptor, "[");
      value.forEach((element, i) => writeElement(JSON.stringify(element), i === 0));
      writeSync(descriptor, "]");
    } else if (LISTS.some((list) => at === "" || list.startsWith(`${at}.`)) && typeof value === "object" && value !== null) {
      Object.entries(value).forEach(([key, member], i) => {
        writeSync(descriptor, `${i === 0 ? "{" : ","}${JSON.stringify(key)}:`);
        write(member, at === "" ? key : `${at}.${key}`);
      });
      writeSync(descriptor, "}");
    } else writeSync(descriptor, JSON.stringify(value));
  };
  const writeElement = (text: string, isFirst: boolean): void => {
    const copies = text.includes(NODE) ? machines : 1;
    // Some hundreds at once: a call for each would be most of the time.
    for (let from = 0; from < copies; from += 500) {
      const some = Array.from({ length: Math.min(500, copies - from) }, (_, i) => (text.includes(NODE) ? copy(text, from + i) : text));
      writeSync(descriptor, `${isFirst && from === 0 ? "" : ","}${some.join(",")}`);
    }
  };
  write(plan, "");
  closeSync(descriptor);
}

function userDataOf({ resource }: StackJson): string {
  const [server] = Object.values(resource.hcloud_server);
  return String(server.user_data);
}

/** What the provider keeps of user data. See https://github.com/hetznercloud/terraform-provider-hcloud/blob/main/internal/server/resource.go */
function hashOf(userData: string): string {
  return createHash("sha1").update(userData, "utf8").digest("base64");
}

import { closeSync, openSync, readFileSync, writeSync } from "fs";
import * as path from "path";

interface Change {
  readonly address: string;
  readonly name: string;
  readonly change: { readonly before: unknown; readonly after: unknown };
}

interface RecordedPlan {
  readonly resource_changes: readonly Change[];
  readonly configuration: { readonly root_module: { readonly resources: readonly object[] }; readonly provider_config: object };
}

/** Recorded plans of machines, which a large one is made of. */
const RECORDED = ["aws/named-config-replace", "hetzner/config-replace", "libvirt/config-replace"];

/**
 * Writes a plan of so many resources, in the form and order of Terraform: recorded ones again and again, with what they were and will be also where Terraform says
 * it once more.
 *
 * @param vectors the folder of the recorded plans
 * @returns its size in bytes
 */
export function writePlan(file: string, resources: number, vectors: string): number {
  const plans = RECORDED.map(
    (name) => (JSON.parse(readFileSync(path.join(vectors, `${name}.json`), "utf8")) as { plan: RecordedPlan }).plan,
  );
  const changes = plans.flatMap((plan) => plan.resource_changes);
  const configured = plans.flatMap((plan) => plan.configuration.root_module.resources);
  const descriptor = openSync(file, "w");
  let size = 0;
  const write = (text: string): void => void (size += writeSync(descriptor, text));
  const list = <T>(of: readonly T[], text: (item: T, i: number) => object): void => {
    // A few thousand at once: a call for each would be most of the time.
    for (let at = 0; at < resources; at += 2000) {
      const part = Array.from({ length: Math.min(2000, resources - at) }, (_, i) => JSON.stringify(text(of[(at + i) % of.length], at + i)));
      write((at === 0 ? "" : ",") + part.join(","));
    }
  };
  const valuesOf =
    (side: "before" | "after") =>
    ({ address, name, change }: Change, i: number): object => ({
      address: `${address}${i}`,
      mode: "managed",
      name: `${name}${i}`,
      values: change[side],
    });
  write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[');
  list(changes, valuesOf("after"));
  write(']}},"resource_changes":[');
  list(changes, (each, i) => ({ ...each, address: `${each.address}${i}`, name: `${each.name}${i}` }));
  write('],"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[');
  list(changes, valuesOf("before"));
  write(`]}}},"configuration":{"provider_config":${JSON.stringify(plans[0].configuration.provider_config)},"root_module":{"resources":[`);
  list(configured, (each) => each);
  write(']}},"timestamp":"2026-01-01T00:00:00Z","applyable":true,"complete":true,"errored":false}');
  closeSync(descriptor);
  return size;
}

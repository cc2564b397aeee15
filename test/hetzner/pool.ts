import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { HcloudProvider, HetznerNodePool, HetznerNodePoolProps } from "../../lib/hetzner";
import { FlatcarRelease } from "../../lib/release";
import { BlockJson, StackJson, scratchStack, synthesise } from "../support";

export const RELEASE = FlatcarRelease.version("4593.2.5");
export const NEWER = FlatcarRelease.version("4757.1.0");
/** Older than Flatcar's images for Hetzner. */
export const WITHOUT_IMAGE = FlatcarRelease.version("3510.3.8");

/** A pool `web` of one server `a`, with what every pool needs. */
export function pool(props: Partial<HetznerNodePoolProps> = {}, scope: Construct = scratchStack(), id = "web"): HetznerNodePool {
  return new HetznerNodePool(scope, id, { release: RELEASE, serverType: "cx23", location: "fsn1", nodes: { a: {} }, ...props });
}

/** The JSON of a stack `stack` with such a pool. */
export function synthesisePool(props: Partial<HetznerNodePoolProps> = {}): StackJson {
  return synthesiseHetzner((stack) => void pool(props, stack));
}

/** The JSON of a stack `stack` with the provider and what `build` makes. */
export function synthesiseHetzner(build: (stack: TerraformStack) => void): StackJson {
  return synthesise((stack) => {
    new HcloudProvider(stack, "hcloud", {});
    build(stack);
  });
}

/** The resources of a type, by the name they have at Hetzner. */
export function byName(json: StackJson, type: string): { [name: string]: BlockJson } {
  return Object.fromEntries(Object.values(json.resource?.[type] ?? {}).map((block) => [String(block.name), block]));
}

/** The server of a node. */
export function serverOf(json: StackJson, node = "a"): BlockJson {
  const found = byName(json, "hcloud_server")[`stack-${node}`];
  if (found === undefined) throw new Error(`no server of ${node}`);
  return found;
}

/** What the replacement of a node's server is triggered by. */
export function triggerOf(json: StackJson, node = "a"): unknown {
  const name = Object.keys(json.resource?.terraform_data ?? {}).find((key) => key.startsWith(`web_${node}_Generation_`));
  return json.resource?.terraform_data?.[name ?? ""]?.triggers_replace;
}

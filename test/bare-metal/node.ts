import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { PreparedNode } from "../../lib/pool/named-node-pool";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { PxeContext } from "../../lib/bare-metal/assets";

/** Two releases of one channel. */
export const OLD = FlatcarRelease.version("4593.2.4");
export const NEW = FlatcarRelease.version("4593.2.5");

/** A node as a pool prepares it. */
export function preparedNode(stack: TerraformStack, name: string, more: Partial<PreparedNode> = {}): PreparedNode {
  const scope = new Construct(stack, name);
  return { name, hostname: name, release: NEW, generation: 1, resourceName: `lab-${name}`, scope, ...more };
}

/** What assets are asked for a node named "a". */
export function pxeContext(more: Partial<PxeContext> = {}): PxeContext {
  return { release: NEW, architecture: Architecture.AMD64, matchboxUrl: "http://matchbox.lan:8080", node: "a", ...more };
}

import type { FoundNode } from "../synth/machines";
import { JsonObject, isRecord } from "../record";
import { NodeAddress, addressOf } from "./address";

/** A reference to an attribute of a resource, `hcloud_server.db_a_Server_1B848C8F.ipv4_address`. */
const REFERENCE = /\b([a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)\./g;

/**
 * The addresses of machines among the values of outputs.
 *
 * A value belongs to a machine if the stack makes it of a resource of the machine and of no other machine's, or if it stands under the name of the
 * machine: what an output is called decides nothing.
 *
 * @param expressions the outputs as the stack's JSON has them
 * @param values the same, after an apply or as far as they are known before
 */
export function outputAddresses(nodes: readonly FoundNode[], expressions: JsonObject, values: JsonObject): Map<FoundNode, NodeAddress[]> {
  const owners = new Map<string, FoundNode>();
  for (const found of nodes) for (const address of found.node.resources) owners.set(address, found);
  const result = new Map<FoundNode, NodeAddress[]>();
  const visit = (expression: unknown, value: unknown, key: string): void => {
    if (typeof value === "string") {
      const address = addressOf(value);
      const owner = address === undefined ? undefined : (ownerOf(expression, owners) ?? namedOnce(nodes, key));
      if (address !== undefined && owner !== undefined) result.set(owner, [...(result.get(owner) ?? []), address]);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, item] of Object.entries(value)) visit(memberOf(expression, name), item, Array.isArray(value) ? key : name);
    }
  };
  for (const [name, value] of Object.entries(values)) visit(expressions[name], value, name);
  return result;
}

function memberOf(expression: unknown, name: string): unknown {
  if (Array.isArray(expression)) return (expression as readonly unknown[])[Number(name)];
  return isRecord(expression) && Object.hasOwn(expression, name) ? expression[name] : undefined;
}

function ownerOf(expression: unknown, owners: ReadonlyMap<string, FoundNode>): FoundNode | undefined {
  if (typeof expression !== "string") return undefined;
  const found = new Set([...expression.matchAll(REFERENCE)].flatMap(([, address]) => owners.get(address) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The node of that name; undefined where two pools have one. */
function namedOnce(nodes: readonly FoundNode[], name: string): FoundNode | undefined {
  const found = nodes.filter((node) => node.name === name);
  return found.length === 1 ? found[0] : undefined;
}

import { ContextNode } from "../../ignition/context-tree";
import { NodeKind, YamlDocument, YamlNode } from "./node";

/**
 * Where the values of a document stand, as vcontext sees them: an alias has no values of its own, wherever it points to.
 *
 * @see https://github.com/coreos/vcontext
 */
export function contextTree({ root }: YamlDocument): ContextNode {
  if (root === undefined) return { at: 0 };
  const context = start(root);
  // Nesting is as deep as yaml.v3 allows, which is deeper than the call stack.
  const waiting: Waiting[] = [{ node: root, context }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) fill(next, waiting);
  return context;
}

interface Building {
  readonly at: number;
  readonly keys?: Map<string, number>;
  readonly children?: Map<string, ContextNode> | ContextNode[];
}

interface Waiting {
  readonly node: YamlNode;
  readonly context: Building;
}

function start({ kind, at }: YamlNode): Building {
  if (kind === NodeKind.MAPPING) return { at, keys: new Map(), children: new Map() };
  return kind === NodeKind.SEQUENCE ? { at, children: [] } : { at };
}

function fill({ node, context }: Waiting, waiting: Waiting[]): void {
  const { keys, children } = context;
  if (children === undefined) return;
  const step = keys === undefined ? 1 : 2;
  for (let i = 0; i < node.children.length; i += step) {
    const value = node.children[i + step - 1];
    const child = start(value);
    if (Array.isArray(children)) children.push(child);
    else {
      const key = node.children[i];
      keys?.set(key.value, key.at);
      children.set(key.value, child);
    }
    if (child.children !== undefined) waiting.push({ node: value, context: child });
  }
}

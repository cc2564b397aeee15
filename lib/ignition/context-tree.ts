/**
 * Where the values of a document stand in its text, nested as the values are. Reports get their lines from it.
 *
 * @see https://github.com/coreos/vcontext
 */
export interface ContextNode {
  /** Offset of the value in the text, in UTF-16 units. */
  readonly at: number;
  /** Of a mapping: the offset of each key. */
  readonly keys?: ReadonlyMap<string, number>;
  /** Of a mapping by key, of a list by index. */
  readonly children?: ReadonlyMap<string, ContextNode> | readonly ContextNode[];
}

/** The deepest node that a path reaches, as the real tools look for it: parts are dropped from the end until one is found. */
export function deepestNode(root: ContextNode, path: string): ContextNode {
  let node = root;
  for (const part of path === "" ? [] : path.split(".")) {
    const child = childOf(node, part);
    if (child === undefined) break;
    node = child;
  }
  return node;
}

function childOf({ children }: ContextNode, part: string): ContextNode | undefined {
  if (children === undefined) return undefined;
  return isList(children) ? (/^\d+$/.test(part) ? children[Number(part)] : undefined) : children.get(part);
}

function isList(children: NonNullable<ContextNode["children"]>): children is readonly ContextNode[] {
  return Array.isArray(children);
}

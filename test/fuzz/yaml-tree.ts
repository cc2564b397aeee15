import { NodeKind, type YamlNode, readYaml } from "../../lib/butane/yaml";
import { ScalarStyle } from "../../lib/butane/yaml/token";
import { type Tree, list, mapping } from "./tree";

/** The tree of a YAML text, with its anchors, its tags and what of it is quoted; undefined where there is none. */
export function treeOfYaml(text: string): Tree | undefined {
  let root: YamlNode | undefined;
  try {
    ({ root } = readYaml(text));
  } catch {
    return undefined;
  }
  if (root === undefined) return undefined;
  const anchors = new Map<YamlNode, string>();
  collectAnchors(root, anchors);
  return treeOf(root, anchors);
}

function collectAnchors(node: YamlNode, anchors: Map<YamlNode, string>): void {
  if (node.target !== undefined) anchors.set(node.target, node.value);
  node.children.forEach((child) => collectAnchors(child, anchors));
}

function treeOf(node: YamlNode, anchors: ReadonlyMap<YamlNode, string>): Tree {
  const tree = withoutAnchor(node, anchors);
  const anchor = anchors.get(node);
  if (anchor !== undefined && tree.kind !== "alias") tree.anchor = anchor;
  return tree;
}

function withoutAnchor({ kind, tag, value, style, children }: YamlNode, anchors: ReadonlyMap<YamlNode, string>): Tree {
  switch (kind) {
    case NodeKind.ALIAS:
      return { kind: "alias", to: value };
    case NodeKind.SEQUENCE:
      return list(children.map((child) => treeOf(child, anchors)));
    case NodeKind.MAPPING: {
      const entries: [Tree, Tree][] = [];
      for (let i = 0; i < children.length; i += 2) entries.push([treeOf(children[i], anchors), treeOf(children[i + 1], anchors)]);
      return mapping(entries);
    }
    case NodeKind.SCALAR: {
      const isPlain = style === ScalarStyle.PLAIN;
      if (tag !== "" && !isPlain && !value.includes("\n")) return { kind: "scalar", text: `${tag} ${JSON.stringify(value)}`, raw: true };
      return { kind: "scalar", text: tag === "" ? value : `${tag} ${value}`, raw: isPlain && !/[\n:#,[\]{}]/.test(value) };
    }
  }
}

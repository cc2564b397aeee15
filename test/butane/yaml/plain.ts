import { NodeKind, readYaml, YamlNode } from "../../../lib/butane/yaml";

/** What a document holds, with every scalar as its text: enough to see how a text was taken apart. */
export function plain(text: string): unknown {
  const { root } = readYaml(text);
  return root === undefined ? undefined : value(root);
}

function value(node: YamlNode): unknown {
  switch (node.kind) {
    case NodeKind.SCALAR:
      return node.value;
    case NodeKind.ALIAS:
      return `*${node.value}`;
    case NodeKind.SEQUENCE:
      return node.children.map(value);
    case NodeKind.MAPPING:
      return node.children.flatMap((key, i) => (i % 2 === 0 ? [[value(key), value(node.children[i + 1])]] : []));
  }
}

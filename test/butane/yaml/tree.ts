import { NodeKind, YamlDocument, YamlFault, YamlNode } from "../../../lib/butane/yaml";
import { meaning } from "../../../lib/butane/yaml/scalars";
import { bytesOf } from "../../../lib/ignition/go-bytes";

/** The result, or the error where it is one of YAML; any other is a fault of ours. */
export function outcome<T>(run: () => T): T | { error: string } {
  try {
    return run();
  } catch (e) {
    if (!(e instanceof YamlFault)) throw e;
    return { error: e.message };
  }
}

// Plain, single-quoted, double-quoted, literal, folded, as yaml.v3 numbers them.
const STYLES = [0, 4, 2, 8, 16];

export function goString(text: string): unknown {
  const raw = Buffer.from(bytesOf(text));
  return raw.equals(Buffer.from(raw.toString("utf8"), "utf8")) ? text : { b64: raw.toString("base64") };
}

/** A document in the form of test/vectors/yaml. */
export function tree(document: YamlDocument, node: YamlNode | undefined = document.root): unknown {
  if (node === undefined) return null;
  const { line, column } = document.positions.at(node.at);
  switch (node.kind) {
    case NodeKind.ALIAS:
      return ["a", node.value, line, column];
    case NodeKind.SCALAR:
      return ["s", node.tag === "" ? meaning(node).tag : node.tag, goString(node.value), line, column, STYLES[node.style]];
    case NodeKind.MAPPING:
    case NodeKind.SEQUENCE: {
      const [letter, tag] = node.kind === NodeKind.MAPPING ? ["m", "!!map"] : ["q", "!!seq"];
      return [letter, node.tag === "" ? tag : node.tag, line, column, node.children.map((child) => tree(document, child))];
    }
  }
}

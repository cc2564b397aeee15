import { Positions } from "./positions";
import { ScalarStyle } from "./token";

/** Kinds of nodes, as yaml.v3 tells them apart. */
export enum NodeKind {
  SCALAR,
  MAPPING,
  SEQUENCE,
  ALIAS,
}

/** One node of a document. Nothing of it is interpreted yet. */
export interface YamlNode {
  readonly kind: NodeKind;
  /** Tag as written, in its short form (`!!int`); empty where there is none or `!` alone. */
  readonly tag: string;
  /** Text of a scalar, name of an alias's anchor; empty for others. */
  readonly value: string;
  readonly style: ScalarStyle;
  /** Offset of its first character, anchor and tag included, in UTF-16 units. */
  readonly at: number;
  /** Items of a sequence; of a mapping keys and values in turn. */
  readonly children: readonly YamlNode[];
  /** What an alias stands for. */
  readonly target?: YamlNode;
}

/** The first document of a text. */
export interface YamlDocument {
  /** Its text, without a byte order mark. */
  readonly text: string;
  /** Absent where the text holds comments and white space only. */
  readonly root?: YamlNode;
  readonly positions: Positions;
}

export const NO_CHILDREN: readonly YamlNode[] = [];

/** What stands for a key or a value that is not there. */
export function emptyScalar(at: number): YamlNode {
  return { kind: NodeKind.SCALAR, tag: "", value: "", style: ScalarStyle.PLAIN, at, children: NO_CHILDREN };
}

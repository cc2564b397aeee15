/** What the scanner makes of a text. The names are those of the YAML 1.1 grammar's productions. */
export enum TokenKind {
  STREAM_END,
  VERSION_DIRECTIVE,
  TAG_DIRECTIVE,
  DOCUMENT_START,
  DOCUMENT_END,
  BLOCK_SEQUENCE_START,
  BLOCK_MAPPING_START,
  BLOCK_END,
  FLOW_SEQUENCE_START,
  FLOW_SEQUENCE_END,
  FLOW_MAPPING_START,
  FLOW_MAPPING_END,
  BLOCK_ENTRY,
  FLOW_ENTRY,
  KEY,
  VALUE,
  ALIAS,
  ANCHOR,
  TAG,
  SCALAR,
}

/** How a scalar is written. */
export enum ScalarStyle {
  PLAIN,
  SINGLE_QUOTED,
  DOUBLE_QUOTED,
  LITERAL,
  FOLDED,
}

/** A key without `?` that may begin at a token: whether it is one shows when a colon comes. */
export interface SimpleKey {
  possible: boolean;
  /** Whether there is a mistake when no colon comes. */
  readonly required: boolean;
  /** Number of the token that it begins with. */
  readonly token: number;
  readonly at: number;
  readonly lineStart: number;
}

/** One token; offsets are in UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  readonly at: number;
  readonly end: number;
  /** Text of a scalar, name of an anchor or alias, handle of a tag or tag directive, version of a version directive. */
  readonly value: string;
  /** Suffix of a tag, prefix of a tag directive. */
  readonly rest: string;
  readonly style: ScalarStyle;
}

import { YamlFault } from "./fault";
import { emptyScalar, YamlNode } from "./node";
import { Token, TokenKind } from "./token";

/** What an open collection waits for. */
export enum State {
  BLOCK_SEQUENCE_ENTRY,
  /** Of a sequence that stands no deeper than the key it belongs to: no token says where it begins and ends. */
  INDENTLESS_SEQUENCE_ENTRY,
  BLOCK_MAPPING_KEY,
  BLOCK_MAPPING_VALUE,
  FLOW_SEQUENCE_FIRST,
  FLOW_SEQUENCE_ENTRY,
  /** A mapping of one pair, written in a sequence without braces. */
  FLOW_PAIR_KEY,
  FLOW_PAIR_VALUE,
  FLOW_PAIR_END,
  FLOW_MAPPING_FIRST,
  FLOW_MAPPING_KEY,
  FLOW_MAPPING_VALUE,
  FLOW_MAPPING_NO_VALUE,
}

export interface Open {
  readonly children: YamlNode[];
  /** Offset of the token that opened it. */
  readonly at: number;
  state: State;
}

/** What reads the nodes in a collection: those that are collections themselves are opened, and read step by step when their turn comes. */
export interface NodeReader {
  peek(): Token;
  skip(): void;
  /** Skips a token and looks at the one behind it. */
  next(): Token;
  /**
   * @param block - whether a block collection may begin here
   * @param indentless - whether a block sequence may begin here that stands no deeper than its key
   */
  node(block: boolean, indentless: boolean): YamlNode;
  /** Opens a mapping of one pair at its key. */
  pair(token: Token): YamlNode;
  /** Closes the collection that was opened last. */
  leave(): void;
  /** Closes it and skips the token that says so. */
  close(): void;
  fault(context: number, problem: string, at: number): YamlFault;
}

/** Reads on in the collection that was opened last. */
export function step(reader: NodeReader, collection: Open): void {
  switch (collection.state) {
    case State.BLOCK_SEQUENCE_ENTRY:
      return blockSequenceEntry(reader, collection);
    case State.INDENTLESS_SEQUENCE_ENTRY:
      return indentlessSequenceEntry(reader, collection);
    case State.BLOCK_MAPPING_KEY:
      return blockMappingKey(reader, collection);
    case State.BLOCK_MAPPING_VALUE:
      return blockMappingValue(reader, collection);
    case State.FLOW_SEQUENCE_FIRST:
    case State.FLOW_SEQUENCE_ENTRY:
      return flowSequenceEntry(reader, collection);
    case State.FLOW_PAIR_KEY:
      return flowPairKey(reader, collection);
    case State.FLOW_PAIR_VALUE:
      return flowPairValue(reader, collection);
    case State.FLOW_PAIR_END:
      reader.leave();
      return;
    case State.FLOW_MAPPING_FIRST:
    case State.FLOW_MAPPING_KEY:
      return flowMappingKey(reader, collection);
    case State.FLOW_MAPPING_VALUE:
      return flowMappingValue(reader, collection);
    case State.FLOW_MAPPING_NO_VALUE:
      collection.state = State.FLOW_MAPPING_KEY;
      collection.children.push(emptyScalar(reader.peek().at));
  }
}

function blockSequenceEntry(reader: NodeReader, { children, at }: Open): void {
  const token = reader.peek();
  if (token.kind === TokenKind.BLOCK_ENTRY) {
    const { kind } = reader.next();
    const isEmpty = kind === TokenKind.BLOCK_ENTRY || kind === TokenKind.BLOCK_END;
    children.push(isEmpty ? emptyScalar(token.end) : reader.node(true, false));
  } else if (token.kind === TokenKind.BLOCK_END) reader.close();
  else throw reader.fault(at, "did not find expected '-' indicator", token.at);
}

function indentlessSequenceEntry(reader: NodeReader, { children }: Open): void {
  const token = reader.peek();
  if (token.kind !== TokenKind.BLOCK_ENTRY) {
    reader.leave();
    return;
  }
  const { kind } = reader.next();
  children.push(kind === TokenKind.BLOCK_ENTRY || endsBlockNode(kind) ? emptyScalar(token.end) : reader.node(true, false));
}

function blockMappingKey(reader: NodeReader, collection: Open): void {
  const token = reader.peek();
  if (token.kind === TokenKind.KEY) {
    collection.state = State.BLOCK_MAPPING_VALUE;
    collection.children.push(endsBlockNode(reader.next().kind) ? emptyScalar(token.end) : reader.node(true, true));
  } else if (token.kind === TokenKind.BLOCK_END) reader.close();
  else throw reader.fault(collection.at, "did not find expected key", token.at);
}

function blockMappingValue(reader: NodeReader, collection: Open): void {
  const token = reader.peek();
  collection.state = State.BLOCK_MAPPING_KEY;
  if (token.kind !== TokenKind.VALUE) collection.children.push(emptyScalar(token.at));
  else collection.children.push(endsBlockNode(reader.next().kind) ? emptyScalar(token.end) : reader.node(true, true));
}

function flowSequenceEntry(reader: NodeReader, collection: Open): void {
  let token = reader.peek();
  if (token.kind !== TokenKind.FLOW_SEQUENCE_END && collection.state !== State.FLOW_SEQUENCE_FIRST) {
    if (token.kind !== TokenKind.FLOW_ENTRY) throw reader.fault(collection.at, "did not find expected ',' or ']'", token.at);
    token = reader.next();
  }
  collection.state = State.FLOW_SEQUENCE_ENTRY;
  if (token.kind === TokenKind.FLOW_SEQUENCE_END) reader.close();
  else if (token.kind === TokenKind.KEY) {
    const pair = reader.pair(token);
    collection.children.push(pair);
    reader.skip();
  } else collection.children.push(reader.node(false, false));
}

function flowPairKey(reader: NodeReader, collection: Open): void {
  const token = reader.peek();
  collection.state = State.FLOW_PAIR_VALUE;
  if (token.kind === TokenKind.VALUE || token.kind === TokenKind.FLOW_ENTRY || token.kind === TokenKind.FLOW_SEQUENCE_END) {
    // Without a key yaml.v3 steps over this token too, be it the colon or the end of the entry.
    collection.children.push(emptyScalar(token.end));
    reader.skip();
  } else collection.children.push(reader.node(false, false));
}

function flowPairValue(reader: NodeReader, collection: Open): void {
  const token = reader.peek();
  collection.state = State.FLOW_PAIR_END;
  if (token.kind === TokenKind.VALUE) {
    const { kind } = reader.next();
    if (kind !== TokenKind.FLOW_ENTRY && kind !== TokenKind.FLOW_SEQUENCE_END) {
      collection.children.push(reader.node(false, false));
      return;
    }
  }
  collection.children.push(emptyScalar(token.at));
}

function flowMappingKey(reader: NodeReader, collection: Open): void {
  let token = reader.peek();
  if (token.kind !== TokenKind.FLOW_MAPPING_END && collection.state !== State.FLOW_MAPPING_FIRST) {
    if (token.kind !== TokenKind.FLOW_ENTRY) throw reader.fault(collection.at, "did not find expected ',' or '}'", token.at);
    token = reader.next();
  }
  if (token.kind === TokenKind.FLOW_MAPPING_END) reader.close();
  else if (token.kind === TokenKind.KEY) {
    const key = reader.next();
    collection.state = State.FLOW_MAPPING_VALUE;
    const isEmpty = key.kind === TokenKind.VALUE || endsFlowPair(key.kind);
    collection.children.push(isEmpty ? emptyScalar(key.at) : reader.node(false, false));
  } else {
    collection.state = State.FLOW_MAPPING_NO_VALUE;
    collection.children.push(reader.node(false, false));
  }
}

function flowMappingValue(reader: NodeReader, collection: Open): void {
  let token = reader.peek();
  collection.state = State.FLOW_MAPPING_KEY;
  if (token.kind === TokenKind.VALUE) {
    token = reader.next();
    if (!endsFlowPair(token.kind)) {
      collection.children.push(reader.node(false, false));
      return;
    }
  }
  collection.children.push(emptyScalar(token.at));
}

function endsBlockNode(kind: TokenKind): boolean {
  return kind === TokenKind.KEY || kind === TokenKind.VALUE || kind === TokenKind.BLOCK_END;
}

function endsFlowPair(kind: TokenKind): boolean {
  return kind === TokenKind.FLOW_ENTRY || kind === TokenKind.FLOW_MAPPING_END;
}

import { located } from "./cursor";
import { YamlFault } from "./fault";
import { NodeKind, YamlDocument, YamlNode } from "./node";
import { Scanner } from "./scanner";
import { sourceOf } from "./source";
import { shortTag } from "./tag-names";
import { ScalarStyle, Token, TokenKind } from "./token";

/**
 * Reads the first document of a text as yaml.v3 does. What follows it is not read, but for the two tokens that yaml.v3 looks ahead.
 *
 * @throws YamlFault where yaml.v3 reports an error
 */
export function readYaml(input: string | Uint8Array): YamlDocument {
  const source = sourceOf(input);
  const scanner = new Scanner(source);
  const root = new Parser(scanner).document();
  return { text: source.text, root, positions: scanner.positions };
}

/** What an open collection waits for. */
enum State {
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

interface Open {
  readonly children: YamlNode[];
  /** Offset of the token that opened it. */
  readonly at: number;
  state: State;
}

const NO_CHILDREN: readonly YamlNode[] = [];
const DEFAULT_HANDLES: readonly (readonly [string, string])[] = [
  ["!", "!"],
  ["!!", "tag:yaml.org,2002:"],
];

// Open collections are kept in a list, not on the call stack: nesting is as deep as yaml.v3 allows.
class Parser {
  private readonly open: Open[] = [];
  private readonly anchors = new Map<string, YamlNode>();
  private readonly handles = new Map<string, string>();

  public constructor(private readonly scanner: Scanner) {}

  public document(): YamlNode | undefined {
    const { kind } = this.scanner.peek();
    if (kind === TokenKind.STREAM_END) return undefined;
    const explicit = kind === TokenKind.DOCUMENT_START || isDirective(kind);
    if (explicit) this.documentStart();
    else this.defaultHandles();
    const first = this.scanner.peek();
    const root = explicit && endsDocument(first.kind) ? emptyScalar(first.at) : this.node(true, false);
    for (let collection = this.open.at(-1); collection !== undefined; collection = this.open.at(-1)) this.step(collection);
    // A mistake right behind the document counts.
    this.scanner.peek();
    return root;
  }

  private documentStart(): void {
    let version = false;
    let token = this.scanner.peek();
    for (; isDirective(token.kind); token = this.next()) {
      if (token.kind === TokenKind.VERSION_DIRECTIVE) {
        if (version) throw this.fault("found duplicate %YAML directive", token.at);
        if (token.value !== "1.1") throw this.fault("found incompatible YAML document", token.at);
        version = true;
      } else {
        if (this.handles.has(token.value)) throw this.fault("found duplicate %TAG directive", token.at);
        this.handles.set(token.value, token.rest);
      }
    }
    this.defaultHandles();
    if (token.kind !== TokenKind.DOCUMENT_START) throw this.fault("did not find expected <document start>", token.at);
    this.scanner.skip();
  }

  private defaultHandles(): void {
    for (const [handle, prefix] of DEFAULT_HANDLES) if (!this.handles.has(handle)) this.handles.set(handle, prefix);
  }

  /** Reads on in the collection that was opened last. */
  private step(collection: Open): void {
    switch (collection.state) {
      case State.BLOCK_SEQUENCE_ENTRY:
        return this.blockSequenceEntry(collection);
      case State.INDENTLESS_SEQUENCE_ENTRY:
        return this.indentlessSequenceEntry(collection);
      case State.BLOCK_MAPPING_KEY:
        return this.blockMappingKey(collection);
      case State.BLOCK_MAPPING_VALUE:
        return this.blockMappingValue(collection);
      case State.FLOW_SEQUENCE_FIRST:
      case State.FLOW_SEQUENCE_ENTRY:
        return this.flowSequenceEntry(collection);
      case State.FLOW_PAIR_KEY:
        return this.flowPairKey(collection);
      case State.FLOW_PAIR_VALUE:
        return this.flowPairValue(collection);
      case State.FLOW_PAIR_END:
        this.open.pop();
        return;
      case State.FLOW_MAPPING_FIRST:
      case State.FLOW_MAPPING_KEY:
        return this.flowMappingKey(collection);
      case State.FLOW_MAPPING_VALUE:
        return this.flowMappingValue(collection);
      case State.FLOW_MAPPING_NO_VALUE:
        collection.state = State.FLOW_MAPPING_KEY;
        collection.children.push(emptyScalar(this.scanner.peek().at));
    }
  }

  private blockSequenceEntry({ children, at }: Open): void {
    const token = this.scanner.peek();
    if (token.kind === TokenKind.BLOCK_ENTRY) {
      const { kind } = this.next();
      const isEmpty = kind === TokenKind.BLOCK_ENTRY || kind === TokenKind.BLOCK_END;
      children.push(isEmpty ? emptyScalar(token.end) : this.node(true, false));
    } else if (token.kind === TokenKind.BLOCK_END) this.close();
    else throw this.faultIn(at, "did not find expected '-' indicator", token.at);
  }

  private indentlessSequenceEntry({ children }: Open): void {
    const token = this.scanner.peek();
    if (token.kind !== TokenKind.BLOCK_ENTRY) {
      this.open.pop();
      return;
    }
    const { kind } = this.next();
    children.push(kind === TokenKind.BLOCK_ENTRY || endsBlockNode(kind) ? emptyScalar(token.end) : this.node(true, false));
  }

  private blockMappingKey(collection: Open): void {
    const token = this.scanner.peek();
    if (token.kind === TokenKind.KEY) {
      collection.state = State.BLOCK_MAPPING_VALUE;
      collection.children.push(endsBlockNode(this.next().kind) ? emptyScalar(token.end) : this.node(true, true));
    } else if (token.kind === TokenKind.BLOCK_END) this.close();
    else throw this.faultIn(collection.at, "did not find expected key", token.at);
  }

  private blockMappingValue(collection: Open): void {
    const token = this.scanner.peek();
    collection.state = State.BLOCK_MAPPING_KEY;
    if (token.kind !== TokenKind.VALUE) collection.children.push(emptyScalar(token.at));
    else collection.children.push(endsBlockNode(this.next().kind) ? emptyScalar(token.end) : this.node(true, true));
  }

  private flowSequenceEntry(collection: Open): void {
    let token = this.scanner.peek();
    if (token.kind !== TokenKind.FLOW_SEQUENCE_END && collection.state !== State.FLOW_SEQUENCE_FIRST) {
      if (token.kind !== TokenKind.FLOW_ENTRY) throw this.faultIn(collection.at, "did not find expected ',' or ']'", token.at);
      token = this.next();
    }
    collection.state = State.FLOW_SEQUENCE_ENTRY;
    if (token.kind === TokenKind.FLOW_SEQUENCE_END) this.close();
    else if (token.kind === TokenKind.KEY) {
      const pair = this.start(NodeKind.MAPPING, token, State.FLOW_PAIR_KEY, token.at, "", undefined);
      collection.children.push(pair);
      this.scanner.skip();
    } else collection.children.push(this.node(false, false));
  }

  private flowPairKey(collection: Open): void {
    const token = this.scanner.peek();
    collection.state = State.FLOW_PAIR_VALUE;
    if (token.kind === TokenKind.VALUE || token.kind === TokenKind.FLOW_ENTRY || token.kind === TokenKind.FLOW_SEQUENCE_END) {
      // Without a key yaml.v3 steps over this token too, be it the colon or the end of the entry.
      collection.children.push(emptyScalar(token.end));
      this.scanner.skip();
    } else collection.children.push(this.node(false, false));
  }

  private flowPairValue(collection: Open): void {
    const token = this.scanner.peek();
    collection.state = State.FLOW_PAIR_END;
    if (token.kind === TokenKind.VALUE) {
      const { kind } = this.next();
      if (kind !== TokenKind.FLOW_ENTRY && kind !== TokenKind.FLOW_SEQUENCE_END) {
        collection.children.push(this.node(false, false));
        return;
      }
    }
    collection.children.push(emptyScalar(token.at));
  }

  private flowMappingKey(collection: Open): void {
    let token = this.scanner.peek();
    if (token.kind !== TokenKind.FLOW_MAPPING_END && collection.state !== State.FLOW_MAPPING_FIRST) {
      if (token.kind !== TokenKind.FLOW_ENTRY) throw this.faultIn(collection.at, "did not find expected ',' or '}'", token.at);
      token = this.next();
    }
    if (token.kind === TokenKind.FLOW_MAPPING_END) this.close();
    else if (token.kind === TokenKind.KEY) {
      const key = this.next();
      collection.state = State.FLOW_MAPPING_VALUE;
      const isEmpty = key.kind === TokenKind.VALUE || endsFlowPair(key.kind);
      collection.children.push(isEmpty ? emptyScalar(key.at) : this.node(false, false));
    } else {
      collection.state = State.FLOW_MAPPING_NO_VALUE;
      collection.children.push(this.node(false, false));
    }
  }

  private flowMappingValue(collection: Open): void {
    let token = this.scanner.peek();
    collection.state = State.FLOW_MAPPING_KEY;
    if (token.kind === TokenKind.VALUE) {
      token = this.next();
      if (!endsFlowPair(token.kind)) {
        collection.children.push(this.node(false, false));
        return;
      }
    }
    collection.children.push(emptyScalar(token.at));
  }

  /** Reads a scalar or an alias, or opens a collection, which the steps that follow fill. */
  private node(block: boolean, indentless: boolean): YamlNode {
    let token = this.scanner.peek();
    const { at } = token;
    if (token.kind === TokenKind.ALIAS) return this.alias(token);

    let anchor: string | undefined;
    let tagToken: Token | undefined;
    if (token.kind === TokenKind.ANCHOR) {
      anchor = token.value;
      token = this.next();
      if (token.kind === TokenKind.TAG) {
        tagToken = token;
        token = this.next();
      }
    } else if (token.kind === TokenKind.TAG) {
      tagToken = token;
      token = this.next();
      if (token.kind === TokenKind.ANCHOR) {
        anchor = token.value;
        token = this.next();
      }
    }
    const tag = tagToken === undefined ? "" : this.tag(tagToken, at);

    switch (token.kind) {
      case TokenKind.SCALAR:
        this.scanner.skip();
        return this.anchored({ kind: NodeKind.SCALAR, tag, value: token.value, style: token.style, at, children: NO_CHILDREN }, anchor);
      case TokenKind.FLOW_SEQUENCE_START:
        return this.begin(NodeKind.SEQUENCE, token, State.FLOW_SEQUENCE_FIRST, at, tag, anchor);
      case TokenKind.FLOW_MAPPING_START:
        return this.begin(NodeKind.MAPPING, token, State.FLOW_MAPPING_FIRST, at, tag, anchor);
      case TokenKind.BLOCK_SEQUENCE_START:
        if (block) return this.begin(NodeKind.SEQUENCE, token, State.BLOCK_SEQUENCE_ENTRY, at, tag, anchor);
        break;
      case TokenKind.BLOCK_MAPPING_START:
        if (block) return this.begin(NodeKind.MAPPING, token, State.BLOCK_MAPPING_KEY, at, tag, anchor);
        break;
      case TokenKind.BLOCK_ENTRY:
        if (indentless) return this.start(NodeKind.SEQUENCE, token, State.INDENTLESS_SEQUENCE_ENTRY, at, tag, anchor);
    }
    if (anchor === undefined && tagToken === undefined) throw this.faultIn(at, "did not find expected node content", token.at);
    return this.anchored({ kind: NodeKind.SCALAR, tag, value: "", style: ScalarStyle.PLAIN, at, children: NO_CHILDREN }, anchor);
  }

  private alias(token: Token): YamlNode {
    const target = this.anchors.get(token.value);
    this.scanner.skip();
    if (target === undefined) throw new YamlFault(`yaml: unknown anchor '${token.value}' referenced`);
    return { kind: NodeKind.ALIAS, tag: "", value: token.value, style: ScalarStyle.PLAIN, at: token.at, children: NO_CHILDREN, target };
  }

  private tag({ value: handle, rest, at }: Token, context: number): string {
    const prefix = handle === "" ? "" : this.handles.get(handle);
    if (prefix === undefined) throw this.faultIn(context, "found undefined tag handle", at);
    const tag = prefix + rest;
    return tag === "!" ? "" : shortTag(tag);
  }

  private begin(kind: NodeKind, token: Token, state: State, at: number, tag: string, anchor: string | undefined): YamlNode {
    const node = this.start(kind, token, state, at, tag, anchor);
    this.scanner.skip();
    return node;
  }

  private start(kind: NodeKind, token: Token, state: State, at: number, tag: string, anchor: string | undefined): YamlNode {
    const children: YamlNode[] = [];
    this.open.push({ children, at: token.at, state });
    return this.anchored({ kind, tag, value: "", style: ScalarStyle.PLAIN, at, children }, anchor);
  }

  private anchored(node: YamlNode, anchor: string | undefined): YamlNode {
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  private next(): Token {
    this.scanner.skip();
    return this.scanner.peek();
  }

  private close(): void {
    this.open.pop();
    this.scanner.skip();
  }

  private faultIn(context: number, problem: string, at: number): YamlFault {
    return parserFault(this.scanner.positions.line(context), problem) ?? this.fault(problem, at);
  }

  private fault(problem: string, at: number): YamlFault {
    return parserFault(this.scanner.positions.line(at), problem) ?? located(1, problem);
  }
}

// yaml.v3 counts the lines of these mistakes from 0, and does not speak of line 0.
function parserFault(line: number, problem: string): YamlFault | undefined {
  return line > 1 ? new YamlFault(`yaml: line ${line - 1}: ${problem}`) : undefined;
}

function emptyScalar(at: number): YamlNode {
  return { kind: NodeKind.SCALAR, tag: "", value: "", style: ScalarStyle.PLAIN, at, children: NO_CHILDREN };
}

function isDirective(kind: TokenKind): boolean {
  return kind === TokenKind.VERSION_DIRECTIVE || kind === TokenKind.TAG_DIRECTIVE;
}

function endsDocument(kind: TokenKind): boolean {
  return isDirective(kind) || kind === TokenKind.DOCUMENT_START || kind === TokenKind.DOCUMENT_END || kind === TokenKind.STREAM_END;
}

function endsBlockNode(kind: TokenKind): boolean {
  return kind === TokenKind.KEY || kind === TokenKind.VALUE || kind === TokenKind.BLOCK_END;
}

function endsFlowPair(kind: TokenKind): boolean {
  return kind === TokenKind.FLOW_ENTRY || kind === TokenKind.FLOW_MAPPING_END;
}

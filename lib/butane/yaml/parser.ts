import { NodeReader, Open, State, step } from "./collections";
import { located } from "./cursor";
import { YamlFault } from "./fault";
import { emptyScalar, NO_CHILDREN, NodeKind, YamlDocument, YamlNode } from "./node";
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

const DEFAULT_HANDLES: readonly (readonly [string, string])[] = [
  ["!", "!"],
  ["!!", "tag:yaml.org,2002:"],
];

// Open collections are kept in a list, not on the call stack: nesting is as deep as yaml.v3 allows.
class Parser implements NodeReader {
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
    for (let collection = this.open.at(-1); collection !== undefined; collection = this.open.at(-1)) step(this, collection);
    // A mistake right behind the document counts.
    this.scanner.peek();
    return root;
  }

  private documentStart(): void {
    let version = false;
    let token = this.scanner.peek();
    for (; isDirective(token.kind); token = this.next()) {
      if (token.kind === TokenKind.VERSION_DIRECTIVE) {
        if (version) throw this.faultAt("found duplicate %YAML directive", token.at);
        if (token.value !== "1.1") throw this.faultAt("found incompatible YAML document", token.at);
        version = true;
      } else {
        if (this.handles.has(token.value)) throw this.faultAt("found duplicate %TAG directive", token.at);
        this.handles.set(token.value, token.rest);
      }
    }
    this.defaultHandles();
    if (token.kind !== TokenKind.DOCUMENT_START) throw this.faultAt("did not find expected <document start>", token.at);
    this.scanner.skip();
  }

  private defaultHandles(): void {
    for (const [handle, prefix] of DEFAULT_HANDLES) if (!this.handles.has(handle)) this.handles.set(handle, prefix);
  }

  /** Reads a scalar or an alias, or opens a collection, which the steps that follow fill. */
  public node(block: boolean, indentless: boolean): YamlNode {
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
    if (anchor === undefined && tagToken === undefined) throw this.fault(at, "did not find expected node content", token.at);
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
    if (prefix === undefined) throw this.fault(context, "found undefined tag handle", at);
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

  public peek(): Token {
    return this.scanner.peek();
  }

  public skip(): void {
    this.scanner.skip();
  }

  public next(): Token {
    this.scanner.skip();
    return this.scanner.peek();
  }

  public pair(token: Token): YamlNode {
    return this.start(NodeKind.MAPPING, token, State.FLOW_PAIR_KEY, token.at, "", undefined);
  }

  public leave(): void {
    this.open.pop();
  }

  public close(): void {
    this.open.pop();
    this.scanner.skip();
  }

  public fault(context: number, problem: string, at: number): YamlFault {
    return parserFault(this.scanner.positions.line(context), problem) ?? this.faultAt(problem, at);
  }

  private faultAt(problem: string, at: number): YamlFault {
    return parserFault(this.scanner.positions.line(at), problem) ?? located(1, problem);
  }
}

// yaml.v3 counts the lines of these mistakes from 0, and does not speak of line 0.
function parserFault(line: number, problem: string): YamlFault | undefined {
  return line > 1 ? new YamlFault(`yaml: line ${line - 1}: ${problem}`) : undefined;
}

function isDirective(kind: TokenKind): boolean {
  return kind === TokenKind.VERSION_DIRECTIVE || kind === TokenKind.TAG_DIRECTIVE;
}

function endsDocument(kind: TokenKind): boolean {
  return isDirective(kind) || kind === TokenKind.DOCUMENT_START || kind === TokenKind.DOCUMENT_END || kind === TokenKind.STREAM_END;
}

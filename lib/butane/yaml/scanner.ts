import { blockScalar } from "./block-scalar";
import { Char, isBlankOrEnd, isBreak, isWord } from "./characters";
import { skipComments, skipLineComment } from "./comments";
import { plainScalar } from "./plain-scalar";
import { quotedScalar } from "./quoted-scalar";
import { directive, tagToken } from "./tags";
import { ScalarStyle, Token, TokenKind } from "./token";
import { TokenStream } from "./token-stream";

// Tokens that yaml.v3 reads beyond the one it looks at: a mistake in them counts even where they belong to the next document.
const LOOK_AHEAD = 2;

/**
 * Turns a text into tokens by the rules of libyaml, which yaml.v3 is derived from: YAML 1.1 with what libyaml takes and leaves of it.
 *
 * A key without `?` shows as one only when its colon comes, so tokens are put into the list behind the last ones too.
 *
 * @see https://pkg.go.dev/gopkg.in/yaml.v3
 */
export class Scanner extends TokenStream {
  /** The next token, which stays the next. */
  public peek(): Token {
    while (this.tokens.length - this.head <= LOOK_AHEAD || this.mayBecomeKey()) this.fetch();
    return this.tokens[this.head];
  }

  private fetch(): void {
    const before = this.pos;
    if (this.comments.length > 0) this.comments.length = 0;
    this.skipToToken();
    this.unroll(this.column, before);
    if (this.source.fault !== undefined && this.pos + 4 > this.source.text.length) throw this.source.fault;
    const c = this.char();
    if (c === Char.END) return this.streamEnd();
    if (this.pos === this.lineStart) {
      if (c === Char.PERCENT) return this.directive();
      if (this.isDocumentIndicator()) return this.documentIndicator(c === Char.HYPHEN ? TokenKind.DOCUMENT_START : TokenKind.DOCUMENT_END);
    }
    this.contentToken(c);
    if (this.tokens[this.tokens.length - 1].kind !== TokenKind.BLOCK_ENTRY) skipLineComment(this);
  }

  private contentToken(c: number): void {
    const inFlow = this.flowLevel > 0;
    switch (c) {
      case Char.LEFT_BRACKET:
        return this.flowStart(TokenKind.FLOW_SEQUENCE_START);
      case Char.LEFT_BRACE:
        return this.flowStart(TokenKind.FLOW_MAPPING_START);
      case Char.RIGHT_BRACKET:
        return this.flowEnd(TokenKind.FLOW_SEQUENCE_END);
      case Char.RIGHT_BRACE:
        return this.flowEnd(TokenKind.FLOW_MAPPING_END);
      case Char.COMMA:
        return this.flowEntry();
      case Char.HYPHEN:
        return isBlankOrEnd(this.char(1)) ? this.blockEntry() : this.scalar(c);
      case Char.QUESTION:
        return inFlow || isBlankOrEnd(this.char(1)) ? this.complexKey() : this.scalar(c);
      case Char.COLON:
        return inFlow || isBlankOrEnd(this.char(1)) ? this.value() : this.scalar(c);
      case Char.ASTERISK:
        return this.name(TokenKind.ALIAS);
      case Char.AMPERSAND:
        return this.name(TokenKind.ANCHOR);
      case Char.EXCLAMATION:
        return this.tag();
      case Char.PIPE:
      case Char.GREATER:
        if (!inFlow) return this.block(c === Char.PIPE);
        break;
      case Char.SINGLE_QUOTE:
      case Char.DOUBLE_QUOTE:
        return this.scalar(c);
      case Char.HASH:
      case Char.PERCENT:
      case Char.AT:
      case Char.BACKTICK:
      case Char.TAB:
        break;
      default:
        return this.scalar(c);
    }
    throw this.fault(this.pos, "found character that cannot start any token");
  }

  private skipToToken(): void {
    const from = this.pos;
    if (this.pos === 0 && this.char() === BYTE_ORDER_MARK) this.pos++;
    for (;;) {
      for (let c = this.char(); c === Char.SPACE || (c === Char.TAB && (this.flowLevel > 0 || !this.keyAllowed)); c = this.char())
        this.pos++;
      if (this.char() === Char.HASH) skipComments(this, from, this.tokens.at(-1)?.kind === TokenKind.VALUE, this.comments);
      if (!isBreak(this.char())) return;
      this.lineBreak();
      if (this.flowLevel === 0) this.keyAllowed = true;
    }
  }

  private streamEnd(): void {
    // yaml.v3 begins a line here where the last one was not ended.
    const at = this.column === 0 ? this.pos : this.source.text.length + 1;
    this.lineStart = this.pos;
    this.unroll(-1, at, this.pos);
    this.dropKey();
    this.keyAllowed = false;
    this.push(TokenKind.STREAM_END, at);
  }

  private directive(): void {
    const at = this.pos;
    this.unroll(-1, at);
    this.dropKey();
    this.keyAllowed = false;
    const read = directive(this);
    if ("version" in read) this.push(TokenKind.VERSION_DIRECTIVE, at, read.version);
    else this.push(TokenKind.TAG_DIRECTIVE, at, read.handle, read.prefix);
  }

  private documentIndicator(kind: TokenKind): void {
    const at = this.pos;
    this.unroll(-1, at);
    this.dropKey();
    this.keyAllowed = false;
    this.pos += 3;
    this.push(kind, at);
  }

  private flowStart(kind: TokenKind): void {
    this.startKey();
    const at = this.pos++;
    this.push(kind, at);
    this.enterFlow(at);
  }

  private flowEnd(kind: TokenKind): void {
    this.dropKey();
    this.leaveFlow();
    const at = this.pos++;
    this.push(kind, at);
  }

  private flowEntry(): void {
    this.dropKey();
    this.keyAllowed = true;
    const at = this.pos++;
    this.push(TokenKind.FLOW_ENTRY, at);
  }

  private blockEntry(): void {
    const at = this.pos;
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) throw this.fault(at, "block sequence entries are not allowed in this context");
      this.roll(this.column, this.tokens.length, TokenKind.BLOCK_SEQUENCE_START, at);
    }
    this.dropKey();
    this.keyAllowed = true;
    this.pos++;
    this.push(TokenKind.BLOCK_ENTRY, at);
  }

  private complexKey(): void {
    const at = this.pos;
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) throw this.fault(at, "mapping keys are not allowed in this context");
      this.roll(this.column, this.tokens.length, TokenKind.BLOCK_MAPPING_START, at);
    }
    this.dropKey();
    this.keyAllowed = this.flowLevel === 0;
    this.pos++;
    this.push(TokenKind.KEY, at);
  }

  private value(): void {
    const at = this.pos;
    if (!this.endKey()) {
      if (this.flowLevel === 0) {
        if (!this.keyAllowed) throw this.fault(at, "mapping values are not allowed in this context");
        this.roll(this.column, this.tokens.length, TokenKind.BLOCK_MAPPING_START, at);
      }
      this.keyAllowed = this.flowLevel === 0;
    }
    this.pos++;
    this.push(TokenKind.VALUE, at);
  }

  private name(kind: TokenKind.ALIAS | TokenKind.ANCHOR): void {
    const at = this.pos;
    this.startKey();
    this.keyAllowed = false;
    this.pos++;
    while (isWord(this.char())) this.pos++;
    if (this.pos === at + 1 || !(isBlankOrEnd(this.char()) || AFTER_NAME.has(this.char()))) {
      throw this.fault(at, "did not find expected alphabetic or numeric character");
    }
    this.push(kind, at, this.text.slice(at + 1, this.pos));
  }

  private tag(): void {
    const at = this.pos;
    this.startKey();
    this.keyAllowed = false;
    const { handle, suffix } = tagToken(this);
    this.push(TokenKind.TAG, at, handle, suffix);
  }

  private block(literal: boolean): void {
    const at = this.pos;
    this.dropKey();
    this.keyAllowed = true;
    const value = blockScalar(this, literal);
    this.push(TokenKind.SCALAR, at, value, "", literal ? ScalarStyle.LITERAL : ScalarStyle.FOLDED);
  }

  private scalar(c: number): void {
    const at = this.pos;
    this.startKey();
    this.keyAllowed = false;
    if (c === Char.SINGLE_QUOTE) this.push(TokenKind.SCALAR, at, quotedScalar(this), "", ScalarStyle.SINGLE_QUOTED);
    else if (c === Char.DOUBLE_QUOTE) this.push(TokenKind.SCALAR, at, quotedScalar(this), "", ScalarStyle.DOUBLE_QUOTED);
    else this.push(TokenKind.SCALAR, at, plainScalar(this));
  }
}

const BYTE_ORDER_MARK = 0xfeff;
// What may follow the name of an anchor or alias without white space.
const AFTER_NAME = new Set([..."?:,]}%@`"].map((character) => character.charCodeAt(0)));

import { Comment } from "./comments";
import { Cursor } from "./cursor";
import { characters } from "./positions";
import { ScalarStyle, SimpleKey, Token, TokenKind } from "./token";

// Limits of yaml.v3.
const DEEPEST = 10_000;
const LONGEST_KEY = 1024;
const DROPPED_AT_ONCE = 1024;

/**
 * The tokens that were read and not used yet, with what shows only later: that a token began a key, and so a mapping, when its colon comes;
 * that a block ended, when a token comes that is not deep enough.
 */
export class TokenStream extends Cursor {
  protected readonly tokens: Token[] = [];
  /** Index of the next token. */
  protected head = 0;
  /** The comments before the next token. */
  protected readonly comments: Comment[] = [];
  /** How many tokens were used and let go of. */
  private dropped = 0;
  private readonly indents: number[] = [];
  /** The key that may have begun last, one for each flow level. */
  private readonly keys: SimpleKey[] = [noKey(0)];
  /**
   * The flow level of the key that a token may have begun. A number that is not forgotten in time stands for another key of its level, which
   * yaml.v3 then waits for: it shows where one of two mistakes is found first.
   */
  private readonly levels = new Map<number, number>();

  public skip(): void {
    if (++this.head < DROPPED_AT_ONCE) return;
    this.tokens.splice(0, this.head);
    this.dropped += this.head;
    this.head = 0;
  }

  protected push(kind: TokenKind, at: number, value = "", rest = "", style = ScalarStyle.PLAIN): void {
    this.tokens.push({ kind, at, end: this.pos, value, rest, style });
    if (this.source.fault !== undefined && this.pos >= this.source.text.length) throw this.source.fault;
  }

  private insert(index: number, kind: TokenKind, at: number): void {
    const token = { kind, at, end: at, value: "", rest: "", style: ScalarStyle.PLAIN };
    // What was used already can not be preceded any more: yaml.v3 goes on behind the last token.
    if (index < this.head) this.tokens.push(token);
    else this.tokens.splice(index, 0, token);
  }

  /** Whether the next token may turn out to begin a key. */
  protected mayBecomeKey(): boolean {
    const level = this.levels.get(this.head + this.dropped);
    const key = level === undefined ? undefined : this.keys.at(level);
    return key !== undefined && this.isStillPossible(key);
  }

  /** Whether a key may still end here: on its line, and not too far from its beginning. */
  protected isStillPossible(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.lineStart === this.lineStart && (this.pos - key.at <= LONGEST_KEY || characters(this.text, key.at, this.pos) <= LONGEST_KEY)) {
      return true;
    }
    if (key.required) throw this.fault(key.at, "could not find expected ':'");
    key.possible = false;
    return false;
  }

  /** A key may begin with the token that comes next. */
  protected startKey(): void {
    if (!this.keyAllowed) return;
    this.dropKey();
    const required = this.flowLevel === 0 && this.indent === this.column;
    this.keys[this.keys.length - 1] = {
      possible: true,
      required,
      token: this.tokens.length + this.dropped,
      at: this.pos,
      lineStart: this.lineStart,
    };
    this.levels.set(this.tokens.length + this.dropped, this.keys.length - 1);
  }

  /** The key that may have begun is none. */
  protected dropKey(): void {
    const key = this.keys[this.keys.length - 1];
    if (!key.possible) return;
    if (key.required) throw this.fault(key.at, "could not find expected ':'");
    key.possible = false;
    this.levels.delete(key.token);
  }

  /** A block collection begins before the token of this index, unless one of its column is open. */
  protected roll(column: number, index: number, kind: TokenKind, at: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > DEEPEST) throw this.fault(at, `exceeded max depth of ${DEEPEST}`);
    this.insert(index, kind, at);
  }

  /** Block collections that are deeper than a column end. */
  protected unroll(column: number, at: number, from = at): void {
    if (this.flowLevel > 0) return;
    let index = from - 1;
    while (this.indent > column) {
      // A block ends before the comments that stand as deep as the one around it.
      for (let i = this.comments.length - 1, stop = index; i >= 0 && this.comments[i].end >= stop; i--) {
        const comment = this.comments[i];
        if (comment.column === this.indent + 1) {
          index = comment.at;
          at = comment.mark;
        }
        stop = comment.from;
      }
      this.insert(this.tokens.length, TokenKind.BLOCK_END, at);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  /** The token that was read last opens a flow collection. */
  protected enterFlow(at: number): void {
    this.keys.push(noKey(this.tokens.length - 1 + this.dropped));
    this.flowLevel++;
    if (this.flowLevel > DEEPEST) throw this.fault(at, `exceeded max depth of ${DEEPEST}`);
    this.keyAllowed = true;
  }

  protected leaveFlow(): void {
    if (this.flowLevel > 0) {
      this.flowLevel--;
      // Where no key began inside, this is the bracket itself: yaml.v3 no longer waits for the colon that may follow.
      this.levels.delete((this.keys.pop() ?? noKey(0)).token);
    }
    this.keyAllowed = false;
  }

  /** Makes a key of what began as one, if anything did, and puts the tokens that say so before it. */
  protected endKey(): boolean {
    const key = this.keys[this.keys.length - 1];
    if (!this.isStillPossible(key)) return false;
    const index = key.token - this.dropped;
    this.insert(index, TokenKind.KEY, key.at);
    this.roll(key.at - key.lineStart, index, TokenKind.BLOCK_MAPPING_START, key.at);
    key.possible = false;
    this.levels.delete(key.token);
    this.keyAllowed = false;
    return true;
  }
}

/** Stands for the key of a flow level until one begins there. */
function noKey(token: number): SimpleKey {
  return { possible: false, required: false, token, at: 0, lineStart: 0 };
}

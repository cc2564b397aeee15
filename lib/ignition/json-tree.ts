import { replacedText, textOf } from "./go-bytes";
import { goQuoted } from "./go-quote";

/**
 * A JSON reader that sees what Ignition's sees: bytes, each value with its place, keys that repeat, and Go's words for what is wrong. `parseJson`
 * gives values to programs; this tells where in a text they stand.
 */

/** A value of a JSON text. Offsets count bytes. */
export interface JsonNode {
  readonly kind: "object" | "list" | "string" | "number" | "boolean" | "null";
  /** Offset of the value; of an object or list, that behind its bracket. */
  readonly at: number;
  /** Offset behind the value. */
  end: number;
  /** Of an object, in the order of the text. */
  readonly members?: JsonMember[];
  /** Of a list. */
  readonly items?: JsonNode[];
  /** The member that counts for a key, made when first asked for. */
  byKey?: ReadonlyMap<string, JsonMember>;
}

/** A key and its value. */
export interface JsonMember {
  readonly key: string;
  /** Offset of the key's quote. */
  readonly at: number;
  readonly node: JsonNode;
}

/** Why bytes are not JSON, in the words of Go's encoding/json. */
export class JsonSyntaxFault extends Error {
  public constructor(
    message: string,
    /** How many bytes were read: one more than those before the fault, or all. */
    public readonly offset: number,
  ) {
    super(message);
  }
}

/** How deep Go reads: https://github.com/golang/go/blob/go1.26.0/src/encoding/json/scanner.go */
const DEPTH_MAX = 10_000;
const HEX = /^[0-9A-Fa-f]$/;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** One JSON text, with a character for each byte. */
export class JsonText {
  /** Whether a number is in the text that is larger than any floating-point number. */
  public hasHugeNumber = false;

  private pos = 0;

  public constructor(
    /** The bytes as the characters U+0000 to U+00FF. */
    public readonly bytes: string,
  ) {}

  /**
   * The value of the whole text.
   *
   * @throws JsonSyntaxFault
   */
  public read(): JsonNode {
    const open: JsonNode[] = [];
    let key: { readonly key: string; readonly at: number } | undefined;
    const keys: (typeof key)[] = [];
    for (;;) {
      let node = this.value(open.length);
      if (node.end < 0) {
        // A container with something in it: its parts come first.
        open.push(node);
        keys.push(key);
        key = node.members === undefined ? undefined : this.key();
        continue;
      }
      for (;;) {
        const parent = open.at(-1);
        if (parent === undefined) {
          this.space();
          if (this.pos < this.bytes.length) throw this.unexpected("after top-level value");
          return node;
        }
        if (key === undefined) parent.items?.push(node);
        else parent.members?.push({ ...key, node });
        if (!this.closes(parent)) {
          if (parent.members !== undefined) key = this.key();
          break;
        }
        open.pop();
        key = keys.pop();
        node = parent;
      }
    }
  }

  /** The text of a string node. Bytes that are not UTF-8, and halves of surrogate pairs, become U+FFFD, as in Go. */
  public string(node: JsonNode): string {
    return this.unquoted(node.at + 1, node.end - 1);
  }

  /** The text of a number node. */
  public literal(node: JsonNode): string {
    return this.bytes.slice(node.at, node.end);
  }

  /** A scalar or an empty container; one with parts has no end yet. */
  private value(depth: number): JsonNode {
    this.space();
    const at = this.pos;
    const c = this.bytes[at];
    switch (c) {
      case "{":
      case "[": {
        if (depth >= DEPTH_MAX) throw this.unexpected("exceeded max depth");
        this.pos++;
        const node: JsonNode =
          c === "{" ? { kind: "object", at: at + 1, end: -1, members: [] } : { kind: "list", at: at + 1, end: -1, items: [] };
        this.space();
        if (this.bytes[this.pos] === (c === "{" ? "}" : "]")) node.end = ++this.pos;
        return node;
      }
      case '"':
        this.skipString();
        return { kind: "string", at, end: this.pos };
      case "t":
        return this.word("true", "boolean");
      case "f":
        return this.word("false", "boolean");
      case "n":
        return this.word("null", "null");
    }
    if (c === "-" || isDigit(c)) return this.number();
    throw this.unexpected("looking for beginning of value");
  }

  /** Whether a container ends behind a value; otherwise another value comes. */
  private closes(parent: JsonNode): boolean {
    this.space();
    const isObject = parent.members !== undefined;
    const c = this.bytes[this.pos];
    if (c === (isObject ? "}" : "]")) {
      parent.end = ++this.pos;
      return true;
    }
    if (c !== ",") throw this.unexpected(isObject ? "after object key:value pair" : "after array element");
    this.pos++;
    return false;
  }

  private key(): { readonly key: string; readonly at: number } {
    this.space();
    const at = this.pos;
    if (this.bytes[at] !== '"') throw this.unexpected("looking for beginning of object key string");
    this.skipString();
    const key = this.unquoted(at + 1, this.pos - 1);
    this.space();
    if (this.bytes[this.pos] !== ":") throw this.unexpected("after object key");
    this.pos++;
    return { key, at };
  }

  private skipString(): void {
    for (this.pos++; ; this.pos++) {
      const code = this.bytes.charCodeAt(this.pos);
      if (code === 0x22) break;
      if (code === 0x5c) this.skipEscape();
      else if (code < 0x20 || Number.isNaN(code)) throw this.unexpected("in string literal");
    }
    this.pos++;
  }

  private skipEscape(): void {
    const c = this.bytes[++this.pos];
    if (c === "u") {
      for (let i = 0; i < 4; i++) {
        if (!HEX.test(this.bytes[++this.pos] ?? "")) throw this.unexpected("in \\u hexadecimal character escape", true);
      }
    } else if (c === undefined || !Object.hasOwn(ESCAPES, c)) throw this.unexpected("in string escape code", true);
  }

  private number(): JsonNode {
    const at = this.pos;
    if (this.bytes[this.pos] === "-") this.pos++;
    if (this.bytes[this.pos] === "0") this.pos++;
    else this.digits("in numeric literal");
    if (this.bytes[this.pos] === ".") {
      this.pos++;
      this.digits("after decimal point in numeric literal");
    }
    if (this.bytes[this.pos] === "e" || this.bytes[this.pos] === "E") {
      this.pos++;
      if (this.bytes[this.pos] === "+" || this.bytes[this.pos] === "-") this.pos++;
      this.digits("in exponent of numeric literal");
    }
    const node: JsonNode = { kind: "number", at, end: this.pos };
    if (node.end - at > 3 && !Number.isFinite(Number(this.literal(node)))) this.hasHugeNumber = true;
    return node;
  }

  private digits(context: string): void {
    const start = this.pos;
    while (isDigit(this.bytes[this.pos])) this.pos++;
    if (this.pos === start) throw this.unexpected(context, true);
  }

  private word(word: string, kind: "boolean" | "null"): JsonNode {
    const at = this.pos;
    for (const c of word) {
      if (this.bytes[this.pos] !== c) throw this.unexpected(`in literal ${word} (expecting '${c}')`, true);
      this.pos++;
    }
    return { kind, at, end: this.pos };
  }

  private space(): void {
    for (;;) {
      const code = this.bytes.charCodeAt(this.pos);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.pos++;
    }
  }

  /** @param within whether Go is inside a token there: to see whether the text may end, it reads a space more, and finds fault with that */
  private unexpected(context: string, within = false): JsonSyntaxFault {
    const c = this.bytes[this.pos] ?? (within ? " " : undefined);
    if (c === undefined) return new JsonSyntaxFault("unexpected end of JSON input", this.bytes.length);
    return new JsonSyntaxFault(`invalid character ${quotedByte(c)} ${context}`, Math.min(this.pos + 1, this.bytes.length));
  }

  private unquoted(start: number, end: number): string {
    const raw = this.bytes.slice(start, end);
    let escape = raw.indexOf("\\");
    if (escape < 0) return utf8(raw);
    let result = "";
    let from = 0;
    for (; escape >= 0; escape = raw.indexOf("\\", from)) {
      result += utf8(raw.slice(from, escape));
      const c = raw[escape + 1];
      from = escape + (c === "u" ? 6 : 2);
      result += c === "u" ? String.fromCharCode(parseInt(raw.slice(escape + 2, from), 16)) : ESCAPES[c];
    }
    return replacedText(result + utf8(raw.slice(from)));
  }
}

/** The last value of a key, which is the one that counts. */
export function memberOf(node: JsonNode, key: string): JsonMember | undefined {
  node.byKey ??= new Map((node.members ?? []).map((member) => [member.key, member]));
  return node.byKey.get(key);
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= "0" && c <= "9";
}

function quotedByte(c: string): string {
  if (c === "'") return "'\\''";
  return c === '"' ? "'\"'" : `'${goQuoted(c).slice(1, -1)}'`;
}

/** Bytes, each a character, as UTF-8. Each byte that belongs to no character becomes a U+FFFD of its own. */
function utf8(raw: string): string {
  return /[\x80-\xff]/.test(raw) ? replacedText(textOf(Buffer.from(raw, "latin1"))) : raw;
}

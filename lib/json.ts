import { shown } from "./errors";

/**
 * A JSON reader whose faults name line and column. `JSON.parse` will not do: its messages and positions differ between Node versions,
 * it takes `1e2` for an integer, which Ignition does not, and of a key given twice it loses the first in silence.
 */

/** What becomes of a key that stands twice in one object. */
export enum RepeatedKeys {
  /** As in Go, and so in Ignition: the last counts, and of two objects the fields of both. */
  MERGE,
  /** A fault: in a file that people edit it is a mistake. */
  REFUSE,
}

/** A number that is not a plain integer of at most 2^53 - 1 in size: no field of a config can hold it. */
export class JsonNumber {
  public constructor(public readonly literal: string) {}

  public toJSON(): number | string {
    const value = Number(this.literal);
    return Number.isFinite(value) ? value : this.literal;
  }
}

/** Where and why a text stops being JSON. */
export class JsonFault extends Error {
  /** Line, from 1. */
  public readonly line: number;
  /** Column in characters, from 1. */
  public readonly column: number;
  /** The character that stands there; undefined at the end of the text. */
  public readonly found: string | undefined;

  public constructor(message: string, text: string, offset: number) {
    super(message);
    this.found = offset < text.length ? String.fromCodePoint(text.codePointAt(offset) ?? 0) : undefined;
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf("\n") + 1;
    this.line = before.split("\n").length;
    this.column = [...before.slice(lineStart)].length + 1;
  }
}

type Container = { readonly list: unknown[] } | { readonly object: Record<string, unknown>; key: string };

const WHITE_SPACE = new Set([" ", "\t", "\n", "\r"]);
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const LITERALS: Readonly<Record<string, readonly [string, unknown]>> = { t: ["true", true], f: ["false", false], n: ["null", null] };
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * Reads one JSON document.
 *
 * @throws JsonFault with the wording of Go's encoding/json
 */
export function parseJson(text: string, repeated = RepeatedKeys.MERGE): unknown {
  return new Reader(text, repeated).document();
}

class Reader {
  private pos = 0;

  public constructor(
    private readonly text: string,
    private readonly repeated: RepeatedKeys,
  ) {}

  // Open objects and lists are kept in a list, not on the call stack: nesting is as deep as the input likes.
  public document(): unknown {
    const open: Container[] = [];
    for (;;) {
      let value = this.value(open);
      if (value === OPENED) continue;
      for (;;) {
        const container = open.at(-1);
        if (container === undefined) {
          this.space();
          if (this.pos < this.text.length) throw this.unexpected("after top-level value");
          return value;
        }
        this.store(container, value);
        if (!this.closed(container)) break;
        open.pop();
        value = "list" in container ? container.list : container.object;
      }
    }
  }

  /** A scalar or an empty container, or OPENED when a container was pushed and its first value comes next. */
  private value(open: Container[]): unknown {
    this.space();
    const c = this.text[this.pos];
    if (c === "{") {
      this.pos++;
      const object = this.objectToFill(open.at(-1));
      this.space();
      if (this.text[this.pos] === "}") {
        this.pos++;
        return object;
      }
      open.push({ object, key: this.key(object) });
      return OPENED;
    }
    if (c === "[") {
      this.pos++;
      this.space();
      if (this.text[this.pos] === "]") {
        this.pos++;
        return [];
      }
      open.push({ list: [] });
      return OPENED;
    }
    if (c === '"') return this.string();
    if (c === "-" || (c >= "0" && c <= "9")) return this.number();
    if (c !== undefined && c in LITERALS) return this.literal(...LITERALS[c]);
    throw this.unexpected("looking for beginning of value");
  }

  /** Go decodes an object that is given twice into the same struct, so that the fields of both count. */
  private objectToFill(container: Container | undefined): Record<string, unknown> {
    if (container === undefined || "list" in container || !Object.hasOwn(container.object, container.key)) return {};
    const earlier = container.object[container.key];
    return typeof earlier === "object" && earlier !== null && !Array.isArray(earlier) && !(earlier instanceof JsonNumber)
      ? (earlier as Record<string, unknown>)
      : {};
  }

  private store(container: Container, value: unknown): void {
    if ("list" in container) container.list.push(value);
    // A key such as __proto__ must become a property like any other.
    else Object.defineProperty(container.object, container.key, { value, enumerable: true, configurable: true, writable: true });
  }

  /** Reads what follows a value in a container: true for its end, false when another value comes. */
  private closed(container: Container): boolean {
    this.space();
    const c = this.text[this.pos];
    const isList = "list" in container;
    if (c === (isList ? "]" : "}")) {
      this.pos++;
      return true;
    }
    if (c !== ",") throw this.unexpected(isList ? "after array element" : "after object key:value pair");
    this.pos++;
    if (!isList) {
      this.space();
      container.key = this.key(container.object);
    }
    return false;
  }

  private key(object: Record<string, unknown>): string {
    if (this.text[this.pos] !== '"') throw this.unexpected("looking for beginning of object key string");
    const start = this.pos;
    const key = this.string();
    if (this.repeated === RepeatedKeys.REFUSE && Object.hasOwn(object, key)) {
      throw new JsonFault(`the key ${shown(key)} stands twice in one object`, this.text, start);
    }
    this.space();
    if (this.text[this.pos] !== ":") throw this.unexpected("after object key");
    this.pos++;
    return key;
  }

  private string(): string {
    let result = "";
    let start = ++this.pos;
    let escaped = false;
    for (;;) {
      const code = this.text.charCodeAt(this.pos);
      if (code === 0x22) break;
      if (code === 0x5c) {
        result += this.text.slice(start, this.pos) + this.escape();
        start = this.pos;
        escaped = true;
      } else if (code < 0x20 || Number.isNaN(code)) throw this.unexpected("in string literal");
      else this.pos++;
    }
    result += this.text.slice(start, this.pos++);
    return escaped ? result.replace(LONE_SURROGATE, "\uFFFD") : result;
  }

  private escape(): string {
    const c = this.text[++this.pos];
    if (c === "u") {
      for (let i = 1; i <= 4; i++) {
        if (!/^[0-9a-fA-F]$/.test(this.text[++this.pos] ?? "")) throw this.unexpected("in \\u hexadecimal character escape");
      }
      this.pos++;
      return String.fromCharCode(parseInt(this.text.slice(this.pos - 4, this.pos), 16));
    }
    if (c === undefined || !Object.hasOwn(ESCAPES, c)) throw this.unexpected("in string escape code");
    this.pos++;
    return ESCAPES[c];
  }

  private number(): number | JsonNumber {
    const start = this.pos;
    if (this.text[this.pos] === "-") this.pos++;
    if (this.text[this.pos] === "0") this.pos++;
    else this.digits("in numeric literal");
    let plain = true;
    if (this.text[this.pos] === ".") {
      plain = false;
      this.pos++;
      this.digits("after decimal point in numeric literal");
    }
    if (this.text[this.pos] === "e" || this.text[this.pos] === "E") {
      plain = false;
      this.pos++;
      if (this.text[this.pos] === "+" || this.text[this.pos] === "-") this.pos++;
      this.digits("in exponent of numeric literal");
    }
    const literal = this.text.slice(start, this.pos);
    const value = Number(literal);
    return plain && Number.isSafeInteger(value) ? value + 0 : new JsonNumber(literal);
  }

  private digits(context: string): void {
    const start = this.pos;
    while (this.text[this.pos] >= "0" && this.text[this.pos] <= "9") this.pos++;
    if (this.pos === start) throw this.unexpected(context);
  }

  private literal(word: string, value: unknown): unknown {
    for (let i = 0; i < word.length; i++, this.pos++) {
      if (this.text[this.pos] !== word[i]) throw this.unexpected(`in literal ${word} (expecting '${word[i]}')`);
    }
    return value;
  }

  private space(): void {
    while (WHITE_SPACE.has(this.text[this.pos])) this.pos++;
  }

  private unexpected(context: string): JsonFault {
    const code = this.text.codePointAt(this.pos);
    if (code === undefined) return new JsonFault("unexpected end of JSON input", this.text, this.pos);
    return new JsonFault(`invalid character ${quoted(String.fromCodePoint(code))} ${context}`, this.text, this.pos);
  }
}

const OPENED = Symbol("a container was opened");

function quoted(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return "'\"'";
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}

/** A value of JSON. An object is a map, so that its order is the text's and no key is special. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

/** Where and why a text is not JSON. */
export class JsonSyntaxError extends Error {
  constructor(
    /** What was expected instead. */
    public readonly expected: string,
    /** What stands there: one character, or nothing at the end. */
    public readonly found: string | undefined,
    /** Line, from 1. */
    public readonly line: number,
    /** Column in UTF-16 code units, from 1. */
    public readonly column: number,
  ) {
    super(`line ${line}, column ${column}: expected ${expected}`);
    this.name = "JsonSyntaxError";
  }
}

const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WHITESPACE = /[ \t\r\n]*/y;
// JSON forbids exactly these control characters in strings.
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/**
 * Reads JSON as `JSON.parse` does, with three differences: an error has a line and a column, which those of Node have in some versions only;
 * a key that stands twice in one object is an error, not lost; nesting ends at 64 levels.
 *
 * @throws JsonSyntaxError
 */
export function parseJson(text: string): JsonValue {
  return new JsonReader(text).document();
}

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  public document(): JsonValue {
    const value = this.value(0);
    this.skip();
    if (this.at < this.text.length) throw this.expected("the end of the text");
    return value;
  }

  private value(depth: number): JsonValue {
    this.skip();
    if (depth > DEEPEST) throw this.expected(`at most ${DEEPEST} levels`);
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default: {
        const number = this.take(NUMBER);
        if (number === undefined || number === "") throw this.expected("a value");
        return Number(number);
      }
    }
  }

  private object(depth: number): JsonValue {
    const members = new Map<string, JsonValue>();
    this.at++;
    if (this.accept("}")) return members;
    do {
      this.skip();
      const start = this.at;
      if (this.text[start] !== '"') throw this.expected('a key in double quotes or "}"');
      const key = this.string();
      if (members.has(key)) throw this.expected(`a key other than ${JSON.stringify(key)}, which this object has already`, start);
      if (!this.accept(":")) throw this.expected('":"');
      members.set(key, this.value(depth + 1));
    } while (this.accept(","));
    if (!this.accept("}")) throw this.expected('"," or "}"');
    return members;
  }

  private array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.at++;
    if (this.accept("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.accept(","));
    if (!this.accept("]")) throw this.expected('"," or "]"');
    return items;
  }

  private string(): string {
    let result = "";
    this.at++;
    for (;;) {
      result += this.take(PLAIN_CHARACTERS) ?? "";
      const next = this.text[this.at];
      if (next === '"') {
        this.at++;
        return result;
      }
      if (next !== "\\") throw this.expected("a closing double quote");
      this.at++;
      result += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at] ?? "";
    const plain = ESCAPES.get(letter);
    if (plain !== undefined) {
      this.at++;
      return plain;
    }
    if (letter !== "u") throw this.expected('one of "\\/bfnrtu after a backslash');
    this.at++;
    const hex = this.take(HEX4);
    if (hex === undefined) throw this.expected("four hexadecimal digits");
    return String.fromCharCode(parseInt(hex, 16));
  }

  private word<T extends JsonValue>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.expected("a value");
    this.at += word.length;
    return value;
  }

  private accept(character: string): boolean {
    this.skip();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skip(): void {
    this.take(WHITESPACE);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match[0];
  }

  private expected(what: string, at = this.at): JsonSyntaxError {
    const before = this.text.slice(0, at);
    const lineStart = before.lastIndexOf("\n") + 1;
    const line = before.split("\n").length;
    return new JsonSyntaxError(what, this.text[at], line, at - lineStart + 1);
  }
}

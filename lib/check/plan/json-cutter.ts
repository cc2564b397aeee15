/**
 * Which values of a JSON document are wanted: `whole` as one text, `each` element of a list as a text of its own, or some of the members of an
 * object. What is not named is passed over.
 */
export type Wanted = "whole" | "each" | { readonly [key: string]: Wanted };

/** Who gets what is cut out. */
export interface CutHandler {
  /** A member of the document's outermost object, wanted or not. */
  key(name: string): void;
  /**
   * A wanted value, and `each` or an object that turned out to be of another type.
   *
   * @param path the keys that lead to it, joined by dots; an element of a list has that of its list
   * @param keys how many members the objects in it have
   * @param isElement whether it is an element of a list that was wanted each
   */
  value(path: string, text: string, keys: number, isElement: boolean): void;
}

/** Why bytes are no JSON document, as far as that is seen without reading what is not wanted. */
export class CutFault extends Error {
  constructor(
    public readonly kind: "truncated" | "repeated-key" | "no-json",
    message: string,
  ) {
    super(message);
  }
}

const enum Expect {
  VALUE,
  FIRST_VALUE,
  FIRST_KEY,
  KEY,
  COLON,
  COMMA,
  END,
}

interface Frame {
  readonly path: string;
  /** Of an object; absent for a list. */
  readonly members?: { readonly [key: string]: Wanted };
  readonly keys: Set<string>;
  key: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (c: number): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

/**
 * Cuts the wanted values out of a JSON document whose bytes come in pieces of any size, without making anything of the rest: a document may be
 * larger than a text of JavaScript can be.
 *
 * Of what is not wanted nothing is checked but that it comes to an end.
 */
export class JsonCutter {
  private expected = Expect.VALUE;
  private readonly open: Frame[] = [];
  // Of the value or key that is being passed through.
  private scanning = false;
  private isKey = false;
  private wanted = false;
  private parts: Buffer[] = [];
  private depth = 0;
  private colons = 0;
  private inString = false;
  private escaped = false;
  private isScalar = false;

  constructor(
    private readonly root: { readonly [key: string]: Wanted },
    private readonly handler: CutHandler,
  ) {}

  /**
   * Takes the next bytes. They may be changed afterwards.
   *
   * @throws CutFault
   */
  public write(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) at = this.scanning ? this.scan(bytes, at) : this.structure(bytes, at);
  }

  /**
   * Says that there are no more bytes.
   *
   * @throws CutFault
   */
  public end(): void {
    // A number has no end of its own.
    if (this.scanning && this.isScalar && this.open.length === 0) this.scan(Buffer.from(" "), 0);
    if (this.scanning || this.expected !== Expect.END) throw new CutFault("truncated", "it ends before its end");
  }

  private structure(bytes: Buffer, at: number): number {
    const c = bytes[at];
    if (isSpace(c)) return at + 1;
    const frame = this.open.at(-1);
    switch (this.expected) {
      case Expect.FIRST_KEY:
      case Expect.KEY:
        if (c === 0x7d && this.expected === Expect.FIRST_KEY) return this.close(at);
        if (c !== QUOTE) break;
        return this.start(at, true, true, c);
      case Expect.COLON:
        if (c !== 0x3a) break;
        this.expected = Expect.VALUE;
        return at + 1;
      case Expect.COMMA:
        if (c === (frame?.members === undefined ? 0x5d : 0x7d)) return this.close(at);
        if (c !== 0x2c) break;
        this.expected = frame?.members === undefined ? Expect.VALUE : Expect.KEY;
        return at + 1;
      case Expect.FIRST_VALUE:
        if (c === 0x5d) return this.close(at);
        return this.value(c, at, frame);
      case Expect.VALUE:
        return this.value(c, at, frame);
      case Expect.END:
        break;
    }
    throw new CutFault("no-json", `${JSON.stringify(String.fromCharCode(c))} is not expected there`);
  }

  private value(c: number, at: number, frame: Frame | undefined): number {
    const wanted = frame === undefined ? this.root : frame.members === undefined ? "whole" : member(frame.members, frame.key);
    if (typeof wanted === "object" && c === 0x7b) {
      this.open.push({ path: this.path(), members: wanted, keys: new Set(), key: "" });
      this.expected = Expect.FIRST_KEY;
      return at + 1;
    }
    if (wanted === "each" && c === 0x5b) {
      this.open.push({ path: this.path(), keys: new Set(), key: "" });
      this.expected = Expect.FIRST_VALUE;
      return at + 1;
    }
    if (c === 0x2c || c === 0x3a || c === 0x5d || c === 0x7d) throw new CutFault("no-json", "a value is missing");
    return this.start(at, false, wanted !== undefined, c);
  }

  private start(at: number, isKey: boolean, wanted: boolean, c: number): number {
    this.scanning = true;
    this.isKey = isKey;
    this.wanted = wanted;
    this.parts = [];
    this.depth = 0;
    this.colons = 0;
    this.inString = false;
    this.escaped = false;
    this.isScalar = c !== QUOTE && c !== 0x7b && c !== 0x5b;
    return at;
  }

  /** Passes through a value, to its end or to that of the bytes. */
  private scan(bytes: Buffer, from: number): number {
    const end = this.isScalar ? scalarEnd(bytes, from) : this.valueEnd(bytes, from);
    const ended = this.isScalar ? end < bytes.length : !this.inString && this.depth === 0;
    if (!ended) {
      // A copy: who gave the bytes may use their place again.
      if (this.wanted) this.parts.push(Buffer.from(bytes.subarray(from, end)));
      return end;
    }
    this.scanning = false;
    if (this.wanted) {
      const text =
        this.parts.length === 0
          ? bytes.toString("utf8", from, end)
          : Buffer.concat([...this.parts, bytes.subarray(from, end)]).toString("utf8");
      this.parts = [];
      this.give(text);
    }
    this.expected = this.isKey ? Expect.COLON : this.open.length === 0 ? Expect.END : Expect.COMMA;
    return end;
  }

  // The one place where every byte is looked at: everything in variables of its own, and no calls.
  private valueEnd(bytes: Buffer, from: number): number {
    const { length } = bytes;
    let { depth, colons, inString } = this;
    let at = from;
    if (this.escaped) at++;
    this.escaped = false;
    scanning: while (at < length) {
      if (inString) {
        for (;;) {
          const c = bytes[at++];
          if (c === QUOTE) {
            inString = false;
            break;
          }
          if (c === BACKSLASH) at++;
          if (at >= length) {
            this.escaped = at > length;
            at = length;
            break scanning;
          }
        }
        if (depth === 0) break;
        continue;
      }
      const c = bytes[at++];
      // Everything that means something is one of " : [ ] { }.
      if (c === QUOTE) inString = true;
      else if (c === 0x3a) colons++;
      else if (c === 0x7b || c === 0x5b) depth++;
      else if ((c === 0x7d || c === 0x5d) && --depth === 0) break;
    }
    this.depth = depth;
    this.colons = colons;
    this.inString = inString;
    return at;
  }

  private give(text: string): void {
    const frame = this.open.at(-1);
    if (!this.isKey || frame === undefined) {
      this.handler.value(this.path(), text, this.colons, frame !== undefined && frame.members === undefined);
      return;
    }
    const key = keyOf(text);
    if (frame.keys.has(key)) throw new CutFault("repeated-key", `the key ${JSON.stringify(key)} stands twice in one object`);
    frame.keys.add(key);
    frame.key = key;
    if (this.open.length === 1) this.handler.key(key);
  }

  private path(): string {
    const frame = this.open.at(-1);
    if (frame === undefined) return "";
    if (frame.members === undefined) return frame.path;
    return frame.path === "" ? frame.key : `${frame.path}.${frame.key}`;
  }

  private close(at: number): number {
    this.open.pop();
    this.expected = this.open.length === 0 ? Expect.END : Expect.COMMA;
    return at + 1;
  }
}

function member(members: { readonly [key: string]: Wanted }, key: string): Wanted | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function scalarEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const c = bytes[at];
    if (c === 0x2c || c === 0x5d || c === 0x7d || isSpace(c)) break;
  }
  return at;
}

function keyOf(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new CutFault("no-json", "a key is malformed");
  }
}

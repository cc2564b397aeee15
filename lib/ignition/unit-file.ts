import { isUtf8 } from "node:buffer";
import { bytesOf, textOf } from "./go-bytes";
import { goQuoted } from "./go-quote";
import { trimGoSpace } from "./go-space";

/**
 * The systemd unit reader of Ignition, with its quirks: what it refuses stops the boot.
 *
 * Its limit on long lines looks at a 4096 byte read buffer before each step, so whether a line of 2048 bytes or more passes depends on where
 * it lies. The buffer is therefore followed here byte by byte.
 *
 * @see https://github.com/coreos/go-systemd/blob/v22.6.0/unit/deserialize.go
 */

/** Why a text is not a unit. */
export class UnitFault extends Error {}

const LINE_MAX = 2048;
const BUFFER = 4096;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COMMENTS = new Set([0x23, 0x3b]);

type Step = (() => Step) | undefined;

/**
 * The names of the sections that hold an option, in order.
 *
 * @throws UnitFault
 */
export function readUnitSections(contents: string): readonly string[] {
  return new Lexer(asBuffer(bytesOf(contents))).sections();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

class Lexer {
  private readonly found: string[] = [];
  private readonly input: BufferedBytes;

  public constructor(bytes: Buffer) {
    this.input = new BufferedBytes(bytes);
  }

  public sections(): readonly string[] {
    let step: Step = this.nextSection;
    while (step !== undefined) {
      if (this.input.buffered >= LINE_MAX && !this.input.hasLineEnd(LINE_MAX)) {
        throw new UnitFault(`line too long (max ${LINE_MAX} bytes)`);
      }
      step = step();
    }
    return this.found;
  }

  private readonly nextSection = (): Step => {
    const rune = this.input.readRune();
    if (rune === undefined) return undefined;
    if (rune === OPEN) return this.sectionName;
    return COMMENTS.has(rune) ? this.ignoredLine(this.nextSection) : this.nextSection;
  };

  private readonly sectionName = (): Step => {
    const name = this.input.readThrough(CLOSE);
    if (name.at(-1) !== CLOSE) throw new UnitFault("unable to find end of section");
    return this.sectionSuffix(name.subarray(0, -1).toString("utf8"));
  };

  private sectionSuffix(section: string): Step {
    return () => {
      const garbage = trimGoSpace(textOf(this.line()));
      if (garbage !== "") throw new UnitFault(`found garbage after section name : ${goQuoted(garbage)}`);
      return this.sectionOrOption(section);
    };
  }

  private sectionOrOption(section: string): Step {
    const step = (): Step => {
      const rune = this.input.readRune();
      if (rune === undefined) return undefined;
      if (isSpace(rune)) return step;
      if (rune === OPEN) return this.sectionName;
      if (COMMENTS.has(rune)) return this.ignoredLine(step);
      this.input.unreadRune();
      return this.optionName(section);
    };
    return step;
  }

  private optionName(section: string): Step {
    return () => {
      for (;;) {
        const rune = this.input.readRune();
        if (rune === undefined) throw new UnitFault("EOF");
        if (rune === NEWLINE || rune === RETURN) throw new UnitFault("unexpected newline encountered while parsing option name");
        if (rune === EQUALS) return this.optionValue(section);
      }
    };
  }

  private optionValue(section: string): Step {
    const step = (): Step => {
      const line = this.line();
      if (line.at(-1) === BACKSLASH) return step;
      this.found.push(section);
      return this.sectionOrOption(section);
    };
    return step;
  }

  private ignoredLine(next: Step): Step {
    return () => {
      for (;;) {
        const line = this.line();
        if ((line.at(-1) === SPACE ? line.at(-2) : line.at(-1)) !== BACKSLASH) return next;
      }
    };
  }

  /** The rest of the line. Of CR LF only the LF goes: the reader takes them off in the wrong order. */
  private line(): Buffer {
    const line = this.input.readThrough(NEWLINE);
    return line.at(-1) === NEWLINE || line.at(-1) === RETURN ? line.subarray(0, -1) : line;
  }
}

/** Go's `bufio.Reader` over bytes in memory: `start` is what was read, `end` what was buffered. */
class BufferedBytes {
  private start = 0;
  private end = 0;
  private lastRuneSize = 0;

  public constructor(private readonly bytes: Buffer) {}

  public get buffered(): number {
    return this.end - this.start;
  }

  public hasLineEnd(within: number): boolean {
    const peeked = this.bytes.subarray(this.start, this.start + within);
    return peeked.includes(NEWLINE) || peeked.includes(RETURN);
  }

  /** The next code point, or undefined at the end. */
  public readRune(): number | undefined {
    let more = this.end - this.start < 4 && !this.hasFullRune();
    while (more) more = this.fill() && !this.hasFullRune();
    if (this.start === this.end) return undefined;
    const [rune, size] = decodeRune(this.bytes.subarray(this.start, this.end));
    this.start += size;
    this.lastRuneSize = size;
    return rune;
  }

  public unreadRune(): void {
    this.start -= this.lastRuneSize;
  }

  /** Everything through the next `byte`, or through the end. */
  public readThrough(byte: number): Buffer {
    const from = this.start;
    let searched = this.start;
    for (;;) {
      const at = this.bytes.subarray(searched, this.end).indexOf(byte);
      if (at >= 0) {
        this.start = searched + at + 1;
        return this.bytes.subarray(from, this.start);
      }
      searched = this.end;
      if (this.buffered >= BUFFER) this.start = this.end;
      if (!this.fill()) {
        this.start = this.end;
        return this.bytes.subarray(from, this.end);
      }
    }
  }

  private fill(): boolean {
    const before = this.end;
    this.end = Math.min(this.bytes.length, this.start + BUFFER);
    return this.end > before;
  }

  /** Whether more bytes could not make another rune of these. */
  private hasFullRune(): boolean {
    if (this.start === this.end) return false;
    const size = runeSize(this.bytes[this.start]);
    return this.end - this.start >= size || this.bytes.subarray(this.start + 1, this.end).some((byte) => (byte & 0xc0) !== 0x80);
  }
}

/** How many bytes a rune has that begins with this one; 1 where none does. */
function runeSize(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** A byte that is no UTF-8 is a rune of its own. */
function decodeRune(bytes: Buffer): [rune: number, size: number] {
  const size = runeSize(bytes[0]);
  const rune = bytes.subarray(0, size);
  return rune.length === size && isUtf8(rune) ? [rune.toString("utf8").codePointAt(0) ?? REPLACEMENT, size] : [REPLACEMENT, 1];
}

const REPLACEMENT = 0xfffd;

function isSpace(rune: number): boolean {
  return trimGoSpace(String.fromCodePoint(rune)) === "";
}

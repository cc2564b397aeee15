/** Codes of the characters that mean something in YAML. */
export enum Char {
  /** Stands at the end of every text that is scanned. */
  END = 0,
  TAB = 0x09,
  LF = 0x0a,
  CR = 0x0d,
  SPACE = 0x20,
  EXCLAMATION = 0x21,
  DOUBLE_QUOTE = 0x22,
  HASH = 0x23,
  PERCENT = 0x25,
  AMPERSAND = 0x26,
  SINGLE_QUOTE = 0x27,
  ASTERISK = 0x2a,
  PLUS = 0x2b,
  COMMA = 0x2c,
  HYPHEN = 0x2d,
  DOT = 0x2e,
  DIGIT_0 = 0x30,
  DIGIT_9 = 0x39,
  COLON = 0x3a,
  LESS = 0x3c,
  GREATER = 0x3e,
  QUESTION = 0x3f,
  AT = 0x40,
  LEFT_BRACKET = 0x5b,
  BACKSLASH = 0x5c,
  RIGHT_BRACKET = 0x5d,
  BACKTICK = 0x60,
  LEFT_BRACE = 0x7b,
  PIPE = 0x7c,
  RIGHT_BRACE = 0x7d,
  NEXT_LINE = 0x85,
  LINE_SEPARATOR = 0x2028,
  PARAGRAPH_SEPARATOR = 0x2029,
}

/** YAML 1.1, which yaml.v3 keeps to here, knows five line breaks. */
export function isBreak(c: number): boolean {
  return c === Char.LF || c === Char.CR || c === Char.NEXT_LINE || c === Char.LINE_SEPARATOR || c === Char.PARAGRAPH_SEPARATOR;
}

export function isBlank(c: number): boolean {
  return c === Char.SPACE || c === Char.TAB;
}

export function isBreakOrEnd(c: number): boolean {
  return c === Char.END || isBreak(c);
}

export function isBlankOrEnd(c: number): boolean {
  // Most characters of a text are letters: they are through after two comparisons.
  return c <= Char.SPACE
    ? c === Char.SPACE || c === Char.TAB || c === Char.LF || c === Char.CR || c === Char.END
    : c >= Char.NEXT_LINE && isBreak(c);
}

export function isDigit(c: number): boolean {
  return c >= Char.DIGIT_0 && c <= Char.DIGIT_9;
}

/** A character of an anchor, of a handle of a tag, of the name of a directive. */
export function isWord(c: number): boolean {
  return isDigit(c) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === 0x5f || c === Char.HYPHEN;
}

/** The value of a hexadecimal digit, or -1. */
export function hexDigit(c: number): number {
  if (isDigit(c)) return c - Char.DIGIT_0;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

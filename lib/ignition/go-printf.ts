const FLAGS = /[+\-# 0]*/y;
const DIGITS = /\d*/y;

/**
 * A text as Go's `fmt` prints it when it is taken for a format without arguments, which is what `ignition-validate` does with its report: `100%s`
 * becomes `100%!s(MISSING)`.
 *
 * @see https://github.com/golang/go/blob/go1.26.0/src/fmt/print.go
 */
export function goPrintf(format: string): string {
  let result = "";
  let from = 0;
  for (let percent = format.indexOf("%"); percent >= 0; percent = format.indexOf("%", from)) {
    const directive = new Directive(format, percent + 1);
    result += format.slice(from, percent) + directive.printed;
    from = directive.end;
  }
  return result + format.slice(from);
}

/** One `%` and what follows it. */
class Directive {
  public readonly printed: string;
  public end: number;
  private hasBadIndex = false;

  public constructor(
    private readonly format: string,
    start: number,
  ) {
    this.end = start;
    this.skip(FLAGS);
    let isAfterIndex = this.index();
    let printed = "";
    if (this.takes("*")) {
      printed += "%!(BADWIDTH)";
      isAfterIndex = false;
    } else if (this.skip(DIGITS) && isAfterIndex) this.hasBadIndex = true;
    if (this.end + 1 < format.length && this.takes(".")) {
      if (isAfterIndex) this.hasBadIndex = true;
      isAfterIndex = this.index();
      if (this.takes("*")) {
        printed += "%!(BADPREC)";
        isAfterIndex = false;
      } else this.skip(DIGITS);
    }
    if (!isAfterIndex) this.index();
    this.printed = printed + this.verb();
  }

  private verb(): string {
    const code = this.format.codePointAt(this.end);
    if (code === undefined) return "%!(NOVERB)";
    const verb = String.fromCodePoint(code);
    this.end += verb.length;
    if (verb === "%") return "%";
    return `%!${verb}(${this.hasBadIndex ? "BADINDEX" : "MISSING"})`;
  }

  /** Steps over `[n]`, and says whether that is one; no index is good where there are no arguments. */
  private index(): boolean {
    if (this.format[this.end] !== "[") return false;
    this.hasBadIndex = true;
    const close = this.format.length - this.end < 3 ? -1 : this.format.indexOf("]", this.end + 1);
    const number = close < 0 ? "" : this.format.slice(this.end + 1, close);
    this.end = close < 0 ? this.end + 1 : close + 1;
    return /^\d+$/.test(number);
  }

  private takes(character: string): boolean {
    if (this.format[this.end] !== character) return false;
    this.end++;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.end;
    const start = this.end;
    this.end += pattern.exec(this.format)?.[0].length ?? 0;
    return this.end > start;
  }
}

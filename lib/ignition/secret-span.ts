/** A stretch of a text that looks like a secret, from `start` up to but not including `end`. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  /** What it looks like, in plain words with an article. */
  readonly kind: string;
}

/** What finds secrets of one sort in a text. */
export type SecretFinder = (text: string) => Iterable<SecretSpan>;

/** A finder of all matches of a pattern without flags `d` and `g`; where the pattern has a group `secret`, of that group. */
export function matchesOf(kind: string, pattern: RegExp, isSecret: (secret: string) => boolean = () => true): SecretFinder {
  const indexed = new RegExp(pattern.source, `${pattern.flags}dg`);
  return function* (text) {
    // Most texts have none, and asking so is much cheaper than listing.
    if (!pattern.test(text)) return;
    for (const match of text.matchAll(indexed)) {
      const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
      if (isSecret(text.slice(start, end))) yield { start, end, kind };
    }
  };
}

/**
 * Where a pattern occurs next. Whoever asks with places that only grow reads the text once, however often it asks: without this a text of
 * many openings and no end would take time by the square of its length.
 */
export class NextOf {
  private from = 0;
  private found = -1;

  private readonly pattern: RegExp;

  public constructor(
    private readonly text: string,
    pattern: RegExp,
  ) {
    this.pattern = new RegExp(pattern.source, "g");
  }

  /** The place of the next match at or behind `position`; the length of the text where there is none. */
  public at(position: number): number {
    if (position < this.from || position > this.found) {
      this.pattern.lastIndex = this.from = position;
      this.found = this.pattern.exec(this.text)?.index ?? this.text.length;
    }
    return this.found;
  }
}

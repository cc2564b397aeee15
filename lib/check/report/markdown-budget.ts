/** What there is of one importance in a comment, the most important first. */
export enum Rank {
  CHANGED_POOL,
  FAILURE,
  WARNING,
  ACCEPTED,
  NOT_RUN,
  UNREAD,
  UNTOUCHED_POOL,
  NOTE,
  DETAILS,
  DIFF,
}

/** A piece of a comment that is there as a whole or not at all. */
export interface Block {
  readonly rank: Rank;
  /** Is asked only while there is room: a large report has much for which there is none. */
  readonly text: () => string;
}

/** Pieces of a comment that belong together. */
export interface Section {
  /** Stands before the pieces, where there are any. */
  readonly head: string;
  /** Stands behind them. */
  readonly foot: string;
  readonly blocks: readonly Block[];
}

/** What of a comment has room. */
export interface Fitted {
  readonly text: string;
  /** How many pieces of each importance have none. */
  readonly left: ReadonlyMap<Rank, number>;
}

/**
 * As many pieces of a comment as have room, in their places: the most important ones, and of the same importance the first. Where one has no room, nothing
 * that is less important takes it.
 *
 * @param bytes of UTF-8, which no text has fewer of than characters
 */
export function fitted(sections: readonly Section[], bytes: number): Fitted {
  const blocks = sections.flatMap((section, s) => section.blocks.map((block, b) => ({ section, block, s, b })));
  const sorted = [...blocks].sort((x, y) => x.block.rank - y.block.rank || x.s - y.s || x.b - y.b);
  const chosen = new Map<Block, string>();
  const begun = new Set<Section>();
  const left = new Map<Rank, number>();
  let room = bytes;
  for (const { section, block } of sorted) {
    const text = left.size > 0 ? "" : block.text();
    const size = sizeOf(text) + (begun.has(section) ? 0 : sizeOf(section.head) + sizeOf(section.foot));
    if (left.size > 0 || size > room) {
      left.set(block.rank, (left.get(block.rank) ?? 0) + 1);
      continue;
    }
    room -= size;
    begun.add(section);
    chosen.set(block, text);
  }
  const texts = sections.flatMap((section) => {
    const there = section.blocks.flatMap((block) => chosen.get(block) ?? []);
    return there.length === 0 ? [] : [section.head, ...there, section.foot];
  });
  return { text: texts.join(""), left };
}

/** Bytes of a text in UTF-8. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

import { Heads } from "./heads";
import { LONGEST_LENGTH, SHORTEST_LENGTH, WINDOW } from "./symbols";

/** Most tokens of one block, as in Go. */
export const BLOCK_TOKENS = 1 << 14;

/** Set in a token that is a repetition: `MATCH | (length - 3) << 15 | (distance - 1)`. Without it a token is the byte itself. */
export const MATCH = 1 << 23;
/** Where the length begins in a token. */
export const LENGTH_SHIFT = 15;

// Go's level 9: https://github.com/golang/go/blob/go1.26.0/src/compress/flate/deflate.go
const MIN_MATCH = 4;
const NO_MATCH = MIN_MATCH - 1;
// A repetition of four bytes further back costs about as much as the bytes.
const FARTHEST_SHORT_MATCH = 4096;
const MAX_TRIES = 4096;
const HASH_FACTOR = 0x1e35a7bd;
const HASH_BITS = 17;
// Go keeps two windows of input, and drops the older one when so little of the newer is left.
const BUFFER = 2 * WINDOW;
const LOOKAHEAD = MIN_MATCH + LONGEST_LENGTH;

// Up to so many bytes no search runs out of tries, whatever shares a hash: the smaller table gives the same tokens and stays in the cache.
const SMALL_INPUT = MAX_TRIES;
const SMALL_HASH_BITS = 12;

let smallHeads: Heads | undefined;
let largeHeads: Heads | undefined;

// By position: the one before it with the same hash, and how many of its hash came before it. Known for a window behind the search and some
// way ahead of it.
const KNOWN = 2 * WINDOW;
const AHEAD = WINDOW / 2;
const previous = new Int32Array(KNOWN);
const ranks = new Uint16Array(KNOWN);
const tokens = new Int32Array(BLOCK_TOKENS);

/**
 * Finds repetitions in an input of less than 2 GiB, block by block. It looks one byte further before it takes one ("lazy matching"), and
 * chooses as level 9 of Go 1.26's compress/flate does. One at a time: all share one list of tokens.
 */
export class Matcher {
  /** The block's tokens, the first `count` of them. */
  public readonly tokens = tokens;
  public count = 0;
  /** Where the block begins. */
  public blockStart = 0;
  /** Where it ends. */
  public blockEnd = 0;
  /** Whether Go still has all bytes of the block, without which it cannot store them as they are. */
  public kept = true;

  private readonly view: DataView;
  private readonly heads: Heads;
  private readonly stamp: number;
  private linked = 0;
  private windowStart = 0;
  // What the search has come to: the next position, the repetition found one before it, and whether that byte is still to be said.
  private at = 0;
  private length = NO_MATCH;
  private distance = 0;
  private pending = false;

  public constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.heads = bytes.length <= SMALL_INPUT ? (smallHeads ??= new Heads(SMALL_HASH_BITS)) : (largeHeads ??= new Heads(HASH_BITS));
    this.stamp = this.heads.stamp(bytes.length);
  }

  /** Moves to the next block; false when there is none. */
  public next(): boolean {
    this.blockStart = this.blockEnd;
    this.fill();
    this.kept = this.blockStart >= this.windowStart;
    return this.count > 0;
  }

  private fill(): void {
    const { bytes } = this;
    const end = bytes.length;
    const hashEnd = end - NO_MATCH;
    let { at, length, pending } = this;
    let count = 0;
    while (at < end && count < BLOCK_TOKENS) {
      if (at > this.windowStart + BUFFER - LOOKAHEAD && this.windowStart + BUFFER < end) this.windowStart += WINDOW;
      if (at + LOOKAHEAD > this.linked && this.linked < hashEnd) this.link(Math.min(hashEnd, at + AHEAD));

      const last = length;
      const lastDistance = this.distance;
      const most = end - at < LONGEST_LENGTH ? end - at : LONGEST_LENGTH;
      length = last < most && at < hashEnd ? this.search(at, last, most) : NO_MATCH;
      if (last >= MIN_MATCH && length === NO_MATCH) {
        tokens[count++] = MATCH | ((last - SHORTEST_LENGTH) << LENGTH_SHIFT) | (lastDistance - 1);
        at += last - 1;
        pending = false;
      } else {
        if (pending) tokens[count++] = bytes[at - 1];
        pending = true;
        at++;
      }
    }
    if (at === end && pending && count < BLOCK_TOKENS) {
      tokens[count++] = bytes[at - 1];
      pending = false;
    }
    // A byte that is still to be said is the next block's.
    this.blockEnd = pending ? at - 1 : at;
    this.at = at;
    this.length = length;
    this.pending = pending;
    this.count = count;
  }

  /**
   * The length of the longest repetition at a position that is longer than `last`, of several the nearest, whose distance it keeps; or
   * NO_MATCH. At most `most`.
   *
   * What is longer than the best so far has every four bytes of it, so it stands in the chain of each of them: of these the one is followed
   * that leads back furthest.
   */
  private search(at: number, last: number, most: number): number {
    const { bytes, view, windowStart } = this;
    const oldest = at - WINDOW > windowStart ? at - WINDOW : windowStart;
    let best = last;
    let length = NO_MATCH;
    let alike = at;
    for (;;) {
      const tailAt = best - NO_MATCH;
      let offset = tailAt;
      let candidate = previous[(at + tailAt) & (KNOWN - 1)] - tailAt;
      for (let i = 0; i < tailAt; i++) {
        const other = previous[(alike + i) & (KNOWN - 1)] - i;
        if (other < candidate) {
          candidate = other;
          offset = i;
        }
      }
      const tail = view.getInt32(at + tailAt);
      let same = 0;
      for (; candidate >= oldest; candidate = previous[(candidate + offset) & (KNOWN - 1)] - offset) {
        if (view.getInt32(candidate + tailAt) !== tail) continue;
        same = 0;
        while (same + 4 <= most && view.getInt32(candidate + same) === view.getInt32(at + same)) same += 4;
        while (same < most && bytes[candidate + same] === bytes[at + same]) same++;
        if (same > best && (same > MIN_MATCH || at - candidate <= FARTHEST_SHORT_MATCH)) break;
      }
      if (candidate < oldest) return length;
      // Go would not have come so far.
      if (at - candidate > MAX_TRIES && ((ranks[at & (KNOWN - 1)] - ranks[candidate & (KNOWN - 1)]) & 0xffff) > MAX_TRIES) return length;
      length = best = same;
      this.distance = at - candidate;
      if (same === most) return length;
      alike = candidate;
    }
  }

  /** Chains positions up to one. */
  private link(to: number): void {
    const { bytes, stamp } = this;
    const { slots, shift } = this.heads;
    let i = this.linked;
    let word = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    for (; i < to; i++) {
      word = (word << 8) | bytes[i + 3];
      const slot = (Math.imul(word, HASH_FACTOR) >>> shift) << 1;
      previous[i & (KNOWN - 1)] = slots[slot] - stamp;
      slots[slot] = i + stamp;
      // Only differences of ranks are looked at, so that they may begin anywhere and wrap.
      ranks[i & (KNOWN - 1)] = ++slots[slot + 1];
    }
    this.linked = to;
  }
}

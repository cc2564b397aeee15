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

/**
 * By hash, where four bytes with it were seen last. Positions are kept with a stamp added that is larger than all before, so that what an
 * earlier input has left reads as "never": nothing is cleared between inputs.
 */
class Heads {
  public readonly at: Int32Array;
  public readonly shift: number;
  private next = 1;

  public constructor(bits: number) {
    this.at = new Int32Array(1 << bits);
    this.shift = 32 - bits;
  }

  /** A stamp for an input of a length. */
  public stamp(length: number): number {
    if (this.next + length > 0x7fffffff) {
      this.at.fill(0);
      this.next = 1;
    }
    const stamp = this.next;
    this.next += length;
    return stamp;
  }
}

let smallHeads: Heads | undefined;
let largeHeads: Heads | undefined;
// By position in the window: the position before it with the same hash. Read only where the same input has written.
const previous = new Int32Array(WINDOW);
const tokens = new Int32Array(BLOCK_TOKENS);

/**
 * Finds repetitions in an input of less than 2 GiB, block by block. It looks one byte further before it takes one ("lazy matching"), and
 * chooses as level 9 of Go's compress/flate up to 1.26 does. One at a time: all share one list of tokens.
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
    this.blockEnd = this.fill();
    this.kept = this.blockStart >= this.windowStart;
    return this.count > 0;
  }

  private fill(): number {
    const { bytes, view, stamp } = this;
    const { at: heads, shift } = this.heads;
    const end = bytes.length;
    const hashEnd = end - NO_MATCH;
    let { at, length, distance, pending, windowStart } = this;
    let count = 0;
    let blockEnd = end;

    while (at < end) {
      if (at > windowStart + BUFFER - LOOKAHEAD && windowStart + BUFFER < end) windowStart += WINDOW;

      const lastLength = length;
      const lastDistance = distance;
      length = NO_MATCH;
      if (at < hashEnd) {
        const hash = Math.imul(view.getInt32(at), HASH_FACTOR) >>> shift;
        let candidate = heads[hash] - stamp;
        heads[hash] = at + stamp;
        previous[at & (WINDOW - 1)] = candidate;

        const oldest = at - WINDOW > windowStart ? at - WINDOW : windowStart;
        const most = end - at < LONGEST_LENGTH ? end - at : LONGEST_LENGTH;
        if (candidate >= oldest && lastLength < most) {
          // Only what is longer than the last counts, so its last four bytes must be alike, whatever comes before.
          let best = lastLength;
          let tail = view.getInt32(at + best - 3);
          let tries = MAX_TRIES;
          do {
            if (view.getInt32(candidate + best - 3) === tail) {
              let same = 0;
              while (same + 4 <= most && view.getInt32(candidate + same) === view.getInt32(at + same)) same += 4;
              while (same < most && bytes[candidate + same] === bytes[at + same]) same++;
              if (same > best && (same > MIN_MATCH || at - candidate <= FARTHEST_SHORT_MATCH)) {
                length = best = same;
                distance = at - candidate;
                if (same === most) break;
                tail = view.getInt32(at + best - 3);
              }
            }
            // The place of the oldest in the window has just been taken.
            if (candidate === at - WINDOW) break;
            candidate = previous[candidate & (WINDOW - 1)];
          } while (candidate >= oldest && --tries > 0);
        }
      }

      if (lastLength >= MIN_MATCH && length <= lastLength) {
        tokens[count++] = MATCH | ((lastLength - SHORTEST_LENGTH) << LENGTH_SHIFT) | (lastDistance - 1);
        const next = at + lastLength - 1;
        const insertEnd = next < hashEnd ? next : hashEnd;
        for (let i = at + 1; i < insertEnd; i++) {
          const hash = Math.imul(view.getInt32(i), HASH_FACTOR) >>> shift;
          previous[i & (WINDOW - 1)] = heads[hash] - stamp;
          heads[hash] = i + stamp;
        }
        at = next;
        pending = false;
        length = NO_MATCH;
        if (count === BLOCK_TOKENS) {
          blockEnd = at;
          break;
        }
        continue;
      }
      if (pending) tokens[count++] = bytes[at - 1];
      pending = true;
      at++;
      if (count === BLOCK_TOKENS) {
        // The byte before `at` is not said yet.
        blockEnd = at - 1;
        break;
      }
    }
    if (at === end && pending && count < BLOCK_TOKENS) {
      tokens[count++] = bytes[end - 1];
      pending = false;
      blockEnd = end;
    }

    this.at = at;
    this.length = length;
    this.distance = distance;
    this.pending = pending;
    this.windowStart = windowStart;
    this.count = count;
    return blockEnd;
  }
}

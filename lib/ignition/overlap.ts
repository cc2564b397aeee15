import { IgnitionPartition } from "./types";

/** Where a partition lies, in MiB, the end included. Of a negative size the end lies before the start, and Ignition compares it all the same. */
interface Extent {
  /** Its place in the list. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The partition that Ignition names when some overlap: of the first in the list that overlaps any other, the first such other. Where Ignition
 * places a partition itself (start 0), or takes what is there (no start or size), it compares nothing.
 *
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/v3_4/types/disk.go
 */
export function firstOverlap(partitions: readonly IgnitionPartition[]): number | undefined {
  const placed = partitions.flatMap(({ startMiB, sizeMiB }, index) => {
    if (startMiB === undefined || sizeMiB === undefined || startMiB === 0) return [];
    return [{ index, start: startMiB, end: sizeMiB === 0 ? startMiB : startMiB + sizeMiB - 1 }];
  });
  // Comparing each with each takes minutes for a hundred thousand.
  const extents = new Extents(placed);
  const one = placed.find((extent) => extents.overlaps(extent));
  return one === undefined ? undefined : placed.find((other) => other !== one && overlap(one, other))?.index;
}

function overlap(one: Extent, other: Extent): boolean {
  const startsWithin = one.start >= other.start && one.start <= other.end;
  const endsWithin = one.end >= other.start && one.end <= other.end;
  const around = one.start < other.start && one.end > other.end;
  return startsWithin || endsWithin || around;
}

/** Tells which extents overlap another one, without comparing them with each. */
class Extents {
  /** The starts, in order. */
  private readonly starts: Float64Array;
  /** The lowest end of those that start there or later, by place in `starts`. */
  private readonly lowestEnds: Float64Array;
  /** Starts and ends of those a point can lie in, each in order. */
  private readonly filledStarts: Float64Array;
  private readonly filledEnds: Float64Array;

  public constructor(extents: readonly Extent[]) {
    const sorted = [...extents].sort((a, b) => a.start - b.start);
    this.starts = Float64Array.from(sorted, ({ start }) => start);
    this.lowestEnds = Float64Array.from(sorted, ({ end }) => end);
    for (let i = sorted.length - 2; i >= 0; i--) this.lowestEnds[i] = Math.min(this.lowestEnds[i], this.lowestEnds[i + 1]);
    const filled = sorted.filter(({ start, end }) => start <= end);
    this.filledStarts = Float64Array.from(filled, ({ start }) => start);
    this.filledEnds = Float64Array.from(filled, ({ end }) => end).sort();
  }

  /** @param one of these */
  public overlaps({ start, end }: Extent): boolean {
    const itself = start <= end ? 1 : 0;
    if (this.around(start) > itself || this.around(end) > itself) return true;
    const later = below(this.starts, start, true);
    return later < this.starts.length && this.lowestEnds[later] < end;
  }

  /** In how many a point lies. */
  private around(point: number): number {
    return below(this.filledStarts, point, true) - below(this.filledEnds, point, false);
  }
}

/** How many of some numbers in order are lower than one, or equal to it where `orEqual`. */
function below(numbers: Float64Array, limit: number, orEqual: boolean): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < limit || (orEqual && numbers[middle] === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Numbers that look random and are the same on every machine: a run of the fuzzer is repeated by its seed, and one case by seed and number.
 *
 * The generator is sfc32 by Chris Doty-Humphrey, in the public domain: https://pracrand.sourceforge.net/
 */
export class Random {
  private state: [number, number, number, number];

  constructor(...seeds: readonly number[]) {
    const [a, b, c] = [0, 1, 2].map((i) => seeds[i] ?? 0);
    this.state = [a | 0, b | 0, c | 0, 1];
    // The first numbers of seeds that are near one another are near one another too.
    for (let i = 0; i < 16; i++) this.next();
  }

  /** An integer in [0, bound). */
  public below(bound: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * bound);
  }

  /** An integer in [from, to]. */
  public between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** True in this share of all asks. */
  public chance(share: number): boolean {
    return this.next() < share * 0x1_0000_0000;
  }

  /** One of the values, of which there must be some. */
  public pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  /** One of the values, each as often as its weight says. */
  public weighted<T>(values: readonly (readonly [number, T])[]): T {
    let at = this.below(values.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of values) {
      at -= weight;
      if (at < 0) return value;
    }
    return values[values.length - 1][1];
  }

  private next(): number {
    const [a, b, c, counter] = this.state;
    const sum = (((a + b) | 0) + counter) | 0;
    this.state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + sum) | 0, (counter + 1) | 0];
    return sum >>> 0;
  }
}

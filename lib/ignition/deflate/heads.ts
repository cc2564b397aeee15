/**
 * By hash, where four bytes with it were seen last, and how often they were seen. Positions are kept with a stamp added that is larger than
 * all before, so that what an earlier input has left reads as negative: nothing is cleared between inputs.
 */
export class Heads {
  /** Two of each hash: where last, with the stamp, and how often. */
  public readonly slots: Int32Array;
  /** How far a product of 32 bits is shifted to be a hash. */
  public readonly shift: number;
  private next = 1;

  public constructor(bits: number) {
    this.slots = new Int32Array(2 << bits);
    this.shift = 32 - bits;
  }

  /** A stamp for an input of a length. After 2 GiB stamps begin again, and the table is cleared. */
  public stamp(length: number): number {
    if (this.next + length > 0x7fffffff) {
      this.slots.fill(0);
      this.next = 1;
    }
    const stamp = this.next;
    this.next += length;
    return stamp;
  }
}

/** Bytes written bit by bit, the lowest bit of a byte first. */
export class BitWriter {
  /** Whole bytes, the first `at` of them written. */
  public bytes = new Uint8Array(0);
  public at = 0;
  /** Bits that make no byte yet. */
  public held = 0;
  /** How many these are: at most 7 between two calls. */
  public heldBits = 0;

  /** Makes room for so many bytes in all. */
  public reserve(size: number): void {
    if (size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }

  /** Writes the lowest `count` bits of a value that has no others: at most 24. */
  public bits(value: number, count: number): void {
    this.held |= value << this.heldBits;
    this.heldBits += count;
    while (this.heldBits >= 8) {
      this.bytes[this.at++] = this.held;
      this.held >>>= 8;
      this.heldBits -= 8;
    }
  }

  /** Fills the byte that is begun with zeros. */
  public align(): void {
    if (this.heldBits > 0) this.bits(0, 8 - this.heldBits);
  }

  /** Writes whole bytes; to be aligned. */
  public append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Writes 32 bits, the lowest byte first; to be aligned. */
  public word(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.at++] = value >>> shift;
  }

  /** All whole bytes. */
  public written(): Uint8Array {
    return this.at === this.bytes.length ? this.bytes : this.bytes.slice(0, this.at);
  }
}

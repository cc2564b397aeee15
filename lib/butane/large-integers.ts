/** Integers that a number of JavaScript does not hold exactly, by the object they are in: for JSON, which has all their digits. */
export class LargeIntegers {
  private readonly byObject = new Map<object, Map<string, bigint>>();

  public get isEmpty(): boolean {
    return this.byObject.size === 0;
  }

  public add(object: object, field: string, value: bigint): void {
    const fields = this.byObject.get(object) ?? new Map<string, bigint>();
    this.byObject.set(object, fields.set(field, value));
  }

  public get(object: object, field: string): bigint | undefined {
    return this.byObject.get(object)?.get(field);
  }
}

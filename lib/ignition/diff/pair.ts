import { Struct, StructListField, isStruct, keyOf } from "../schema";

/** An object before and after, with the place of each in its config. */
export class Pair {
  public constructor(
    public readonly before: Struct | undefined,
    public readonly after: Struct | undefined,
    private readonly beforeAt: string,
    private readonly afterAt: string,
  ) {}

  /** Where a field of it stands before and after: `storage.files.3.mode`. */
  public places(field: string): readonly [before: string, after: string] {
    return [`${this.beforeAt}.${field}`, `${this.afterAt}.${field}`];
  }

  /** An object within it. */
  public child(field: string): Pair {
    return new Pair(objectAt(this.before, field), objectAt(this.after, field), ...this.places(field));
  }

  /** The lists within it. */
  public lists(field: string): readonly [before: readonly unknown[], after: readonly unknown[]] {
    return [listAt(this.before, field), listAt(this.after, field)];
  }

  /** The entries of a list by key, in the order of the keys. */
  public byKey(field: StructListField): ReadonlyMap<string, Pair> {
    const [before, after] = this.lists(field.name);
    const [beforeAt, afterAt] = this.places(field.name);
    const pairs = new Map<string, Pair>();
    for (const [i, entry] of before.entries()) {
      if (isStruct(entry)) pairs.set(keyOf(field, entry), new Pair(entry, undefined, `${beforeAt}.${i}`, ""));
    }
    for (const [i, entry] of after.entries()) {
      if (!isStruct(entry)) continue;
      const earlier = pairs.get(keyOf(field, entry));
      pairs.set(keyOf(field, entry), new Pair(earlier?.before, entry, earlier?.beforeAt ?? "", `${afterAt}.${i}`));
    }
    return new Map([...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  /** The entries of a list by position. */
  public byIndex(field: string): readonly Pair[] {
    const [before, after] = this.lists(field);
    const [beforeAt, afterAt] = this.places(field);
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => {
      const [ours, theirs] = [before[i], after[i]];
      return new Pair(isStruct(ours) ? ours : undefined, isStruct(theirs) ? theirs : undefined, `${beforeAt}.${i}`, `${afterAt}.${i}`);
    });
  }
}

function objectAt(value: Struct | undefined, field: string): Struct | undefined {
  const found = value?.[field];
  return isStruct(found) ? found : undefined;
}

function listAt(value: Struct | undefined, field: string): readonly unknown[] {
  const found = value?.[field];
  return Array.isArray(found) ? found : [];
}

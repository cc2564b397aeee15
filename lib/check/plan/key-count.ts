/** Values of Terraform nest far less deep. */
const DEEPEST = 500;

/**
 * How many members the objects in a value have, those within them too. Fewer than the colons of its text where a key stands twice in one object.
 *
 * @returns -1 for what nests deeper than 500, which nobody should walk through
 */
export function keyCount(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > DEEPEST) return -1;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== "object" || item === null) continue;
      const inner = keyCount(item, depth + 1);
      if (inner < 0) return inner;
      count += inner;
    }
    return count;
  }
  const members = value as { readonly [key: string]: unknown };
  // What is parsed from JSON has no prototype's keys to leave out; an own __proto__ counts.
  for (const key of Object.keys(members)) {
    count++;
    const item = members[key];
    if (typeof item !== "object" || item === null) continue;
    const inner = keyCount(item, depth + 1);
    if (inner < 0) return inner;
    count += inner;
  }
  return count;
}

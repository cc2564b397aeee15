import { isRecord, own } from "./record";

/** Whether two values of JSON are equal, in any order of members, and with null for what is not there. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other || (isNothing(one) && isNothing(other))) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, i) => isSame(item, (other as readonly unknown[])[i]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  return (
    Object.keys(one).every((key) => isSame(one[key], own(other, key))) &&
    Object.keys(other).every((key) => Object.hasOwn(one, key) || isNothing(other[key]))
  );
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

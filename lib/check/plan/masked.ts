import { isRecord } from "../record";
import { SENSITIVE } from "./plan";

/**
 * A value with {@link SENSITIVE} in place of what is marked.
 *
 * @param marks as in `before_sensitive`: true for the whole, else an object or list with those of the members
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function masked(value: unknown, marks: unknown): unknown {
  if (marks === true) return value === null || value === undefined ? value : SENSITIVE;
  if (Array.isArray(value)) {
    if (isUnmarked(marks)) return value;
    return value.map((item, i) => masked(item, Array.isArray(marks) ? (marks as readonly unknown[])[i] : undefined));
  }
  if (!isRecord(value) || isUnmarked(marks)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, masked(item, isRecord(marks) && Object.hasOwn(marks, key) ? marks[key] : undefined)]),
  );
}

function isUnmarked(marks: unknown): boolean {
  if (marks === undefined || marks === null || marks === false) return true;
  return Array.isArray(marks) ? marks.every(isUnmarked) : isRecord(marks) && Object.values(marks).every(isUnmarked);
}

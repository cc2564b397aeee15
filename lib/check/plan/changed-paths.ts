import { isRecord, own } from "../record";
import { isSame } from "../same";
import type { AttributePath } from "./plan";

/** Paths longer than this are cut there: what differs deeper in a value is told by where that begins. */
const LONGEST = 6;

/** What is compared: values, and what Terraform says of them. */
interface Compared {
  readonly before: unknown;
  readonly after: unknown;
  /** As `after_unknown`: true for what is not known after, else an object or list with that of the members. */
  readonly unknown: unknown;
  /** As `before_sensitive` and `after_sensitive`: what is marked is not looked into, since the names in it may be part of the secret. */
  readonly marks: readonly unknown[];
  /**
   * Whether what is not known after is told.
   *
   * @default true
   */
  readonly tellsUnknown?: boolean;
}

/** Where two values differ, the innermost places that both have, in the order of the keys of the first. */
export function changedPaths(compared: Compared): AttributePath[] {
  const found: AttributePath[] = [];
  compare(compared, [], found);
  return found;
}

function compare(compared: Compared, path: readonly (string | number)[], found: AttributePath[]): void {
  const { before, after, unknown, marks, tellsUnknown = true } = compared;
  if (unknown === true) {
    if (tellsUnknown) found.push(path);
    return;
  }
  const isOpen = path.length < LONGEST && !marks.includes(true);
  if (isOpen && isRecord(before) && isRecord(after)) {
    const members = isRecord(unknown) ? Object.keys(unknown) : [];
    for (const key of new Set([...Object.keys(before), ...Object.keys(after), ...members])) {
      compare(memberOf(compared, key), [...path, key], found);
    }
  } else if (isOpen && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((_, i) => compare(memberOf(compared, i), [...path, i], found));
  } else if (isPartlyUnknown(unknown) ? tellsUnknown : !isSame(before, after)) found.push(path);
}

function memberOf({ before, after, unknown, marks, tellsUnknown }: Compared, key: string | number): Compared {
  const members = { before: own(before, key), after: own(after, key), unknown: own(unknown, key), tellsUnknown };
  return { ...members, marks: marks.map((mark) => own(mark, key)) };
}

function isPartlyUnknown(unknown: unknown): boolean {
  if (unknown === true) return true;
  if (Array.isArray(unknown)) return unknown.some(isPartlyUnknown);
  return isRecord(unknown) && Object.values(unknown).some(isPartlyUnknown);
}

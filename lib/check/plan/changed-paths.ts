import { JsonObject, isRecord, own } from "../record";
import { isSame } from "../same";
import type { AttributePath } from "./plan";

/** Paths longer than this are cut there: what differs deeper in a value is told by where that begins. */
const LONGEST = 6;

/** What is compared: values, and what Terraform says of them. */
export interface Compared {
  readonly before: unknown;
  readonly after: unknown;
  /** As `after_unknown`: true for what is not known after, else an object or list with that of the members. */
  readonly unknown: unknown;
  /** As `before_sensitive`: what is marked is not looked into, since the names in it may be part of the secret. */
  readonly beforeMarks?: unknown;
  /** As `after_sensitive`. */
  readonly afterMarks?: unknown;
  /**
   * Whether what is not known after is told.
   *
   * @default true
   */
  readonly tellsUnknown?: boolean;
}

/** Where two values differ, the innermost places that both have, in the order of the keys of the first. */
export function changedPaths({ before, after, unknown, beforeMarks, afterMarks, tellsUnknown = true }: Compared): AttributePath[] {
  const comparison = new Comparison(tellsUnknown);
  comparison.compare(before, after, unknown, beforeMarks, afterMarks);
  return comparison.found;
}

// Every value of every machine that is changed comes by here: what is alike is passed without making anything.
class Comparison {
  public readonly found: AttributePath[] = [];
  private readonly path: (string | number)[] = [];

  constructor(private readonly tellsUnknown: boolean) {}

  public compare(before: unknown, after: unknown, unknown: unknown, beforeMarks: unknown, afterMarks: unknown): void {
    if (unknown === true) {
      if (this.tellsUnknown) this.found.push([...this.path]);
      return;
    }
    const isOpen = this.path.length < LONGEST && beforeMarks !== true && afterMarks !== true;
    if (isOpen && isRecord(before) && isRecord(after)) {
      for (const key of Object.keys(before)) this.member(key, before, after, unknown, beforeMarks, afterMarks);
      for (const key of Object.keys(after)) {
        if (!Object.hasOwn(before, key)) this.member(key, before, after, unknown, beforeMarks, afterMarks);
      }
      for (const key of isRecord(unknown) ? Object.keys(unknown) : []) {
        if (!Object.hasOwn(before, key) && !Object.hasOwn(after, key)) this.member(key, before, after, unknown, beforeMarks, afterMarks);
      }
    } else if (isOpen && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
      for (let i = 0; i < before.length; i++) this.member(i, before, after, unknown, beforeMarks, afterMarks);
    } else if (isPartlyUnknown(unknown) ? this.tellsUnknown : !isSame(before, after)) this.found.push([...this.path]);
  }

  private member(
    key: string | number,
    before: JsonObject | readonly unknown[],
    after: JsonObject | readonly unknown[],
    unknown: unknown,
    beforeMarks: unknown,
    afterMarks: unknown,
  ): void {
    const [was, is, isUnknown] = [own(before, key), own(after, key), own(unknown, key)];
    if (was === is && !isUnknown) return;
    this.path.push(key);
    this.compare(was, is, isUnknown, own(beforeMarks, key), own(afterMarks, key));
    this.path.pop();
  }
}

function isPartlyUnknown(unknown: unknown): boolean {
  if (unknown === true) return true;
  if (Array.isArray(unknown)) return unknown.some(isPartlyUnknown);
  return isRecord(unknown) && Object.values(unknown).some(isPartlyUnknown);
}

const ENDS =
  /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** A text without the white space at its ends, as Go's `strings.TrimSpace` leaves it. */
export function trimGoSpace(text: string): string {
  return text.replace(ENDS, "");
}

import type { LargeIntegers } from "./large-integers";

/**
 * JSON in the bytes of Go's encoding/json: `<`, `>`, `&` and the two line separators of JavaScript are escaped, control characters but
 * newline, return and tab by their number, and a byte that is no UTF-8 is U+FFFD.
 *
 * @see https://pkg.go.dev/encoding/json#Marshal
 */
export function goJson(value: unknown, pretty: boolean, integers: LargeIntegers): string {
  const json = JSON.stringify(value, integers.isEmpty ? undefined : digitsOf(integers), pretty ? 2 : undefined);
  return json.replace(DIFFERENT, (found, digits: string | undefined) => {
    return digits ?? REPLACEMENTS[found] ?? (found.startsWith("\\u") ? "\\ufffd" : found);
  });
}

// No text has this character alone, so that the digits can be told from one and the quotes taken away.
const DIGITS = "\ud800";

function digitsOf(integers: LargeIntegers): (this: object, key: string, value: unknown) => unknown {
  return function (key, value) {
    const integer = integers.get(this, key);
    return integer === undefined ? value : `${DIGITS}${integer}`;
  };
}

// An escaped backslash is matched to be passed over; `\ud…` is what JSON.stringify makes of a lone surrogate.
const DIFFERENT = /"\\ud800(-?\d+)"|[<>&\u2028\u2029]|\\(?:[\\bf]|ud[0-9a-f]{3})/g;
const REPLACEMENTS: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
  "\\b": "\\u0008",
  "\\f": "\\u000c",
};

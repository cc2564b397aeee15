/**
 * JSON in the bytes of Go's encoding/json: `<`, `>`, `&` and the two line separators of JavaScript are escaped, control characters but
 * newline, return and tab by their number, and a byte that is no UTF-8 is U+FFFD.
 *
 * @see https://pkg.go.dev/encoding/json#Marshal
 */
export function goJson(value: unknown, pretty: boolean): string {
  const json = pretty ? JSON.stringify(value, null, 2) : JSON.stringify(value);
  return json.replace(DIFFERENT, (found) => REPLACEMENTS[found] ?? (found.startsWith("\\u") ? "\\ufffd" : found));
}

// An escaped backslash is matched to be passed over; `\ud…` is what JSON.stringify makes of a lone surrogate.
const DIFFERENT = /[<>&\u2028\u2029]|\\(?:[\\bf]|ud[0-9a-f]{3})/g;
const REPLACEMENTS: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
  "\\b": "\\u0008",
  "\\f": "\\u000c",
};

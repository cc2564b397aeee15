import { YamlFault } from "./fault";
import { Tag, shortTag } from "./tag-names";
import { isTimestamp } from "./timestamps";

/** What a scalar means: its tag, and its value where that is not the text itself. Integers are bigint, as Go has 64 bits for them. */
export interface Resolved {
  readonly tag: string;
  readonly value: string | bigint | number | boolean | null;
}

const RESOLVABLE = new Set<string>(["", Tag.STR, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.NULL, Tag.TIMESTAMP]);

const WORDS = new Map<string, Resolved>([
  ...entries(Tag.BOOL, true, "true", "True", "TRUE"),
  ...entries(Tag.BOOL, false, "false", "False", "FALSE"),
  ...entries(Tag.NULL, null, "", "~", "null", "Null", "NULL"),
  ...entries(Tag.FLOAT, NaN, ".nan", ".NaN", ".NAN"),
  ...entries(Tag.FLOAT, Infinity, ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"),
  ...entries(Tag.FLOAT, -Infinity, "-.inf", "-.Inf", "-.INF"),
]);

function entries(tag: string, value: Resolved["value"], ...words: string[]): [string, Resolved][] {
  return words.map((word) => [word, { tag, value }]);
}

// What may stand first in a text that is more than a string.
const HINT = /^(?:[-+.0-9]|[yYnNtTfFoO~]|$)/;

/**
 * What a scalar with this tag, or without one, means to yaml.v3: the core schema of YAML 1.2 with octals and underscores of 1.1.
 *
 * @throws YamlFault when the tag is one of the schema and the text is none of its values
 * @see https://pkg.go.dev/gopkg.in/yaml.v3
 */
export function resolve(tag: string, text: string): Resolved {
  if (!RESOLVABLE.has(tag)) return { tag, value: text };
  if (tag === Tag.STR) return { tag, value: text };
  const resolved = HINT.test(text) ? (WORDS.get(text) ?? number(tag, text)) : { tag: Tag.STR, value: text };
  if (tag === "" || tag === resolved.tag) return resolved;
  if (tag === Tag.FLOAT && typeof resolved.value === "bigint" && resolved.value <= MAX_INT64) {
    return { tag: Tag.FLOAT, value: Number(resolved.value) };
  }
  throw new YamlFault(`yaml: cannot decode ${shortTag(resolved.tag)} \`${text}\` as a ${tag}`);
}

/** Whether a plain text without a tag stands for nothing. */
export function isNull(text: string): boolean {
  return text === "" || text === "~" || text === "null" || text === "Null" || text === "NULL";
}

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

const STYLE_FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
// What Go's ParseFloat takes of a text that begins with a dot: underscores between digits too.
const DOT_FLOAT = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;

function number(tag: string, text: string): Resolved {
  const asText = { tag: Tag.STR, value: text };
  const first = text[0];
  if (first === ".") return (DOT_FLOAT.test(text) ? float(text.replace(/_/g, "")) : undefined) ?? asText;
  if (!/[-+0-9]/.test(first)) return asText;
  // Before 1970 or not: only that it is one counts, as no field of a config is a point in time.
  if ((tag === "" || tag === Tag.TIMESTAMP) && isTimestamp(text)) return { tag: Tag.TIMESTAMP, value: text };
  const plain = text.replace(/_/g, "");
  const integer = goInteger(plain) ?? prefixed(plain, "0b") ?? prefixed(plain, "0o");
  const float64 = integer === undefined && STYLE_FLOAT.test(plain) ? float(plain) : undefined;
  return integer === undefined ? (float64 ?? asText) : { tag: Tag.INT, value: integer };
}

function float(text: string): Resolved | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { tag: Tag.FLOAT, value } : undefined;
}

const GO_INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))$/;

/** What `strconv.ParseInt`, and where that overflows `ParseUint`, read with base 0. */
function goInteger(text: string): bigint | undefined {
  const match = GO_INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  if (hexadecimal !== undefined) return inRange(sign, "0x", hexadecimal);
  if (binary !== undefined) return inRange(sign, "0b", binary);
  return octal !== undefined ? inRange(sign, "0o", octal) : inRange(sign, "", decimal);
}

/** yaml.v3 reads what follows the prefix of a base once more, and takes a sign there: `0b-1` is -1. */
function prefixed(text: string, prefix: "0b" | "0o"): bigint | undefined {
  const match = text.startsWith(prefix) ? (prefix === "0b" ? /^([-+])([01]+)$/ : /^([-+])([0-7]+)$/).exec(text.slice(2)) : null;
  return match === null ? undefined : inRange(match[1], prefix, match[2]);
}

// What is longer is out of range in every base, and BigInt would take more than linear time for it.
const MOST_DIGITS = 64;

function inRange(sign: string, prefix: string, digits: string): bigint | undefined {
  const significant = digits.replace(/^0+(?=.)/, "");
  if (significant.length > MOST_DIGITS) return undefined;
  const size = BigInt(prefix + significant);
  const value = sign === "-" ? -size : size;
  if (value >= MIN_INT64 && value <= MAX_INT64) return value;
  // Go's reader of unsigned numbers takes no sign.
  return sign === "" && value <= MAX_UINT64 ? value : undefined;
}

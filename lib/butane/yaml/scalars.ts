import { textOf } from "../../ignition/go-bytes";
import { binaryText } from "./binary";
import { NodeKind, YamlNode } from "./node";
import { Resolved, resolve } from "./resolve";
import { Tag } from "./tag-names";
import { ScalarStyle } from "./token";

/** What a scalar stands for. */
export function meaning({ tag, value, style }: YamlNode): Resolved {
  if (tag === "" && style !== ScalarStyle.PLAIN) return { tag: Tag.STR, value };
  if (tag === "" && value === "<<") return { tag: Tag.MERGE, value };
  return tag === Tag.BINARY ? { tag, value: binaryText(value) } : resolve(tag, value);
}

/** A string field takes any scalar, and its text as it is written. */
export function asText(node: YamlNode, { tag, value }: Resolved): string {
  return tag === Tag.BINARY ? (value as string) : node.value;
}

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** What an int field takes: integers of 64 bits, and floats without what stands behind their dot. Beyond 2^53 it is a bigint. */
export function asInteger({ value }: Resolved): number | bigint | undefined {
  if (typeof value === "bigint") return value > MAX_INT64 ? undefined : narrow(value);
  if (typeof value !== "number" || Number.isNaN(value) || value > 2 ** 63) return undefined;
  // What a float makes that does not fit is up to the processor; this is what amd64 does.
  if (value >= 2 ** 63 || value < -(2 ** 63)) return MIN_INT64;
  const whole = Math.trunc(value);
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole);
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const YES = new Set(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]);
const NO = new Set(["n", "N", "no", "No", "NO", "off", "Off", "OFF"]);

/** What a bool field takes: booleans, and the words of YAML 1.1, these in quotes too. */
export function asBoolean({ value }: Resolved): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  return YES.has(value) ? true : NO.has(value) ? false : undefined;
}

// Bytes of a value that an error shows, and of one that is longer.
const LONGEST_SHOWN = 10;
const SHOWN = 7;

/** What yaml.v3 says of a node that does not fit a Go type. */
export function typeError(node: YamlNode, line: number, type: string): string {
  const tag = tagName(node);
  const value = tag === Tag.SEQ || tag === Tag.MAP ? node.value : ` \`${cut(node.value)}\``;
  return `line ${line}: cannot unmarshal ${tag}${value} into ${type}`;
}

function tagName(node: YamlNode): string {
  if (node.tag !== "") return node.tag;
  if (node.kind === NodeKind.MAPPING) return Tag.MAP;
  return node.kind === NodeKind.SEQUENCE ? Tag.SEQ : meaning(node).tag;
}

function cut(value: string): string {
  if (value.length <= LONGEST_SHOWN && Buffer.byteLength(value) <= LONGEST_SHOWN) return value;
  // Where a character is cut, each byte of what is left of it is shown as one that is no UTF-8.
  return `${textOf(Buffer.from(value.slice(0, LONGEST_SHOWN)).subarray(0, SHOWN)).replace(/\p{Surrogate}/gu, "\ufffd")}...`;
}

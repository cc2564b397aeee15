/** Tags that yaml.v3 resolves, in their short form. */
export const Tag = {
  NULL: "!!null",
  BOOL: "!!bool",
  STR: "!!str",
  INT: "!!int",
  FLOAT: "!!float",
  TIMESTAMP: "!!timestamp",
  SEQ: "!!seq",
  MAP: "!!map",
  BINARY: "!!binary",
  MERGE: "!!merge",
} as const;

const LONG_PREFIX = "tag:yaml.org,2002:";

/** The short form of a tag, if it has one: `!!int` of `tag:yaml.org,2002:int`. */
export function shortTag(tag: string): string {
  return tag.startsWith(LONG_PREFIX) ? `!!${tag.slice(LONG_PREFIX.length)}` : tag;
}

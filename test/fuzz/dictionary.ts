import { type Random } from "./random";
import { type Tree, raw, text } from "./tree";
import { type Theme, WORDS, type Words } from "./words";

const THEMES = Object.keys(WORDS) as Theme[];

/** Scalars of YAML that no key asks for. */
const ODD = [
  "~",
  "null",
  "Null",
  "''",
  '""',
  "!!binary aGk=",
  "!!binary '!'",
  "!!binary //4=",
  "!!binary w6kA",
  "!!binary L2H/",
  "!!binary W1VuaXRdIP8K",
  "!!str 1",
  "!!int '3'",
  "!!int x",
  "!!float 1",
  "!!null ''",
  "!!null x",
  "!foo x",
  "!!timestamp 2001-01-01",
  "2001-01-01",
  "2001-01-01T00:00:00Z",
  "[]",
  "{}",
  "[~]",
  "{a: b}",
  "! x",
  "!!merge <<",
  "<<",
  "=",
  "!!bool x",
  "!!map {}",
  "!!seq []",
  "!!str",
  "!<tag:yaml.org,2002:int> 4",
  ".inf",
  "-.INF",
  ".NaN",
  "1e5",
  "0644",
  "0x1F",
  "- 1",
  "[[[]]]",
  "{? a}",
  "!!set {a}",
  "!!omap [a: 1]",
  "!!str ~",
];

/** A value for a theme; nasty ones in this share of all asks. */
export function word(random: Random, theme: Theme, nastiness: number): Tree {
  if (random.chance(nastiness * 0.1)) return raw(random.pick(ODD));
  const { sound, nasty, raw: isRaw }: Words = WORDS[theme];
  const value = random.pick(random.chance(nastiness) ? nasty : sound);
  return isRaw ? raw(value) : text(value);
}

/** A value that has nothing to do with where it comes. */
export function anyWord(random: Random): Tree {
  if (random.chance(0.4)) return raw(random.pick(ODD));
  if (random.chance(0.2)) return text(anyText(random));
  return word(random, random.pick(THEMES), 0.5);
}

/** A short text of characters of many kinds. */
export function anyText(random: Random): string {
  const characters = [
    "a",
    "Z",
    "0",
    " ",
    "-",
    ":",
    "#",
    "/",
    "%",
    "'",
    '"',
    "\\",
    "\n",
    "\t",
    ",",
    "é",
    "\u2028",
    "\u{1F600}",
    "<",
    "&",
    "@",
    "\u0085",
    "\u00a0",
    "=",
    ";",
    "[",
    "]",
  ];
  return Array.from({ length: random.between(0, 12) }, () => random.pick(random.chance(0.3) ? [..."0123456789abcdef"] : characters)).join(
    "",
  );
}

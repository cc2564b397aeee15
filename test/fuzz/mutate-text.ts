import { type Random } from "./random";

const YAML_TOKENS = [
  ": ",
  ":",
  "- ",
  "-",
  "#",
  " # x",
  "&a ",
  "*a",
  "*a ",
  "!!str ",
  "!!int ",
  "!!binary ",
  "!x ",
  "! ",
  "|",
  "|-",
  "|+",
  "|2",
  ">",
  ">-",
  "'",
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ", ",
  "? ",
  "%",
  "%YAML 1.1\n",
  "@",
  "`",
  "---\n",
  "--- ",
  "...\n",
  "\t",
  "\r",
  "\r\n",
  "\n",
  "\n\n",
  " ",
  "  ",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u0000",
  "\u0007",
  "\u00a0",
  "\u{1F600}",
  "é",
  "<<: *a\n",
  "~",
  "null",
  "0",
  "0x",
  "\\",
  "\\n",
  "\\x41",
  "\\u00e9",
  "=",
  "{a: b}",
  "[a, b]",
  "a: b",
];
const JSON_TOKENS = [
  ",",
  ":",
  "{",
  "}",
  "[",
  "]",
  '"',
  '""',
  "null",
  "true",
  "false",
  "0",
  "-0",
  "1e5",
  "1E400",
  "01",
  "-",
  ".5",
  "1.",
  "\\u0000",
  "\\ud800",
  "\\udc00\\ud800",
  "\\uD83D\\uDE00",
  "\\x",
  "\\",
  "\\/",
  "\u0000",
  "\t",
  "\r\n",
  "\n",
  "\u00a0",
  "\u2028",
  "\ufeff",
  "é",
  "\u{1F600}",
  "/* x */",
  "// x\n",
  "NaN",
  '{"a":1}',
  "[1]",
  '"a":1,',
  " ",
];

/** Changes a text in one place, without a look at what it says. */
export function mutateText(random: Random, text: string, kind: "butane" | "ignition"): string {
  const tokens = kind === "butane" ? YAML_TOKENS : JSON_TOKENS;
  const lines = text.split("\n");
  const line = random.below(lines.length);
  const at = random.below(text.length + 1);
  const joined = (...changed: readonly string[]): string => [...lines.slice(0, line), ...changed, ...lines.slice(line + 1)].join("\n");
  return random.weighted<() => string>([
    [4, () => text.slice(0, at) + random.pick(tokens) + text.slice(at)],
    [2, () => text.slice(0, at) + text.slice(at + random.between(1, 3))],
    [1, () => text.slice(0, at) + random.pick(tokens) + text.slice(at + 1)],
    [1, () => text.slice(0, at) + text.slice(at - random.below(Math.min(at, 40) + 1))],
    [1, () => joined()],
    [1, () => joined(lines[line], lines[line])],
    [2, () => joined(" ".repeat(random.between(1, 3)) + lines[line])],
    [2, () => joined(lines[line].replace(/^ {1,2}/, ""))],
    [1, () => joined(lines[line].replace(/^ +/, (spaces) => (random.chance(0.5) ? "\t" : spaces.slice(1) + "\t")))],
    [2, () => joined(lines[line] + random.pick(tokens))],
    [2, () => joined(lines[line].replace(/^( *(?:- )*)/, (start) => start + random.pick(tokens)))],
    [3, () => joined(lines[line].replace(/(: ).*$/, (_, colon: string) => colon + random.pick(tokens)))],
    [2, () => joined(lines[line].replace(/(: )/, (colon) => colon + random.pick(tokens)))],
    [1, () => joined(lines[line].replace(/["']/, () => random.pick(["'", '"', ""])))],
    [1, () => joined(lines[line].replace(/: (.*)$/, (_, value: string) => `: "${value}"`))],
    [1, () => moveLine(random, lines)],
    [1, () => text.slice(0, at)],
    [1, () => text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", "\n"]))],
    [
      1,
      () =>
        `${random.pick(["\ufeff", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%TAG ! x\n---\n", "# c\n", "\n", " ", "---\n", "--- "])}${text}`,
    ],
    [
      1,
      () =>
        `${text}${random.pick(["---\n", "...\n", "---\na: [\n", "...\n%X\n---\nb", "---\n\tx", "\u0000", "# c", " x", "]", "\n---\n*z\n", "---\n&a a: *a"])}`,
    ],
    [1, () => indentBlock(random, lines)],
  ])();
}

function moveLine(random: Random, lines: readonly string[]): string {
  const rest = [...lines];
  const [taken] = rest.splice(random.below(rest.length), 1);
  rest.splice(random.below(rest.length + 1), 0, taken);
  return rest.join("\n");
}

function indentBlock(random: Random, lines: readonly string[]): string {
  const from = random.below(lines.length);
  const to = from + random.between(1, 6);
  const pad = " ".repeat(random.between(1, 2));
  return lines.map((line, i) => (i >= from && i < to && line !== "" ? pad + line : line)).join("\n");
}

/** Changes bytes, whether what comes out is UTF-8 or not. */
export function mutateBytes(random: Random, text: Uint8Array): Uint8Array {
  const at = random.below(text.length + 1);
  const odd = random.pick([0, 0x09, 0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf8, 0xff, random.below(256)]);
  const replaced = random.chance(0.5) ? 1 : 0;
  return Buffer.concat([text.subarray(0, at), Uint8Array.of(odd), text.subarray(at + replaced)]);
}

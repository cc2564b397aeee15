import fc from "fast-check";
import { expect, test } from "vitest";
import { translateButane } from "../../lib/butane";
import { bounded } from "../support/bounded";

// Inputs at which a reader of YAML may hang, overflow its stack or fill the memory. The large ones are translated in a process of their own,
// with a heap of a few times their size. How long they take depends on the machine, so that the bound on time is only there to end.

const MEGABYTES = 100;
const LEVELS = 10_000;
const BOUNDS = { heap: 1536, seconds: 240 };
const LIMIT = BOUNDS.seconds * 1000 + 60_000;

interface Outcome {
  readonly reports: number;
  readonly error?: string;
  /** Length of the JSON. */
  readonly json?: number;
  /** The most memory that the process had, in megabytes. */
  readonly memory: number;
}

/** Translates what an expression of JavaScript, in which H is the head of a config, comes to. */
async function translated(expression: string): Promise<Outcome> {
  return bounded(
    `const H = "variant: flatcar\\nversion: 1.1.0\\n";
     const MB = ${MEGABYTES} * 1024 * 1024;
     const input = ${expression};
     const { reports, error, json } = lib("butane/index.js").translateButane(input);
     answer({ reports: reports.length, error, json: json?.length, memory: process.resourceUsage().maxRSS / 1024 });`,
    BOUNDS,
  );
}

test("any bytes end in a config or an error", () => {
  const mark = fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]);
  fc.assert(
    fc.property(mark, fc.uint8Array({ maxLength: 200 }), (first, rest) => {
      const { config, error } = translateButane(Uint8Array.from([...first, ...rest]));
      expect(config === undefined).toBe(error !== undefined);
    }),
    { numRuns: 1000 },
  );
});

test("any texts of the characters of YAML end in a config or an error", () => {
  const tokens = fc.constantFrom("a", "storage", "files", "path", "<<", "0", "~", ": ", ":", "- ", "? ", "#", " #", "&a ", "*a", "!!str ", "!", "|", ">", "'", '"', "{", "}", "[", "]", ", ", "\n", "\n  ", "\n\t", "---\n", "...\n", "%", "\\", "\r", "\u0085", "\u2028", "\ufeff", "\ud800", "\u0000"); // prettier-ignore
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 60 }), fc.boolean(), (parts, hasHead) => {
      const { config, error, reports } = translateButane((hasHead ? "variant: flatcar\nversion: 1.1.0\n" : "") + parts.join(""));
      expect(config === undefined).toBe(error !== undefined);
      for (const { line = 1, column = 1 } of reports) expect(Math.min(line, column)).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["block lists", '"x:\\n  " + "- ".repeat(LEVELS) + "a\\n"'],
  ["block mappings", '"x:\\n  - a:\\n" + Array.from({ length: 2000 }, (_, i) => " ".repeat(i + 4) + "a:\\n").join("")'],
  ["keys with a question mark", '"x:\\n  " + "? ".repeat(LEVELS) + "a\\n"'],
  ["lists in brackets", '"x: " + "[".repeat(LEVELS) + "]".repeat(LEVELS)'],
  ["lists that are never closed", '"x: " + "[".repeat(100 * LEVELS)'],
  ["mappings in braces", '"x: " + "{a: ".repeat(LEVELS) + "b" + "}".repeat(LEVELS)'],
  ["mappings as keys of mappings", '"x: " + "{".repeat(LEVELS) + "a" + "}".repeat(LEVELS)'],
  ["lists where a config has files", '"storage:\\n  files:\\n  " + "- ".repeat(LEVELS - 100) + "a\\n"'],
  ["merges of merges", '"x0: &a0 {path: /a}\\n" + Array.from({ length: 3000 }, (_, i) => `x${i + 1}: &a${i + 1} {<<: *a${i}}\\n`).join("")'],
])("thousands of levels of %s end", async (_, text) => {
  const { error, json, memory } = await translated(`H + ${text.replaceAll("LEVELS", String(LEVELS))}`);
  expect(error ?? json).toBeDefined();
  expect(memory).toBeLessThan(500);
}, LIMIT); // prettier-ignore

/** Ten aliases each of what is ten aliases each, and so on. */
function bomb(open: string, leaf: string, close: string): string {
  const level = (i: number): string => {
    const aliases = Array.from({ length: 10 }, (_, j) => `${open === "{" ? `k${j}: ` : ""}*a${i - 1}`);
    return `x${i}: &a${i} ${open}${aliases.join(", ")}${close}\n`;
  };
  return `variant: flatcar\nversion: 1.1.0\nx0: &a0 ${leaf}\n${Array.from({ length: 12 }, (_, i) => level(i + 1)).join("")}`;
}

test.each([
  ["of lists, in keys that nobody reads", bomb("[", "a", "]"), undefined],
  ["of mappings, in keys that nobody reads", bomb("{", "a", "}"), undefined],
  ["of lists, as a list of texts", `${bomb("[", "a", "]")}kernel_arguments:\n  should_exist: *a12\n`, /cannot unmarshal !!seq into/],
  ["of lists, merged", `${bomb("[", "{path: /a}", "]")}storage: {<<: *a12}\n`, /map merge requires/],
  ["of mappings, as a section", `${bomb("{", "{files: []}", "}")}storage: *a12\n`, undefined],
  ["of what contains itself", "variant: flatcar\nversion: 1.1.0\nstorage: &a\n  <<: *a\n", /anchor 'a' value contains itself/],
])("a bomb of aliases %s ends", (_, text, error) => {
  const outcome = translateButane(text);
  if (error === undefined) expect(outcome.error).toBeUndefined();
  else expect(outcome.error).toMatch(error);
  expect(outcome.reports.length).toBeLessThan(40);
});

test("aliases that make a document a hundred times as large are refused as yaml.v3 refuses them", () => {
  const files = `x: &a [${"{path: /a}, ".repeat(2000)}]\nstorage:\n  files:\n`;
  const text = `variant: flatcar\nversion: 1.1.0\n${files}${"    - {append: *a}\n".repeat(3000)}`;
  expect(translateButane(text).error).toBe("yaml: document contains excessive aliasing");
});

test.each([
  ["plain", '"x: " + "a".repeat(MB)'],
  ["plain, of words", '"x: " + "a ".repeat(MB / 2)'],
  ["in quotes", `"x: '" + "a".repeat(MB) + "'"`],
  ["of escapes", `'x: "' + "\\\\x41".repeat(MB / 4) + '"'`],
  ["literal", '"x: |\\n" + "  a line of thirty characters\\n".repeat(MB / 30)'],
  ["folded", '"x: >\\n" + "  a line of thirty characters\\n".repeat(MB / 30)'],
  ["of empty lines", '"x: |\\n" + "\\n".repeat(MB)'],
  ["a key", '"a".repeat(MB) + ": x"'],
  ["an anchor", '"x: &" + "a".repeat(MB) + " y"'],
  ["an integer", '"storage:\\n  files:\\n  - path: /a\\n    mode: " + "7".repeat(MB)'],
  ["base64", '"x: !!binary " + "aGkh".repeat(MB / 4)'],
  ["base64 of no UTF-8", '"storage:\\n  files:\\n  - path: /a\\n    contents:\\n      inline: !!binary " + "////".repeat(MB / 4)'],
  ["the contents of a file", '"storage:\\n  files:\\n  - path: /a\\n    contents:\\n      inline: " + "a".repeat(MB)'],
  ["the name of a unit", '"systemd:\\n  units:\\n  - name: " + "a".repeat(MB)'],
  ["a comment", '"# " + "a".repeat(MB)'],
  ["white space", '" ".repeat(MB)'],
  ["empty lines after the end", '"\\n".repeat(MB)'],
])("a hundred megabytes of one scalar, %s, end", async (_, text) => {
  const { error, json, memory } = await translated(`H + ${text}`);
  expect(error ?? json).toBeDefined();
  expect(memory).toBeLessThan(BOUNDS.heap);
}, LIMIT); // prettier-ignore

test.each([
  ["no UTF-8", "Buffer.alloc(MB, 0xff)", "Error unmarshaling yaml: yaml: invalid leading UTF-8 octet"],
  ["zeros", "Buffer.alloc(MB)", "Error unmarshaling yaml: yaml: control characters are not allowed"],
  ["UTF-16", "Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.alloc(MB, 0x61)])", /cannot unmarshal !!str `\u6161/],
  ["spaces, six times,", "Buffer.alloc(6 * MB, 0x20)", "Error unmarshaling yaml: yaml: input of 629145600 bytes is larger than 268435456"],
])("a hundred megabytes of %s end in an error", async (_, bytes, error) => {
  expect((await translated(bytes)).error).toMatch(error);
}, LIMIT); // prettier-ignore

test.each([
  ["keys that nobody reads", 'Array.from({ length: 2e5 }, (_, i) => `k${i}: 1\\n`).join("")', 2e5],
  ["files with a mistake each", '"storage:\\n  files:\\n" + Array.from({ length: 5e4 }, (_, i) => `  - path: f${i}\\n`).join("")', 5e4],
  ["files and links", '"storage:\\n  links:\\n" + Array.from({ length: 1e4 }, (_, i) => `  - {path: /l${i}, target: /x}\\n`).join("") + "  files:\\n" + Array.from({ length: 1e4 }, (_, i) => `  - path: /f${i}\\n`).join("")', 0], // prettier-ignore
  ["units of one template", '"systemd:\\n  units:\\n" + Array.from({ length: 1e4 }, (_, i) => `  - {name: a@${i}.service, enabled: true}\\n`).join("")', 0], // prettier-ignore
  ["partitions", '"storage:\\n  disks:\\n  - device: /dev/a\\n    partitions:\\n" + Array.from({ length: 5e3 }, (_, i) => `    - {number: ${i + 1}, start_mib: ${i * 10 + 1}, size_mib: 10}\\n`).join("")', 0], // prettier-ignore
])("thousands of %s end in as many reports", async (_, text, reports) => {
  const outcome = await translated(`H + ${text}`);
  expect(outcome.reports).toBe(reports);
  expect(outcome.memory).toBeLessThan(800);
}, LIMIT); // prettier-ignore

test("a report on a text of more lines than a list can have is printed", async () => {
  const printed = await bounded<string>(
    `const text = "variant: flatcar\\nversion: 1.1.0\\nbogus: 1" + "\\n".repeat(1.5e8);
     const { formatReports, translateButane } = lib("butane/index.js");
     answer(formatReports(translateButane(text).reports, text));`,
    BOUNDS,
  );
  expect(printed).toContain("^^^^^^ unused key bogus\n 4 | \n 5 | \n");
}, LIMIT); // prettier-ignore

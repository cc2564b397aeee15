import fc from "fast-check";
import { expect, test } from "vitest";
import { validateIgnition } from "../../lib/ignition";
import { bounded } from "../support/bounded";

// Inputs at which a reader of JSON, or a rule, may hang, overflow its stack or fill the memory. The large ones are looked at in a process of
// their own, with a heap of a few times their size. How long they take depends on the machine, so that the bound on time is only there to end.

const MEGABYTES = 100;
const BOUNDS = { heap: 1536, seconds: 240 };
const LIMIT = BOUNDS.seconds * 1000 + 60_000;

interface Outcome {
  readonly reports: number;
  readonly error?: string;
  readonly exitCode: number;
  /** The most memory that the process had, in megabytes. */
  readonly memory: number;
}

/** What is said of what an expression of JavaScript comes to; in it V is the section that names a version. */
async function validated(expression: string): Promise<Outcome> {
  return bounded(
    `const V = '"ignition":{"version":"3.4.0"}';
     const MB = ${MEGABYTES} * 1024 * 1024;
     const input = ${expression};
     const validation = lib("ignition/validate.js").validateIgnition(input);
     const { exitCode } = lib("ignition/validate-output.js").validateOutput(validation);
     const { reports, error } = validation;
     answer({ reports: reports.length, error, exitCode, memory: process.resourceUsage().maxRSS / 1024 });`,
    BOUNDS,
  );
}

test("any bytes end in a verdict", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { error, reports } = validateIgnition(bytes);
      expect(error !== undefined || reports.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("any texts of the characters of JSON end in a verdict", () => {
  const tokens = fc.constantFrom("{", "}", "[", "]", ":", ",", '"', '"a"', '"storage"', '"files"', '"path"', "null", "true", "1", "-", "e9", ".5", "\\u00", "\\ud800", "\\", "\n", " ", "\u2028", "\ufeff", "\u0000", "\ud800"); // prettier-ignore
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 60 }), fc.boolean(), (parts, hasVersion) => {
      const text = (hasVersion ? '{"ignition":{"version":"3.4.0"},' : "") + parts.join("");
      const { error, reports } = validateIgnition(text);
      expect(error !== undefined || hasVersion).toBe(true);
      for (const { line = 0, column = 0 } of reports) expect(Math.min(line, column)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["lists", '"[".repeat(1e4) + "]".repeat(1e4)'],
  ["lists that are never closed", '"[".repeat(1e6)'],
  ["objects", `'{' + V + ',"x":' + '{"a":'.repeat(9990) + "1" + "}".repeat(9991)`],
  ["objects that are never closed", `'{"a":'.repeat(1e6)`],
  ["lists where a config has files", `'{' + V + ',"storage":{"files":' + "[".repeat(9990) + "]".repeat(9990) + "}}"`],
])(
  "ten thousand levels of %s end in a verdict",
  async (_, text) => {
    const { error, reports, memory } = await validated(text);
    expect(error !== undefined || reports > 0).toBe(true);
    expect(memory).toBeLessThan(500);
  },
  LIMIT,
);

const inFile = (key: string, text: string): string => `'{' + V + ',"storage":{"files":[{"path":"/a","${key}":' + ${text} + '}]}}'`;
const inContents = (source: string): string => inFile("contents", `'{"source":"' + ${source} + '"}'`);
const inUnit = (contents: string): string => `'{' + V + ',"systemd":{"units":[{"name":"a.service","contents":"' + ${contents} + '"}]}}'`;
const above = (text: string): string => `'{' + V + ',' + ${text} + '}'`;

test.each([
  ["a text", above(`'"x":"' + "a".repeat(MB) + '"'`)],
  ["escapes", above(`'"x":"' + "\\\\u0041".repeat(MB / 6) + '"'`)],
  ["a key", above(`'"' + "a".repeat(MB) + '":1'`)],
  ["white space in a key", above(`'"a' + " ".repeat(MB) + 'b":1'`)],
  ["a number", above(`'"x":' + "1".repeat(MB)`)],
  ["white space", above(`'"x":' + " ".repeat(MB) + "1"`)],
  ["line feeds", above(`'"x":' + "\\n".repeat(MB) + "1"`)],
  ["a mode", inFile("mode", `"7".repeat(MB)`)],
  ["a path", `'{' + V + ',"storage":{"files":[{"path":"/' + "a/".repeat(MB / 2) + '"}],"links":[{"path":"/b","target":"/"}]}}'`],
  ["a source", inContents(`"data:," + "a".repeat(MB)`)],
  ["a source in base64", inContents(`"data:;base64," + "aaaa".repeat(MB / 4)`)],
  ["a source of escapes", inContents(`"data:," + "%41".repeat(MB / 3)`)],
  ["a unit", inUnit(`"[Unit]\\\\n" + "A=a line of thirty bytes long\\\\n".repeat(MB / 31)`)],
  ["a unit of one line", inUnit(`"[Unit]" + " ".repeat(MB)`)],
])(
  "a hundred megabytes of %s end in a verdict",
  async (_, text) => {
    const { exitCode, error, reports, memory } = await validated(text);
    expect(exitCode).toBe(error === undefined ? 0 : 1);
    expect(reports).toBeLessThan(5);
    expect(memory).toBeLessThan(BOUNDS.heap);
  },
  LIMIT,
);

test.each([
  ["no UTF-8", "Buffer.alloc(MB, 0xff)", 1],
  ["zeros", "Buffer.alloc(MB)", 1],
  ["no UTF-8 in a text", `Buffer.concat([Buffer.from("{" + V + ',"x":"'), Buffer.alloc(MB, 0xff), Buffer.from('"}')])`, 0],
])(
  "a hundred megabytes of %s end in a verdict",
  async (_, bytes, exitCode) => {
    expect(await validated(bytes)).toMatchObject({ exitCode, reports: 1 });
  },
  LIMIT,
);

test(
  "more bytes than a string can hold end in an error",
  async () => {
    const error = "config of 629145600 bytes is larger than 268435456";
    expect(await validated("Buffer.alloc(6 * MB, 0x20)")).toMatchObject({ exitCode: 1, reports: 0, error });
  },
  LIMIT,
);

test.each([
  ["keys that nobody reads", above(`Array.from({ length: 1e5 }, (_, i) => '"k' + i + '":1').join()`), 100_000],
  ["keys of one name", above(`Array.from({ length: 1e5 }, () => '"k":1').join()`), 1],
  ["files of one path", `'{' + V + ',"storage":{"files":[' + Array(5e4).fill('{"path":"/a"}').join() + ']}}'`, 49_999],
  [
    "files with a mistake each",
    `'{' + V + ',"storage":{"files":[' + Array.from({ length: 5e4 }, (_, i) => '{"path":"f' + i + '"}').join() + ']}}'`,
    50_000,
  ],
  [
    "partitions one behind the other",
    `'{' + V + ',"storage":{"disks":[{"device":"/d","partitions":[' + Array.from({ length: 1e5 }, (_, i) => '{"number":' + (i + 1) + ',"startMiB":' + (i * 9 + 1) + ',"sizeMiB":9}').join() + ']}]}}'`,
    0,
  ],
  [
    "entries of lists that shrink and grow",
    `'{' + V + ',"storage":{"links":[' + Array(1e5).fill("{}").join() + "]," + '"links":[{}],"links":[{},{}],'.repeat(1e5) + '"links":[]}}'`,
    0,
  ],
  [
    "hard links to as many directories of one path",
    `'{' + V + ',"storage":{"directories":[' + Array(3000).fill('{"path":"/a"}').join() + '],"links":[' + Array(3000).fill('{"path":"/b","hard":true,"target":"/a"}').join() + ']}}'`,
    305_998,
  ],
])(
  "thousands of %s end in a verdict",
  async (_, text, reports) => {
    const outcome = await validated(text);
    expect(outcome.reports).toBe(reports);
    expect(outcome.memory).toBeLessThan(800);
  },
  LIMIT,
);

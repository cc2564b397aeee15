import { gzipSync } from "zlib";
import { expect, test } from "vitest";
import { type Answer, type Entry } from "./answer";
import { compare, isYamlFault } from "./compare";

const ENTRY: Entry = { kind: "error", path: "$.storage.files.0.path", line: 4, column: 7, message: "path not absolute" };
const REFUSED: Answer = { ok: false, error: "config generated was invalid", reports: [ENTRY], raw: "error at …\n" };
const TAKEN: Answer = { ok: true, json: '{"ignition":{"version":"3.4.0"}}', reports: [], raw: "" };

function unused(path: string, key: string): Entry {
  return { kind: "warning", path: `${path}.${key}`, line: 1, column: 1, message: `unused key ${key}` };
}

function warned(...reports: readonly Entry[]): Answer {
  return { ...TAKEN, reports };
}

function gzipped(text: string, level: number, rest = ""): Answer {
  const source = `data:;base64,${gzipSync(text, { level }).toString("base64")}`;
  return { ...TAKEN, json: `{"compression":"gzip","source":"${source}"${rest}}` };
}

test("answers that say the same do not differ", () => {
  for (const answer of [REFUSED, TAKEN]) expect(compare(answer, structuredClone(answer))).toEqual({ otherBytes: false });
});

test.each<[string, Answer, Answer]>([
  ["verdict", TAKEN, { ...TAKEN, ok: false }],
  ["verdict", REFUSED, { ...REFUSED, error: undefined }],
  ["error", REFUSED, { ...REFUSED, error: "source config is invalid" }],
  ["json", TAKEN, { ...TAKEN, json: '{"ignition":{"version":"3.3.0"}}' }],
  ["json", { ...TAKEN, json: '{"a":1,"b":2}' }, { ...TAKEN, json: '{"b":2,"a":1}' }],
  ["json", { ...TAKEN, json: '{"a":1}' }, { ...TAKEN, json: '{ "a": 1 }' }],
  ["reports", REFUSED, { ...REFUSED, reports: [] }],
  ["reports", REFUSED, { ...REFUSED, reports: [ENTRY, ENTRY] }],
  ["reports", REFUSED, { ...REFUSED, reports: [{ ...ENTRY, kind: "warning" }] }],
  ["reports", REFUSED, { ...REFUSED, reports: [{ ...ENTRY, path: "$.storage.files.1.path" }] }],
  ["reports", REFUSED, { ...REFUSED, reports: [{ ...ENTRY, line: 5 }] }],
  ["reports", REFUSED, { ...REFUSED, reports: [{ ...ENTRY, column: 8 }] }],
  ["reports", REFUSED, { ...REFUSED, reports: [{ ...ENTRY, message: "path not specified" }] }],
  ["reports", warned(unused("$", "a"), ENTRY), warned(ENTRY, unused("$", "a"))],
  ["raw", REFUSED, { ...REFUSED, raw: "" }],
  ["panic", REFUSED, { ...REFUSED, panic: "Error: no" }],
])("another %s is a difference", (part, real, ours) => {
  expect(compare(real, ours).difference?.part).toBe(part);
});

test("the unused keys of one mapping come in any order, those of two mappings one after the other", () => {
  const [a, b, c] = [unused("$", "a"), unused("$", "b"), unused("$.storage", "c")];
  expect(compare(warned(a, b, c), warned(b, a, c)).difference).toBeUndefined();
  expect(compare(warned(a, b, c), warned(c, a, b)).difference?.part).toBe("reports");
  expect(compare(warned(a, a), warned(a)).difference?.part).toBe("reports");
});

test("contents that are packed in another way are the same in other bytes; other contents are not", () => {
  const text = "a line of a file\n".repeat(50);
  expect(gzipped(text, 1).json).not.toBe(gzipped(text, 9).json);
  expect(compare(gzipped(text, 1), gzipped(text, 9))).toEqual({ otherBytes: true });
  expect(compare(gzipped(text, 9), gzipped(`${text} `, 9)).difference?.part).toBe("json");
  expect(compare(gzipped(text, 1), gzipped(text, 9, ',"mode":1')).difference?.part).toBe("json");
});

test("what is no YAML is refused by both, in whatever words; what is of another type is refused in the same ones", () => {
  const fault = (error: string): Answer => ({ ok: false, error, reports: [], raw: "" });
  const scanner = fault("Error unmarshaling yaml: yaml: line 3: found character that cannot start any token");
  expect(compare(scanner, fault("Error unmarshaling yaml: yaml: line 4: did not find expected key")).difference).toBeUndefined();
  expect(compare(scanner, fault("error parsing variant; must be specified")).difference?.part).toBe("error");
  expect(compare(scanner, TAKEN).difference?.part).toBe("verdict");
  const types = fault("yaml: unmarshal errors:\n  line 3: cannot unmarshal !!str `x` into int");
  expect([isYamlFault(scanner), isYamlFault(types)]).toEqual([true, false]);
  expect(compare(types, fault(`${types.error}eger`)).difference?.part).toBe("error");
});

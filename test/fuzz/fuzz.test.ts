import { expect, test } from "vitest";
import { type Answer } from "./answer";
import { type FuzzCase, caseOf } from "./cases";
import { type Corpus } from "./corpus";
import { type FuzzOptions, type FuzzResult, fuzz } from "./fuzz";
import { treeOf, type Mapping } from "./tree";

const CONFIG = { variant: "flatcar", version: "1.1.0", storage: { files: [{ path: "/a", mode: 420 }] } };
const CORPUS: Corpus = {
  butane: [{ kind: "butane", name: "a", text: JSON.stringify(CONFIG), tree: treeOf(CONFIG) as Mapping }],
  ignition: [
    { kind: "ignition", name: "b", text: '{"ignition":{"version":"3.4.0"}}', tree: treeOf({ ignition: { version: "3.4.0" } }) as Mapping },
  ],
  filesDirectory: "files",
};

/** Says of a text how often a letter is in it: an answer that is easily wrong. */
function counted({ text }: FuzzCase, letter = "e"): Answer {
  const count = Buffer.from(text).toString("latin1").split(letter).length - 1;
  const reports = count === 0 ? [] : [{ kind: "warning", path: "$", line: 1, column: count, message: `${count} of ${letter}` }];
  return { ok: true, json: "{}", reports, raw: reports.map(({ message }) => `${message}\n`).join("") };
}

async function run(ours: (one: FuzzCase) => Answer, options: Partial<FuzzOptions> = {}): Promise<FuzzResult> {
  const real = { ask: async (cases: readonly FuzzCase[]) => Promise.resolve(cases.map((one) => counted(one))) };
  return fuzz({ corpus: CORPUS, real, ours, seed: 1, cases: 300, ...options });
}

test("two sides that agree have no mismatch, and all is counted", async () => {
  const result = await run((one) => counted(one));
  expect(result).toMatchObject({ cases: 300, taken: 300, mismatches: 0, otherBytes: 0, realPanics: 0, exceptions: {}, shown: [] });
  expect(result.butane + result.ignition).toBe(300);
  expect(Math.min(result.butane, result.ignition)).toBeGreaterThan(50);
  expect(result.entries).toBeGreaterThan(200);
});

test("a mismatch is found, made small and shown once of its sort", async () => {
  const wrong = (one: FuzzCase): Answer => (Buffer.from(one.text).includes("ext4") ? { ...counted(one), ok: false } : counted(one));
  const { mismatches, shown } = await run(wrong, { cases: 2000 });
  expect(mismatches).toBeGreaterThan(shown.length);
  expect(shown.length).toBeLessThanOrEqual(2);
  expect(shown.length).toBeGreaterThan(0);
  for (const { one, smallest, difference } of shown) {
    expect(Buffer.from(smallest.text).toString()).toBe("ext4");
    expect(Buffer.from(one.text).includes("ext4")).toBe(true);
    expect(difference).toEqual({ part: "verdict", real: "fine", ours: "refused" });
  }
});

test("the number of a mismatch and the seed make its case again", async () => {
  const { shown } = await run((one) => counted(one, "a"), { first: 1000, seed: 3 });
  expect(shown.length).toBeGreaterThan(0);
  for (const { index, one } of shown) expect(caseOf(CORPUS, 3, index)).toEqual(one);
  expect(Math.min(...shown.map(({ index }) => index))).toBeGreaterThanOrEqual(1000);
});

test("no more mismatches are made small than asked for, and all are counted", async () => {
  const { mismatches, shown } = await run((one) => ({ ...counted(one), ok: false }), { shown: 1 });
  expect([mismatches, shown.length]).toEqual([300, 1]);
});

test("what we throw is a mismatch", async () => {
  const { shown } = await run((one) => ({ ...counted(one), panic: "Error: thrown" }), { cases: 10 });
  expect(shown[0].difference).toEqual({ part: "panic", real: "", ours: "Error: thrown" });
});

test("an answer that the real tool gives only sometimes is one of its answers", async () => {
  let asks = 0;
  const real = {
    ask: async (cases: readonly FuzzCase[]) => Promise.resolve(cases.map((one) => counted(one, asks++ % 3 === 0 ? "a" : "e"))),
  };
  expect(await run((one) => counted(one), { real })).toMatchObject({ mismatches: 0 });
});

test("where the real tool gives up ours only has to have an answer", async () => {
  const real = {
    ask: async (cases: readonly FuzzCase[]) => Promise.resolve(cases.map((one) => ({ ...counted(one), panic: "out of memory" }))),
  };
  const { mismatches, realPanics, exceptions } = await run((one) => ({ ...counted(one), ok: false }), { real });
  expect({ mismatches, realPanics, exceptions }).toEqual({ mismatches: 0, realPanics: 300, exceptions: { "go-gives-up": 300 } });
});

test("a run ends when it is told to", async () => {
  const { cases } = await run((one) => counted(one), { cases: Infinity, goesOn: (done) => done < 400 });
  expect(cases).toBe(400);
});

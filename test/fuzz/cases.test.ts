import * as path from "path";
import { expect, test } from "vitest";
import { PROJECT } from "../support/project";
import { caseOf } from "./cases";
import { readCorpus } from "./corpus";
import { mutateBytes, mutateText } from "./mutate-text";
import { mutateTree } from "./mutate-tree";
import { Random } from "./random";
import { type Mapping, copyTree, treeOf } from "./tree";

const CORPUS = readCorpus(path.join(PROJECT, "test", "vectors"));

test("the corpus is the vectors of both languages, nearly all of which are documents", () => {
  for (const seeds of [CORPUS.butane, CORPUS.ignition]) {
    expect(seeds.length).toBeGreaterThan(80);
    expect(seeds.filter(({ tree }) => tree === undefined).length).toBeLessThan(seeds.length / 5);
  }
});

test("a seed and a number make the same case each time, and nearly no two cases are the same", () => {
  const written = (seed: number, index: number): string => {
    const { text, ...rest } = caseOf(CORPUS, seed, index);
    return JSON.stringify({ ...rest, text: Buffer.from(text).toString("base64") });
  };
  const cases = Array.from({ length: 300 }, (_, i) => written(1, i));
  expect(Array.from({ length: 300 }, (_, i) => written(1, i))).toEqual(cases);
  expect(new Set(cases).size).toBeGreaterThan(280);
  expect(written(2, 5)).not.toBe(cases[5]);
});

test("cases are of both kinds, with and without files, compact and pretty", () => {
  const cases = Array.from({ length: 400 }, (_, i) => caseOf(CORPUS, 3, i));
  const butane = cases.filter(({ kind }) => kind === "butane");
  const ignition = cases.filter(({ kind }) => kind === "ignition");
  expect(Math.min(butane.length, ignition.length)).toBeGreaterThan(100);
  for (const option of ["files", "pretty"] as const) {
    expect(new Set(butane.map((one) => one[option]))).toEqual(new Set([true, false]));
    expect(new Set(ignition.map((one) => one[option]))).toEqual(new Set([false]));
  }
});

test("a tree is changed nearly every time, and the one it was copied from is not", () => {
  const seed = treeOf({ variant: "flatcar", storage: { files: [{ path: "/a", mode: 420, contents: { inline: "x" } }] } }) as Mapping;
  const before = JSON.stringify(seed);
  const changed = Array.from({ length: 300 }, (_, i) => {
    const copy = copyTree(seed) as Mapping;
    mutateTree(new Random(i), copy, "butane");
    return JSON.stringify(copy);
  });
  expect(JSON.stringify(seed)).toBe(before);
  expect(changed.filter((tree) => tree !== before).length).toBeGreaterThan(200);
  expect(new Set(changed).size).toBeGreaterThan(150);
});

test("an empty document is changed too", () => {
  for (let i = 0; i < 50; i++) {
    const empty = treeOf({}) as Mapping;
    mutateTree(new Random(i), empty, "ignition");
    expect(empty.entries.length).toBeGreaterThan(0);
  }
});

test("a text is changed nearly every time, however short it is", () => {
  const text = "a: 1\nb:\n  - 'c'\n";
  const changed = Array.from({ length: 300 }, (_, i) => mutateText(new Random(i), text, "butane"));
  expect(changed.filter((one) => one !== text).length).toBeGreaterThan(210);
  for (let i = 0; i < 100; i++) expect(typeof mutateText(new Random(i), "", i % 2 === 0 ? "butane" : "ignition")).toBe("string");
});

test("bytes are changed by one, which need not be UTF-8 any more", () => {
  const text = Buffer.from("variant: flatcar\n");
  const changed = Array.from({ length: 100 }, (_, i) => mutateBytes(new Random(i), text));
  for (const bytes of changed) expect(Math.abs(bytes.length - text.length)).toBeLessThanOrEqual(1);
  expect(changed.some((bytes) => Buffer.from(bytes).toString("utf8").includes("\ufffd"))).toBe(true);
});

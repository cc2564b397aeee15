import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { PROJECT } from "../support/project";
import { compare } from "./compare";
import { ours } from "./ours";
import { readVectors } from "./vector";

const VECTORS = path.join(PROJECT, "test", "vectors");
const FOUND = path.join(VECTORS, "fuzz");
const answer = ours(path.join(VECTORS, "butane", "files"));
const files = fs.readdirSync(FOUND).filter((name) => name.endsWith(".ndjson"));

test("there are files of what was found", () => {
  expect(files.length).toBeGreaterThan(0);
});

test.each(files)("of what was found in %s the real answers are ours now", (file) => {
  const vectors = readVectors(fs.readFileSync(path.join(FOUND, file), "utf8"));
  expect(vectors.length).toBeGreaterThan(0);
  for (const [i, { one, real }] of vectors.entries()) {
    const { difference } = compare(real, answer(one));
    expect({ line: i + 1, difference }).toEqual({ line: i + 1, difference: undefined });
  }
});

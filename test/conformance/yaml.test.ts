import { execFileSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { readYaml } from "../../lib/butane/yaml";
import { outcome, tree } from "../butane/yaml/tree";
import { readCorpus } from "../fuzz/corpus";
import { mutateBytes, mutateText } from "../fuzz/mutate-text";
import { Random } from "../fuzz/random";
import { builtTool, requires } from "../integration/harness";
import { PROJECT } from "../support/project";

const CASES = 20_000;
const SEED = 3_001;

interface Answer {
  readonly node: unknown;
  readonly error?: string | { readonly b64: string };
  readonly panic?: string;
}

const VECTORS = path.join(PROJECT, "test", "vectors");

/** Configs, and the short documents that each have a rule of YAML in them. */
function seeds(): string[] {
  const documents = fs
    .readFileSync(path.join(VECTORS, "yaml", "documents.ndjson"), "utf8")
    .trimEnd()
    .split("\n");
  const short = documents.flatMap((line) => (JSON.parse(line) as { text?: string }).text ?? []);
  return [...readCorpus(VECTORS).butane.map(({ text }) => text), ...short, ...short];
}

function mutated(): Uint8Array[] {
  const random = new Random(SEED);
  const texts = seeds();
  return Array.from({ length: CASES }, () => {
    let text = random.pick(texts);
    for (let i = random.between(1, 4); i > 0; i--) text = mutateText(random, text, "butane");
    return random.chance(0.03) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(text);
  });
}

/** Where a second byte order mark stands first on a line, yaml.v3 takes it for content or not by what its buffer holds just then. */
function hasMarkInside(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).indexOf("\ufeff", 1) > 0;
}

/** What is no character is found when it is read ahead, and yaml.v3 then may stumble over something else first. */
const UNREADABLE = /^yaml: (control characters are not allowed|(invalid|incomplete) .*UTF-8.*|invalid Unicode character)$/;

function isSame(ours: { node: unknown } | { error: string }, real: Answer): boolean {
  if (real.panic !== undefined) return false;
  if (real.error === undefined) return JSON.stringify(ours) === JSON.stringify({ node: real.node });
  return "error" in ours && (ours.error === real.error || UNREADABLE.test(ours.error));
}

requires("tool-yaml-oracle")("mutated documents", () => {
  test("are read as yaml.v3 reads them: verdict, words of the error, tags, values and places", () => {
    const cases = mutated().filter((bytes) => !hasMarkInside(bytes));
    const input = cases.map((bytes) => Buffer.from(bytes).toString("base64")).join("\n");
    const lines = execFileSync(builtTool("yaml-oracle"), { input, maxBuffer: 2 ** 30, encoding: "utf8" })
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(cases.length);
    let taken = 0;
    const different = lines.flatMap((line, i) => {
      const real = JSON.parse(line) as Answer;
      const ours = outcome(() => {
        const document = readYaml(cases[i]);
        return { node: tree(document) };
      });
      if (real.error === undefined) taken++;
      return isSame(ours, real) ? [] : [{ text: Buffer.from(cases[i]).toString(), real, ours }];
    });
    expect(different).toEqual([]);
    expect(taken).toBeGreaterThan(CASES / 5);
  });
});

import { type Corpus, type Seed } from "./corpus";
import { grow } from "./generate";
import { mutateBytes, mutateText } from "./mutate-text";
import { mutateTree } from "./mutate-tree";
import { printJson } from "./print-json";
import { printYaml } from "./print-yaml";
import { Random } from "./random";
import { BUTANE, IGNITION } from "./schema";
import { type Mapping, copyTree, raw, setValue } from "./tree";

/** One config that both sides are asked about. */
export interface FuzzCase {
  readonly kind: "butane" | "ignition";
  readonly text: Uint8Array;
  /** Of Butane alone: whether there is a files directory. */
  readonly files: boolean;
  /** Of Butane alone: whether the output is to be indented. */
  readonly pretty: boolean;
}

/** The case of a seed and a number, always the same. */
export function caseOf(corpus: Corpus, seed: number, index: number): FuzzCase {
  const random = new Random(seed, index, 5);
  const kind = random.chance(0.62) ? "butane" : "ignition";
  const seeds = corpus[kind];
  const withTree = seeds.filter(({ tree }) => tree !== undefined);
  const text = random.weighted<() => string>([
    [25, () => changeText(random, random.pick(seeds).text, kind)],
    [45, () => print(random, changeTree(random, random.pick(withTree)), kind)],
    [20, () => print(random, made(random, kind), kind)],
    [10, () => changeText(random, print(random, changeTree(random, random.pick(withTree)), kind), kind)],
  ])();
  const bytes = Buffer.from(text, "utf8");
  return {
    kind,
    text: random.chance(0.03) ? mutateBytes(random, bytes) : bytes,
    files: kind === "butane" && random.chance(0.85),
    pretty: kind === "butane" && random.chance(0.1),
  };
}

function changeText(random: Random, text: string, kind: FuzzCase["kind"]): string {
  for (let i = times(random); i > 0; i--) text = mutateText(random, text, kind);
  return text;
}

function changeTree(random: Random, { tree, kind }: Seed): Mapping {
  const changed = copyTree(tree as Mapping) as Mapping;
  for (let i = times(random); i > 0; i--) mutateTree(random, changed, kind);
  return changed;
}

function made(random: Random, kind: FuzzCase["kind"]): Mapping {
  const density = random.pick([0.05, 0.12, 0.25, 0.4]);
  const nastiness = random.pick([0, 0, 0.01, 0.03, 0.1, 0.4]);
  const grown = grow(random, kind === "butane" ? BUTANE : IGNITION, { density, nastiness }) as Mapping;
  if (kind === "butane") setValue(grown, ["variant"], raw("flatcar"));
  return grown;
}

function times(random: Random): number {
  return random.weighted([
    [8, 1],
    [4, 2],
    [2, 3],
    [1, 6],
  ]);
}

function print(random: Random, tree: Mapping, kind: FuzzCase["kind"]): string {
  return kind === "butane" ? printYaml(random, tree) : printJson(random, tree);
}

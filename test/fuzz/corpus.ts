import * as fs from "fs";
import * as path from "path";
import { type Mapping, type Tree, treeOf } from "./tree";
import { treeOfYaml } from "./yaml-tree";

/** A config that the fuzzer starts from. */
export interface Seed {
  readonly kind: "butane" | "ignition";
  /** Where it comes from. */
  readonly name: string;
  readonly text: string;
  /** The same before it was written down; undefined where the text is no mapping, or not even a document. */
  readonly tree?: Mapping;
}

/** Larger examples make a run slow, and have no more rules in them. */
const MAX_BYTES = 12_000;

/** What the fuzzer starts from, and the files that its Butane configs name. */
export interface Corpus {
  readonly butane: readonly Seed[];
  readonly ignition: readonly Seed[];
  /** Absolute path of the files directory. */
  readonly filesDirectory: string;
}

/** Reads the vectors of both languages. */
export function readCorpus(vectors: string): Corpus {
  const butane = path.join(vectors, "butane");
  const ignition = path.join(vectors, "ignition");
  return {
    butane: readFolder(butane, ".yaml").flatMap(({ name, text }) => seedOf("butane", name, text)),
    ignition: [...readFolder(path.join(ignition, "validate"), ".ign"), ...readRecorded(path.join(ignition, "recorded.ndjson"))].flatMap(
      ({ name, text }) => seedOf("ignition", name, text),
    ),
    filesDirectory: path.join(butane, "files"),
  };
}

interface Example {
  readonly name: string;
  readonly text: string;
}

function readFolder(folder: string, extension: string): Example[] {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(extension));
  return names.sort().map((name) => ({ name, text: fs.readFileSync(path.join(folder, name), "utf8") }));
}

// The recorded ones are many and alike.
function readRecorded(file: string): Example[] {
  const lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  const every = Math.max(1, Math.floor(lines.length / 60));
  return lines.flatMap((line, i) =>
    i % every === 0 ? [{ name: `recorded ${i}`, text: (JSON.parse(line) as { text: string }).text }] : [],
  );
}

function seedOf(kind: Seed["kind"], name: string, text: string): Seed[] {
  if (text.length > MAX_BYTES) return [];
  const tree = kind === "butane" ? treeOfYaml(text) : treeOfJson(text);
  return [{ kind, name, text, tree: tree?.kind === "mapping" && tree.entries.length > 0 ? tree : undefined }];
}

function treeOfJson(text: string): Tree | undefined {
  try {
    return treeOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

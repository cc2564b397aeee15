import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CONFIG } from "../../../lib/butane/v1_1/schema";
import { decodeCommon, decodeYaml, readYaml, unusedKeys } from "../../../lib/butane/yaml";
import { goString, outcome, tree } from "./tree";

interface Input {
  readonly text?: string;
  readonly base64?: string;
}

interface DocumentVector extends Input {
  readonly node?: unknown;
  readonly error?: string;
}

interface ConfigVector extends Input {
  readonly common: unknown;
  readonly config: unknown;
}

function vectors<T>(file: string): T[] {
  const text = readFileSync(join(__dirname, "../../vectors/yaml", file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

const bytes = ({ text, base64 }: Input): Uint8Array =>
  base64 === undefined ? Buffer.from(text ?? "", "utf8") : Buffer.from(base64, "base64");

/** As the vectors hold decoded values: integers as text, no empty objects. */
function shown(value: unknown): unknown {
  if (typeof value === "string") return goString(value);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, shown(child)] as const);
  return Object.fromEntries(entries.filter(([, child]) => JSON.stringify(child) !== "{}"));
}

test.each(vectors<DocumentVector>("documents.ndjson"))("$text $base64 is read as yaml.v3 reads it", ({ node, error, ...input }) => {
  const read = outcome(() => {
    const document = readYaml(bytes(input));
    return { node: tree(document) };
  });
  expect(read).toEqual(error === undefined ? { node } : { error });
});

test.each(vectors<ConfigVector>("configs.ndjson"))("$text is decoded as butane decodes it", ({ common, config, ...input }) => {
  const document = readYaml(bytes(input));
  expect(outcome(() => decodeCommon(document))).toEqual(common);
  const read = outcome(() => {
    const decoded = decodeYaml(document, CONFIG);
    const reports = unusedKeys(document, CONFIG, decoded).map(({ path, message, line, column }) => ({
      // An empty key in the document itself: its path can not be told from the document's.
      path: path === "" && message === "unused key " ? "$." : path === "" ? "$" : `$.${path}`,
      message,
      line: line ?? 0,
      column: column ?? 0,
    }));
    return { decoded: shown(decoded), reports: reports.sort((a, b) => a.line - b.line || a.column - b.column) };
  });
  expect(read).toEqual(config);
});

test("a text is read as its bytes are", () => {
  const texts = vectors<DocumentVector>("documents.ndjson").filter(({ text }) => text !== undefined);
  for (const { text = "" } of texts) {
    expect(outcome(() => tree(readYaml(text)))).toEqual(outcome(() => tree(readYaml(Buffer.from(text, "utf8")))));
  }
});

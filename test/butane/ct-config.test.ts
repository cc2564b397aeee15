import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { MemoryFilesDirectory, renderCtConfig } from "../../lib/butane";

const VECTORS = path.join(__dirname, "..", "vectors", "ct");

interface Vector {
  readonly name: string;
  readonly pretty_print: boolean;
  readonly strict: boolean;
  readonly content: string;
  readonly snippets: readonly string[];
  readonly ok: boolean;
}

const read = (name: string): string => fs.readFileSync(path.join(VECTORS, name), "utf8");
const manifest = JSON.parse(read("manifest.json")) as readonly Vector[];
const HEAD = "variant: flatcar\nversion: 1.1.0\n";

test("every vector of the shared ones is there", () => {
  expect(manifest.length).toBe(18);
});

test.each(manifest)("$name: rendered, or refused, as by the data source", ({ name, content, snippets, strict, pretty_print, ok }) => {
  const result = renderCtConfig(read(content), { snippets: snippets.map(read), strict, prettyPrint: pretty_print });
  expect(result).toEqual(ok ? { rendered: read(`${name}.rendered.json`) } : { error: read(`${name}.err`).replace(/\n$/, "") });
});

test("without snippets the content is brought to 3.4.0 too, with all its empty objects", () => {
  const { rendered = "" } = renderCtConfig("variant: flatcar\nversion: 1.0.0\n");
  expect(rendered).toBe(
    '{"ignition":{"config":{"replace":{"verification":{}}},"proxy":{},"security":{"tls":{}},"timeouts":{},"version":"3.4.0"},' +
      '"kernelArguments":{},"passwd":{},"storage":{},"systemd":{}}',
  );
});

test("a snippet that needs a later spec than 3.4.0 is refused in the provider's words", () => {
  const later = "variant: flatcar\nversion: 1.2.0-experimental\n";
  expect(renderCtConfig(HEAD, { snippets: [later] })).toEqual({
    error: "snippet parse error: unsupported config version, expect v1.4.0",
  });
});

test("local files come from the directory that is given", () => {
  const content = `${HEAD}storage: {files: [{path: /a, contents: {local: a.txt}}]}\n`;
  expect(renderCtConfig(content)).toEqual({ error: "source config is invalid" });
  const { rendered = "" } = renderCtConfig(content, { filesDir: new MemoryFilesDirectory({ "a.txt": "hi" }) });
  expect(JSON.parse(rendered)).toMatchObject({ storage: { files: [{ path: "/a", contents: { source: "data:,hi" } }] } });
});

test("an empty fragment of a file is written with its empty object", () => {
  const { rendered } = renderCtConfig(`${HEAD}storage: {files: [{path: /a, append: [{source: "https://a"}]}]}\n`);
  expect(rendered).toContain('"append":[{"source":"https://a","verification":{}}]');
});

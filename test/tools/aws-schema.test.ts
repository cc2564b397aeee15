import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { BEHAVIOUR, type BlockSchema, PROVIDER_FOLDER, SCHEMAS } from "../emulators/aws/schema";
import { PROJECT, runFine, withScratch } from "../support/project";

const PACKAGE = path.join(PROJECT, "node_modules/@cdktf/provider-aws");

test("the schema is what the script recovers from the package", () => {
  const recovered = runFine(process.execPath, ["scripts/recover-aws-schema.mjs"], { env: { PATH: "" } });
  expect(recovered === fs.readFileSync(path.join(PROVIDER_FOLDER, "schemas/aws.json"), "utf8")).toBe(true);
});

test("the schema is of the version that the package binds, and that the mirror serves", async () => {
  const { cdktf } = JSON.parse(fs.readFileSync(path.join(PACKAGE, "package.json"), "utf8"));
  expect(cdktf.provider).toMatchObject({ name: expect.stringMatching(/hashicorp\/aws$/), version: "6.25.0" });
  const { TOOLS } = (await import("./tools.mjs" as string)) as { TOOLS: readonly { name: string; provider?: string }[] };
  expect(TOOLS.find(({ name }) => name === "provider-aws-stand-in")?.provider).toBe(`hashicorp/aws/${cdktf.provider.version}`);
  expect(BEHAVIOUR.documentation).toBe(`https://registry.terraform.io/providers/hashicorp/aws/${cdktf.provider.version}/docs/`);
});

/** The TypeScript that the package was compiled from, as its source maps carry it. */
function published(folder: string): string {
  const text = fs.readFileSync(path.join(PACKAGE, "lib", folder, "index.js"), "utf8");
  const map = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(text)?.[1] ?? "";
  return JSON.parse(Buffer.from(map, "base64").toString("utf8")).sourcesContent[0];
}

/** Without what the bindings do not tell of a schema: descriptions. The package names its provider by the short form of its address. */
function code(text: string): string[] {
  const withoutDescriptions = text.replace(/\/\*\*?[^]*?\*\//g, "").replace("'hashicorp/aws'", "'aws'");
  return withoutDescriptions.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("//"));
}

test("bindings that are generated from the schema are those of the package, line by line", { timeout: 60_000 }, () => {
  withScratch((scratch) => {
    runFine(process.execPath, ["test/tools/generate-aws-bindings.mjs", scratch], { env: { PATH: "" } });
    const generated = path.join(scratch, "providers/aws");
    const folders = fs.readdirSync(generated, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
    const { resource_schemas: resources, data_source_schemas: data } = SCHEMAS;
    expect(folders).toHaveLength(Object.keys(resources).length + Object.keys(data).length + 1);
    for (const folder of folders) {
      const lines = code(fs.readFileSync(path.join(generated, folder, "index.ts"), "utf8"));
      expect(lines.length, folder).toBeGreaterThan(100);
      expect(lines, folder).toEqual(code(published(folder)));
    }
  });
});

function has(block: BlockSchema | undefined, [name, ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return has(block?.block_types?.[name]?.block, rest);
  return block?.attributes?.[name] !== undefined || block?.block_types?.[name] !== undefined;
}

test("every line of the table is of an attribute of the schema, says something, and cites its page", () => {
  for (const [key, { see, ...says }] of Object.entries(BEHAVIOUR.rows)) {
    const [type, ...names] = key.split(".");
    if (type === "*") {
      expect(see, key).toMatch(/^(guides\/enhanced-region-support)?#/);
      continue;
    }
    expect(has(SCHEMAS.resource_schemas[type]?.block, names), key).toBe(true);
    expect(BEHAVIOUR.sources[type], key).toMatch(/^(autoscaling|ec2|elbv2|iam)\/[a-z0-9_]+\.go$/);
    expect(Object.keys(says).length, key).toBeGreaterThan(0);
    // An argument has an anchor of its own; what is only exported is listed together.
    const page = `resources/${type.slice("aws_".length)}`;
    expect([`${page}#${names.at(-1)}`, `${page}#attribute-reference`], key).toContain(see);
  }
});

test("the table has a line of its own for each of its lines, so that two versions compare", () => {
  const lines = fs.readFileSync(path.join(PROVIDER_FOLDER, "schemas/behaviour.json"), "utf8").split("\n");
  const rows = lines.filter((line) => /^ {2}"(aws_\w+|\*)\.[\w.]+": \{.*\},?$/.test(line));
  expect(rows).toHaveLength(Object.keys(BEHAVIOUR.rows).length);
});

test("the plugin says what it is, wherever it speaks of itself", () => {
  const read = (file: string): string => fs.readFileSync(path.join(PROVIDER_FOLDER, file), "utf8");
  expect(read("README.md")).toMatch(/^# A stand-in[^]*\*\*not\*\* the AWS provider/);
  expect(read("main.go")).toMatch(/^\/\/ Package main is a stand-in[^]*It is not that provider/);
  expect(read("schema.go")).toContain('providerDescription = "A stand-in for hashicorp/aws, for tests');
});

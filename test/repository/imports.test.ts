import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { PROJECT, filesBelow, runFine, withScratch } from "../support/project";

const IMPORTS = path.join(PROJECT, "lib", "imports");
const texts = (folder: string): [string, string][] =>
  filesBelow(folder)
    .filter((file) => !file.startsWith("schemas/"))
    .map((file) => [file, fs.readFileSync(path.join(folder, file), "utf8")]);

test("the bindings are what the generator makes of the schemas beside them", { timeout: 120_000 }, () => {
  withScratch((folder) => {
    runFine(process.execPath, ["scripts/generate-imports.mjs", folder], { env: { PATH: "" } });
    const generated = texts(folder);
    const committed = texts(IMPORTS);
    expect(generated.map(([file]) => file)).toEqual(committed.map(([file]) => file));
    const different = generated.filter(([, text], i) => text !== committed[i][1]).map(([file]) => file);
    expect(different).toEqual([]);
    expect(generated.length).toBeGreaterThan(15);
  });
});

test("the schemas leave the provider's version out, so that a stack gets a constraint and not one exact version", () => {
  for (const file of filesBelow(path.join(IMPORTS, "schemas"))) {
    const schema = JSON.parse(fs.readFileSync(path.join(IMPORTS, "schemas", file), "utf8"));
    expect(schema).not.toHaveProperty("provider_versions");
  }
});

import * as fs from "fs";
import * as path from "path";
import type { ValidateFunction } from "ajv";
import { expect, test } from "vitest";
import { anchors, codeBlocks, links } from "../support/markdown";
import { PROJECT, repositoryFiles, typeCheck, withScratch } from "../support/project";
import { errorCodes } from "./error-codes";
import { lockSchema, manifestSchema, settingsSchema } from "./schemas";

const PAGES = repositoryFiles().filter((file) => /^(docs\/[^/]+|README|CHANGELOG)\.md$/.test(file) || /^[A-Z]+\.md$/.test(file));
const read = (file: string): string => fs.readFileSync(path.join(PROJECT, file), "utf8");

test("every TypeScript block of the documentation type-checks by itself", { timeout: 120_000 }, () => {
  withScratch((folder) => {
    const lines = new Map<string, string>();
    for (const page of PAGES) {
      for (const block of codeBlocks(read(page)).filter(({ language }) => language === "ts")) {
        const file = `${page.replace(/\W/g, "-")}-${block.line}.ts`;
        lines.set(file, `${page}:${block.line}`);
        fs.writeFileSync(path.join(folder, file), block.text);
      }
    }
    expect(lines.size).toBeGreaterThan(5);
    const modules = path.join(PROJECT, "node_modules");
    const lib = path.join(PROJECT, "lib");
    const compilerOptions = {
      target: "ES2022",
      module: "CommonJS",
      moduleResolution: "Node10",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      // Blocks share nothing: one that imports and exports nothing would be a script, whose names all scripts see.
      moduleDetection: "force",
      esModuleInterop: true,
      types: ["node"],
      typeRoots: [path.join(modules, "@types")],
      baseUrl: ".",
      paths: {
        "cdktf-flatcar": [path.join(lib, "index.ts")],
        "cdktf-flatcar/*": [path.join(lib, "*", "index.ts")],
        "*": [path.join(modules, "*")],
      },
    };
    fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const complaints = typeCheck(["-p", "."], folder)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replace(/^([^(]+\.ts)\(/, (whole, file: string) => (lines.has(file) ? `${lines.get(file)} (` : whole)));
    expect(complaints).toEqual([]);
  });
});

/** The schema of what a block shows, and the part that it is about. */
function schemaOf(value: { readonly [key: string]: unknown }): readonly [valid?: ValidateFunction, part?: unknown] {
  if ("lockVersion" in value) return [lockSchema(), value];
  if ("//" in value) return [manifestSchema(), (value["//"] as { readonly flatcar: unknown }).flatcar];
  return ["overrides", "severities"].some((key) => key in value) ? [settingsSchema(), value] : [];
}

test("every JSON block of the documentation is JSON, and valid where it shows a lock file, a manifest or settings of checks", () => {
  let validated = 0;
  for (const page of PAGES) {
    for (const block of codeBlocks(read(page)).filter(({ language }) => language === "json")) {
      const value = JSON.parse(block.text);
      const [valid, part] = schemaOf(value);
      if (valid === undefined) continue;
      validated++;
      expect(valid(part), `${page}:${block.line}: ${JSON.stringify(valid.errors)}`).toBe(true);
    }
  }
  expect(validated).toBeGreaterThanOrEqual(2);
});

test("every relative link leads to a file of the repository, and to a heading where it names one", () => {
  const files = new Set(repositoryFiles());
  const broken = PAGES.flatMap((page) =>
    links(read(page))
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [name, anchor] = link.split("#");
        const target = name === "" ? page : path.posix.join(path.posix.dirname(page), name);
        return !files.has(target) || (anchor !== undefined && !anchors(read(target)).has(anchor));
      })
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("the README leads to every page of the documentation", () => {
  const reached = new Set(links(read("README.md")));
  expect(PAGES.filter((page) => page.startsWith("docs/") && !reached.has(page))).toEqual([]);
});

test("every code of an error or a report has its section in docs/errors.md, and every section its code", () => {
  const sections = [...read("docs/errors.md").matchAll(/^### (.+)$/gm)].map((match) => match[1]);
  const codes = [...errorCodes().keys()];
  expect(codes.filter((code) => !sections.includes(code))).toEqual([]);
  expect(sections.filter((section) => !codes.includes(section))).toEqual([]);
  expect(sections.filter((section, i) => sections.indexOf(section) !== i)).toEqual([]);
  expect(codes.filter((code) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code))).toEqual([]);
});

test("the sections of docs/errors.md are in the order of their codes within each group, and none is empty", () => {
  for (const group of read("docs/errors.md").split(/^## /m).slice(1)) {
    const sections = group.split(/^### /m).slice(1);
    const codes = sections.map((section) => section.split("\n")[0]);
    expect(codes).toEqual([...codes].sort());
    for (const section of sections) expect(section.split("\n").slice(1).join(" ").trim().length, section).toBeGreaterThan(15);
  }
});

import * as fs from "fs";
import * as path from "path";
import { builtinModules } from "module";
import * as ts from "typescript";
import { beforeAll, expect, test } from "vitest";
import { PROJECT, build, filesBelow, repositoryFiles } from "../support/project";

interface PackageJson {
  readonly name: string;
  readonly main: string;
  readonly types: string;
  readonly exports: { readonly [subpath: string]: string | { readonly types: string; readonly default: string } };
  readonly typesVersions: { readonly "*": { readonly [subpath: string]: readonly string[] } };
  readonly files: readonly string[];
  readonly dependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
  readonly peerDependencies: { readonly [name: string]: string };
  readonly peerDependenciesMeta: { readonly [name: string]: { readonly optional: boolean } };
}

const read = (file: string): string => fs.readFileSync(path.join(PROJECT, file), "utf8");
const there = (file: string): boolean => fs.existsSync(path.join(PROJECT, file));
const manifest: PackageJson = JSON.parse(read("package.json"));
const sources = filesBelow(path.join(PROJECT, "lib"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => `lib/${file}`);

beforeAll(build, 120_000);

test("every target of exports is there after a build, and the typed ones have their entry for Node-10 resolution", () => {
  const typed: { [subpath: string]: readonly string[] } = {};
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string") {
      expect(there(target), target).toBe(true);
      continue;
    }
    // Conditions are tried in their order: types must come before default.
    expect(Object.keys(target)).toEqual(["types", "default"]);
    expect(there(target.types), target.types).toBe(true);
    expect(there(target.default), target.default).toBe(true);
    if (subpath !== ".") typed[subpath.replace("./", "")] = [target.types];
  }
  expect(manifest.typesVersions).toEqual({ "*": typed });
  const root = manifest.exports["."];
  expect(root).toEqual({ types: manifest.types, default: manifest.main });
});

test("every public folder of lib is exported, and every export has its source", () => {
  const folders = Object.keys(manifest.exports).filter((subpath) => typeof manifest.exports[subpath] !== "string" && subpath !== ".");
  for (const subpath of folders) expect(there(path.join("lib", subpath, "index.ts")), subpath).toBe(true);
  // Their API is the root's: lib/index.ts re-exports both.
  const throughRoot = [...read("lib/index.ts").matchAll(/from "\.\/([a-z-]+)"/g)].map((match) => match[1]);
  const exported = [...folders.map((subpath) => subpath.replace("./", "")), ...throughRoot];
  const public_ = fs.readdirSync(path.join(PROJECT, "lib")).filter((name) => there(path.join("lib", name, "index.ts")));
  expect(public_.filter((name) => !exported.includes(name))).toEqual([]);
});

test("dependencies and peers are what lib imports, no more and no less", () => {
  const imported = new Set<string>();
  for (const file of sources) {
    for (const { fileName } of ts.preProcessFile(read(file)).importedFiles) {
      if (fileName.startsWith(".") || fileName.startsWith("node:") || builtinModules.includes(fileName)) continue;
      imported.add(fileName.startsWith("@") ? fileName.split("/").slice(0, 2).join("/") : fileName.split("/")[0]);
    }
  }
  const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
  expect([...imported].sort()).toEqual(declared.sort());
  expect(Object.keys(manifest.peerDependencies)).toEqual(["@cdktf/provider-aws", "cdktf", "constructs"]);
});

test("the compressor is pinned to one version, because its bytes are part of a plan, and the peers let cdktn 0.24 in under the name of cdktf", () => {
  expect(manifest.dependencies.fflate).toMatch(/^\d+\.\d+\.\d+$/);
  expect(manifest.peerDependencies.cdktf).toBe(">=0.21.0 <1.0.0");
  expect(manifest.peerDependencies.constructs).toBe("^10.4.2");
  for (const peer of Object.keys(manifest.peerDependencies)) expect(manifest.devDependencies).toHaveProperty([peer]);
});

test("AWS's bindings are an optional peer, which lib/aws alone asks for, at the version the tests have", () => {
  expect(manifest.peerDependenciesMeta).toEqual({ "@cdktf/provider-aws": { optional: true } });
  expect(manifest.peerDependencies["@cdktf/provider-aws"]).toBe("^21.22.0");
  expect(manifest.devDependencies["@cdktf/provider-aws"]).toMatch(/^21\.22\.\d+$/);
  expect(Object.keys(manifest.dependencies).filter((name) => name.includes("provider-"))).toEqual([]);
  const asking = sources.filter((file) => read(file).includes("@cdktf/provider-"));
  expect(asking.filter((file) => !file.startsWith("lib/aws/"))).toEqual([]);
});

test("package-lock.json agrees with package.json and names no address of a registry", () => {
  const lock = JSON.parse(read("package-lock.json"));
  const root = lock.packages[""];
  for (const kind of ["dependencies", "devDependencies", "peerDependencies", "peerDependenciesMeta"] as const)
    expect(root[kind]).toEqual(manifest[kind]);
  expect(Object.entries<object>(lock.packages).filter(([, entry]) => "resolved" in entry)).toEqual([]);
  expect(read("package-lock.json")).not.toMatch(/https?:\/\/[^"]*(registry|\.tgz)/);
  const unlocked = Object.entries<{ integrity?: string; link?: boolean; inBundle?: boolean }>(lock.packages)
    .filter(([name, entry]) => name !== "" && entry.integrity === undefined && entry.inBundle !== true && entry.link !== true)
    .map(([name]) => name);
  expect(unlocked).toEqual([]);
});

test("no file of the repository names a folder of the machine it was written on", () => {
  // Spelled in parts, so that this file does not name them either.
  const folders = ["work", "root"].map((name) => ["", name, ""].join("/"));
  const text = new TextDecoder("utf-8", { fatal: false });
  const naming = repositoryFiles().filter((file) => {
    const contents = text.decode(fs.readFileSync(path.join(PROJECT, file)));
    return folders.some((folder) => new RegExp(`(?<![\\w.@/-])${folder}`).test(contents));
  });
  expect(naming).toEqual([]);
});

test("lib silences no check of types or of the linter for more than one line", () => {
  const own = sources.filter((file) => !file.startsWith("lib/imports/"));
  const silencing = own.filter((file) =>
    /\bas any\b|:\s*any\b|@ts-(ignore|nocheck|expect-error)|\bas unknown as\b|eslint-disable(?!-next-line|-line)/.test(read(file)),
  );
  expect(silencing).toEqual([]);
});

test("lib asks neither the clock, nor chance, nor the locale, nor the working directory; its command line does, in one place", () => {
  const own = sources.filter((file) => !file.startsWith("lib/imports/") && file !== "lib/cli/io.ts");
  const asking = own.filter((file) => {
    const code = withoutComments(read(file));
    return /\bDate\.now\b|\bnew Date\(\)|Math\.random|random(Bytes|UUID|Int)|localeCompare|toLocale|\bIntl\b|process\.(cwd|env|hrtime)|\bos\.(hostname|homedir|tmpdir)\b/.test(
      code,
    );
  });
  expect(asking).toEqual([]);
});

test("every file of lib has its test at the same place below test", () => {
  const own = sources.filter((file) => !file.startsWith("lib/imports/") && !/(^|\/)index\.ts$/.test(file));
  // Files of types and numbers alone have nothing that runs.
  const runs = own.filter((file) => /\bfunction\b|=>|\bconstructor\b|\bclass\b/.test(withoutComments(read(file))));
  const missing = runs.filter((file) => !there(file.replace(/^lib\//, "test/").replace(/\.ts$/, ".test.ts")));
  expect(missing).toEqual([]);
});

function withoutComments(text: string): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ESNext, removeComments: true } }).outputText;
}

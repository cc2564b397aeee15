import * as fs from "fs";
import * as path from "path";
import { PROJECT, RunOptions, build, filesBelow, runFine, scratch, typeCheck } from "../support/project";
import type { StackJson } from "../support";

const APP = path.join(__dirname, "app");
/** The tsconfig that `cdktf init --template typescript` writes. */
const TEMPLATE = path.join(PROJECT, "node_modules", "@cdktf", "cli-core", "templates", "typescript", "tsconfig.json");
const NPM = process.platform === "win32" ? "npm.cmd" : "npm";

/** The packed package. */
export interface Tarball {
  readonly file: string;
  /** Paths in the package, in the order of their code units. */
  readonly contents: readonly string[];
}

/** Packs the built project into a folder. */
export function pack(into: string): Tarball {
  build();
  // Its scripts would build again, from nothing, under the hands of whatever else runs now.
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", into];
  const [packed] = JSON.parse(runFine(NPM, args)) as [{ filename: string; files: { path: string }[] }];
  return { file: path.join(into, packed.filename), contents: packed.files.map((file) => file.path).sort() };
}

const AWS = "@cdktf/provider-aws";

/** How an app is made. */
export interface ScratchAppProps {
  readonly tarball: Tarball;
  /** What is installed under the name `cdktf`. */
  readonly core: string;
  /** Whether it has AWS's bindings, and is the app for them: the others must do without. */
  readonly aws?: boolean;
}

/** An app somewhere else that has installed the package. */
export class ScratchApp {
  /** Where it is. Who makes it removes it. */
  public readonly folder = scratch();

  constructor({ tarball, core, aws = false }: ScratchAppProps) {
    const { devDependencies } = JSON.parse(fs.readFileSync(path.join(PROJECT, "package.json"), "utf8"));
    const dependencies = {
      cdktf: core,
      constructs: devDependencies.constructs,
      "cdktf-flatcar": `file:${tarball.file}`,
      ...(aws ? { [AWS]: devDependencies[AWS] } : {}),
    };
    // The bindings ask for cdktf at a version that cdktn, under its name, has not.
    const overrides = aws ? { [AWS]: { cdktf: "$cdktf" } } : {};
    this.write("package.json", JSON.stringify({ name: "scratch", version: "1.0.0", private: true, dependencies, overrides }));
    runFine(NPM, ["install", "--prefer-offline", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: this.folder });
    // A type package that every TypeScript app has; it is there already, so nothing is fetched.
    fs.cpSync(path.join(PROJECT, "node_modules", "@types", "node"), this.path("node_modules", "@types", "node"), { recursive: true });
    fs.cpSync(path.join(PROJECT, "node_modules", "undici-types"), this.path("node_modules", "undici-types"), { recursive: true });
    fs.copyFileSync(TEMPLATE, this.path("tsconfig.json"));
    const mine = filesBelow(APP).filter((file) => aws === /\baws\b/.test(file));
    for (const file of mine) fs.copyFileSync(path.join(APP, file), this.path(file));
  }

  public path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  public write(file: string, text: string): void {
    fs.writeFileSync(this.path(file), text);
  }

  public read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  /** Compiles the app as `npm run build` of the template does, or checks it with other options. Returns the lines of complaint. */
  public compile(...options: readonly string[]): string[] {
    return typeCheck(["-p", ".", ...options], this.folder)
      .split("\n")
      .filter((line) => line !== "");
  }

  /** Runs a compiled app; the JSON of its stacks by their names. */
  public synthesise(script: string): { [stack: string]: StackJson } {
    const outdir = this.path(`out-${script}`);
    this.node(["--enable-source-maps", `${script}.js`], { env: { CDKTF_OUTDIR: outdir } });
    const stacks = path.join(outdir, "stacks");
    const read = (stack: string): StackJson => JSON.parse(fs.readFileSync(path.join(stacks, stack, "cdk.tf.json"), "utf8"));
    return Object.fromEntries(fs.readdirSync(stacks).map((stack) => [stack, read(stack)]));
  }

  /** Runs Node.js in the app's folder. Returns what it printed. */
  public node(args: readonly string[], options: RunOptions = {}): string {
    return runFine(process.execPath, args, { ...options, cwd: this.folder });
  }

  /** What `require` throws for each of some names: a code of Node.js, or "loads". */
  public requires(names: readonly string[]): { [name: string]: string } {
    const script = `
      const tried = (name) => { try { require(name); return "loads"; } catch (e) { return e.code ?? e.message; } };
      console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, tried(name)]))));`;
    return JSON.parse(this.node(["-e", script])) as { [name: string]: string };
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

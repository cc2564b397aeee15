import * as fs from "fs";
import * as path from "path";
import { pack } from "../consumer/scratch-app";
import { PROJECT, runFine } from "../support/project";
import type { Substitution } from "./page";

const OWN = "cdktf-flatcar";

/** `apt-get install`: the packages have to be there, as they are on a machine that runs these tests. */
export const APT_INSTALL: Substitution = {
  text: /^(sudo )?apt-get install /,
  instead: (line) => {
    const packages = line
      .replace(/\s#.*$/, "")
      .split(/\s+/)
      .slice(line.startsWith("sudo") ? 3 : 2);
    for (const name of packages.filter((word) => !word.startsWith("-"))) {
      const status = runFine("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name]);
      if (status !== "installed") throw new Error(`the page installs ${name}, and it is ${status || "not known"} here`);
    }
    return undefined;
  },
};

/**
 * `npm install`: this package as it is packed now, and of the others the versions that the checkout has, which have to be those that the page asks for.
 *
 * @param folder of the app
 * @param scratch a folder for the packed package
 */
export function npmInstall(folder: () => string, scratch: string): Substitution {
  return {
    text: /^npm install /,
    instead: (line) => {
      const specs = line.split(/\s+/).slice(2);
      for (const spec of specs.filter((word) => !word.startsWith("-"))) {
        const [, name, range] = /^(@?[^@]+)(?:@(.+))?$/.exec(spec) ?? [];
        if (name === OWN) installOwn(path.join(folder(), "node_modules"), scratch);
        else link(path.join(folder(), "node_modules"), name, range);
      }
      return undefined;
    },
  };
}

/** A line that is right for a person's own machine alone. */
export function leftOut(text: RegExp): Substitution {
  return { text, instead: () => undefined };
}

/** Options that a test adds to a command. */
export function withOptions(text: RegExp, ...options: readonly string[]): Substitution {
  return { text, instead: (line) => [line, ...options].join(" ") };
}

function installOwn(modules: string, scratch: string): void {
  fs.mkdirSync(scratch, { recursive: true });
  const { file } = pack(scratch);
  const folder = path.join(modules, OWN);
  fs.mkdirSync(folder, { recursive: true });
  runFine("tar", ["--extract", "--gzip", "--strip-components=1", `--file=${file}`, `--directory=${folder}`]);
  for (const dependency of Object.keys(manifestOf(folder).dependencies ?? {})) link(modules, dependency);
  linkPrograms(modules, OWN);
}

/** A package of the checkout; what it depends on is found beside it there. */
function link(modules: string, name: string, range?: string): void {
  const source = path.join(PROJECT, "node_modules", name);
  const { version } = manifestOf(source);
  if (range !== undefined && version !== range && !version.startsWith(`${range}.`)) {
    throw new Error(`the page installs ${name}@${range}, and these tests know ${version}`);
  }
  const target = path.join(modules, name);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.symlinkSync(source, target);
  linkPrograms(modules, name);
}

function linkPrograms(modules: string, name: string): void {
  const { bin = {} } = manifestOf(path.join(modules, name));
  const programs = typeof bin === "string" ? { [path.basename(name)]: bin } : bin;
  fs.mkdirSync(path.join(modules, ".bin"), { recursive: true });
  for (const [program, file] of Object.entries(programs)) {
    const source = path.join(modules, name, file);
    fs.chmodSync(source, 0o755);
    fs.symlinkSync(source, path.join(modules, ".bin", program));
  }
}

interface Manifest {
  readonly version: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
}

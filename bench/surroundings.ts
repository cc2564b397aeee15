import { spawnSync } from "child_process";
import { arch, cpus, platform, totalmem } from "os";
import { createRequire } from "module";
import * as path from "path";

/** What a machine is, as far as it counts for a figure. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  /** Of memory, in units of 2^30 bytes. */
  readonly gibibytes: number;
  /** `linux x64`. */
  readonly system: string;
}

/** This machine. */
export function thisMachine(): Machine {
  const processor = (cpus()[0]?.model ?? "unknown").replace(/\s+/g, " ").trim();
  return { processor, processors: cpus().length, gibibytes: Math.round(totalmem() / 2 ** 30), system: `${platform()} ${arch()}` };
}

/** The versions of what is measured, and of what it is held against, by name; what is not there is left out. */
export function versions(project: string): { [name: string]: string } {
  const packages = createRequire(path.join(project, "package.json"));
  const packageVersion = (name: string): string => (packages(`${name}/package.json`) as { version: string }).version;
  const found: { readonly [name: string]: string | undefined } = {
    "Node.js": process.versions.node,
    cdktf: packageVersion("cdktf"),
    constructs: packageVersion("constructs"),
    Go: /go(\d\S*)/.exec(printed("go", ["version"]))?.[1],
    Terraform: /v(\d\S*)/.exec(printed(process.env.TERRAFORM_BINARY_NAME ?? "terraform", ["version"]))?.[1],
    curl: /^curl (\S+)/.exec(printed("curl", ["--version"]))?.[1],
  };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The source that is measured. */
export interface Source {
  /** Of git, abbreviated to 12 digits. */
  readonly commit: string;
  /** Whether what is measured had changes that were not committed. */
  readonly modified: boolean;
}

/** @throws Error outside of a repository of git */
export function source(project: string): Source {
  const git = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: project, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr}`);
    return stdout.trim();
  };
  const measured = ["lib", "bench", "package-lock.json", ":!bench/history"];
  return { commit: git("rev-parse", "--short=12", "HEAD"), modified: git("status", "--porcelain", "--", ...measured) !== "" };
}

function printed(program: string, args: readonly string[]): string {
  return spawnSync(program, args, { encoding: "utf8" }).stdout ?? "";
}

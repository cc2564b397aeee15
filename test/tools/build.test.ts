import { spawnSync } from "child_process";
import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { expect, onTestFinished, test } from "vitest";

const BUILD = path.join(__dirname, "build.mjs");

interface Paths {
  readonly cache: string;
  readonly mirror: string;
  readonly tools: Readonly<Record<string, { path: string; built: boolean; provider?: string; onDemand?: true }>>;
}

function temporaryDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-build-"));
  onTestFinished(() => fs.rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * A machine with a `go` that writes a line to the file it is told to build, and notes how it was called. The real one is too slow here; the
 * integration tests use what it builds.
 */
class Machine {
  public readonly directory = temporaryDirectory();
  public readonly cache = path.join(this.directory, "cache");
  private readonly log = path.join(this.directory, "log");

  constructor(version = "go version go1.26.8 linux/amd64", build = 'echo "$*" >"$out"; chmod +x "$out"') {
    this.installGo(version, build);
  }

  public installGo(version: string, build = 'echo "$*" >"$out"; chmod +x "$out"'): void {
    const script = `#!/bin/sh
case "$1" in
version) echo "${version}" ;;
env) printf '%s\\n' "$GOFLAGS" linux amd64 ;;
build)
  echo "$PWD $* CGO_ENABLED=$CGO_ENABLED GOPROXY=$GOPROXY" >>"${this.log}"
  while [ "$1" != -o ]; do shift; done
  out=$2
  ${build} ;;
esac
`;
    fs.mkdirSync(path.join(this.directory, "bin"), { recursive: true });
    fs.writeFileSync(path.join(this.directory, "bin/go"), script, { mode: 0o755 });
  }

  public run(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): { status: number | null; lines: string[]; errors: string } {
    const all = {
      HOME: this.directory,
      PATH: `${path.join(this.directory, "bin")}:/usr/bin:/bin`,
      CDKTF_FLATCAR_CACHE: this.cache,
      ...env,
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, [BUILD, ...args], { env: all, encoding: "utf8" });
    return { status, lines: stdout.trimEnd().split("\n"), errors: stderr };
  }

  public paths(env: NodeJS.ProcessEnv = {}): Paths {
    return JSON.parse(this.run(["--paths"], env).lines.join("\n")) as Paths;
  }

  public builds(): string[] {
    return fs.existsSync(this.log) ? fs.readFileSync(this.log, "utf8").trimEnd().split("\n") : [];
  }

  /** Every file of the cache, relative to it. */
  public files(): string[] {
    if (!fs.existsSync(this.cache)) return [];
    const entries = fs.readdirSync(this.cache, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.cache, path.join(entry.parentPath ?? entry.path, entry.name)));
  }
}

/** Without those that are built on demand. */
function count(paths: Paths): { tools: number; built: number } {
  const tools = Object.values(paths.tools).filter((tool) => tool.onDemand !== true);
  return { tools: tools.length, built: tools.filter((tool) => tool.built).length };
}

test("an empty cache is filled, tool by tool, and a second run builds nothing", () => {
  const machine = new Machine();
  const { tools } = count(machine.paths());
  expect(tools).toBeGreaterThanOrEqual(3);
  expect(count(machine.paths()).built).toBe(0);
  expect(machine.files()).toEqual([]);

  const first = machine.run();
  expect(first.status).toBe(0);
  expect(first.lines.filter((line) => /^[a-z0-9.-]+: built in \d+\.\d s$/.test(line))).toHaveLength(tools);
  expect(count(machine.paths())).toEqual({ tools, built: tools });
  expect(machine.builds()).toHaveLength(tools);

  const second = machine.run();
  expect(second.lines.filter((line) => line.endsWith(": cached"))).toHaveLength(tools);
  expect(machine.builds()).toHaveLength(tools);
});

test("providers lie where Terraform and OpenTofu look for them", () => {
  const machine = new Machine();
  machine.run();
  const { mirror, tools } = machine.paths();
  for (const host of ["registry.terraform.io", "registry.opentofu.org"]) {
    const hcloud = path.join(mirror, host, "hetznercloud/hcloud/1.68.0/linux_amd64/terraform-provider-hcloud_v1.68.0");
    const libvirt = path.join(mirror, host, "dmacvicar/libvirt/0.8.3/linux_amd64/terraform-provider-libvirt_v0.8.3");
    expect(fs.readFileSync(hcloud)).toEqual(fs.readFileSync(tools["provider-hcloud"].path));
    expect(fs.readFileSync(libvirt)).toEqual(fs.readFileSync(tools["provider-libvirt"].path));
  }
  expect(machine.files().filter((file) => file.endsWith(".tmp"))).toEqual([]);
});

test("modules are built from their own folder, with the hashes of go.sum and the settings of the environment", () => {
  const machine = new Machine();
  machine.run([], { GOPROXY: "https://proxy.example", GOFLAGS: "-p=1" });
  for (const build of machine.builds()) expect(build).toMatch(/ build -mod=readonly .* GOPROXY=https:\/\/proxy\.example$/);
  const validate = machine.builds().find((build) => build.includes("ignition/v2/validate"));
  expect(validate).toMatch(/^\S+\/test\/tools\/ignition-validate build .* CGO_ENABLED=0 /);
});

test("another Go, other flags or another cache directory means another build", () => {
  const machine = new Machine();
  machine.run();
  const { tools } = count(machine.paths());
  expect(count(machine.paths({ GOFLAGS: "-race" })).built).toBe(0);
  expect(count(machine.paths({ CDKTF_FLATCAR_CACHE: path.join(machine.directory, "other") })).built).toBe(0);
  machine.installGo("go version go1.27.0 linux/amd64");
  expect(count(machine.paths()).built).toBe(0);
  machine.run();
  expect(machine.builds()).toHaveLength(2 * tools);
});

test("what is missing, empty or not executable in the cache is made again", () => {
  const machine = new Machine();
  machine.run();
  const { tools, mirror } = machine.paths();
  fs.rmSync(tools["ignition-validate"].path);
  fs.truncateSync(tools["provider-hcloud"].path);
  fs.rmSync(path.join(mirror, "registry.opentofu.org"), { recursive: true });
  const before = machine.paths().tools;
  expect([before["ignition-validate"].built, before["provider-hcloud"].built, before["provider-libvirt"].built]).toEqual([
    false,
    false,
    false,
  ]);
  const { status, lines } = machine.run();
  expect(status).toBe(0);
  expect(lines.filter((line) => line.includes(": built in")).map((line) => line.split(":")[0])).toEqual([
    "ignition-validate",
    "provider-hcloud",
  ]);
  const after = count(machine.paths());
  expect(after.built).toBe(after.tools);
});

test("what is built on demand is built when it is named, and nothing else then", () => {
  const machine = new Machine();
  machine.run();
  const onDemand = (): string[] =>
    Object.entries(machine.paths().tools).flatMap(([name, tool]) => (tool.onDemand === true ? [`${name} ${tool.built}`] : []));
  expect(onDemand()).toEqual(["opentofu false", "terraform-1.5 false", "terraform-1.8 false"]);
  const { lines } = machine.run(["opentofu"]);
  expect(lines).toEqual([expect.stringMatching(/^opentofu: built in /)]);
  expect(onDemand()).toEqual(["opentofu true", "terraform-1.5 false", "terraform-1.8 false"]);
  expect(machine.run(["opentofu", "butane"]).errors).toContain(
    "unknown arguments butane; use no argument, --paths, or opentofu, terraform-1.5, terraform-1.8",
  );
});

test("a failed build ends with its tool's name and leaves nothing half done", () => {
  const machine = new Machine(undefined, 'echo half >"$out"; echo "no such module" >&2; exit 1');
  const { status, errors } = machine.run();
  expect(status).toBe(1);
  expect(errors).toContain("no such module");
  expect(errors).toMatch(/test\/tools\/build\.mjs: [a-z-]+: go build failed \(exit 1\); see above\n$/);
  expect(machine.files()).toEqual([]);
  expect(count(machine.paths()).built).toBe(0);
});

test("without Go there is one clear line", () => {
  const machine = new Machine();
  fs.rmSync(path.join(machine.directory, "bin"), { recursive: true });
  for (const args of [[], ["--paths"]]) {
    const { status, errors } = machine.run(args, { PATH: path.join(machine.directory, "bin") });
    expect(status).toBe(1);
    expect(errors).toBe('test/tools/build.mjs: Go is missing: there is no "go" on PATH; install it (https://go.dev/doc/install)\n');
  }
});

test("an unknown argument is refused", () => {
  const { status, errors } = new Machine().run(["--path"]);
  expect(status).toBe(1);
  expect(errors).toContain("unknown arguments --path");
});

test("the cache lies in CDKTF_FLATCAR_CACHE, else in XDG_CACHE_HOME, else in the home directory", () => {
  const machine = new Machine();
  expect(machine.paths().cache).toBe(machine.cache);
  expect(machine.paths({ CDKTF_FLATCAR_CACHE: "", XDG_CACHE_HOME: "/xdg" }).cache).toBe("/xdg/cdktf-flatcar");
  expect(machine.paths({ CDKTF_FLATCAR_CACHE: "" }).cache).toBe(path.join(machine.directory, ".cache/cdktf-flatcar"));
});

test("every tool's folder pins its modules with hashes, and holds nothing else where the program is another's", async () => {
  const { TOOLS } = (await import("./tools.mjs" as string)) as { TOOLS: readonly { name: string; package: string }[] };
  for (const tool of TOOLS) {
    const directory = path.join(__dirname, tool.name);
    const files = fs.readdirSync(directory).sort();
    expect(files).toEqual(expect.arrayContaining(["go.mod", "go.sum"]));
    if (tool.package === ".") {
      expect(files).toContain("main.go");
      continue;
    }
    expect(files).toEqual(["go.mod", "go.sum", "tools.go"]);
    expect(fs.readFileSync(path.join(directory, "tools.go"), "utf8")).toMatch(/^\/\/go:build tools\n/);
  }
});

test("a program of our own is built anew when a source file, a pin or an embedded file changes, and not for its README", async () => {
  const { locate } = (await import("./build.mjs" as string)) as {
    locate(tool: object, toolchain: object, cache: string, folders: string): { readonly key: string };
  };
  const folders = temporaryDirectory();
  const key = (): string => locate({ name: "own", package: "." }, { version: "go version go1.26.8 linux/amd64" }, folders, folders).key;
  const write = (file: string, text: string): string => {
    const target = path.join(folders, "own", file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    return key();
  };
  const keys = ["go.mod", "go.sum", "main.go", "other.go", "schemas/data.json"].flatMap((file) => [write(file, "1"), write(file, "2")]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(write("README.md", "1")).toBe(keys.at(-1));
});

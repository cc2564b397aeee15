#!/usr/bin/env node
/**
 * Builds the Go programs of `tools.mjs`, from their pinned modules or from source of our own, into a cache outside the checkout.
 *
 *     node test/tools/build.mjs           build what is missing, one line per tool
 *     node test/tools/build.mjs NAME...   the same for tools that are built on demand
 *     node test/tools/build.mjs --paths   print where everything is, as JSON; builds nothing
 *
 * No dependencies, so that it runs before `npm ci`. Each program lies under a key made of all that decides its bytes, so an empty,
 * half-filled or outdated cache is never taken for a good one, and several checkouts can share it.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { REGISTRY_HOSTS, TOOLS } from "./tools.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/** A problem the reader can mend: printed as one line, without a stack. */
class BuildError extends Error {}

/** The cache directory: `$CDKTF_FLATCAR_CACHE`, else `$XDG_CACHE_HOME/cdktf-flatcar`, else `~/.cache/cdktf-flatcar`. */
export function cacheDirectory(env = process.env) {
  if (env.CDKTF_FLATCAR_CACHE) return resolve(env.CDKTF_FLATCAR_CACHE);
  if (env.XDG_CACHE_HOME) return join(resolve(env.XDG_CACHE_HOME), "cdktf-flatcar");
  return join(homedir(), ".cache", "cdktf-flatcar");
}

/** What `go` this is: its version line, its platform, and the flags of the environment, which change what it builds. */
export function goToolchain() {
  const [version, goflags, goos, goarch] = go(["version"]).concat(go(["env", "GOFLAGS", "GOOS", "GOARCH"]));
  return { version, goflags, goos, goarch };
}

/** The files of a tool's folder that decide what is built: its pins, and, where the program's source is there too, that with what it embeds. */
function sources(directory) {
  return readdirSync(directory, { recursive: true })
    .filter((file) => /\.(go|mod|sum|json)$/.test(file))
    .sort();
}

/** Where a tool is, or will be once built. */
export function locate(tool, toolchain, cache = cacheDirectory(), folders = HERE) {
  const directory = join(folders, tool.name);
  const hash = createHash("sha256");
  for (const file of sources(directory))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(directory, file)))
      .update("\0");
  hash.update(JSON.stringify([toolchain, tool.package, buildFlags(tool), buildEnvironment(tool)]));
  const key = hash.digest("hex").slice(0, 16);
  return { directory, key, path: join(cache, "tools", `${tool.name}-${key}`, fileName(tool)) };
}

/** Where everything is: the cache, the filesystem mirror of the providers, and each tool with whether it is built. */
export function paths(toolchain = goToolchain(), cache = cacheDirectory()) {
  const tools = {};
  for (const tool of TOOLS) {
    const { path } = locate(tool, toolchain, cache);
    const kind = { ...(tool.provider && { provider: tool.provider }), ...(tool.onDemand && { onDemand: true }) };
    tools[tool.name] = { path, built: isExecutable(path), ...kind };
  }
  const mirror = mirrorDirectory(toolchain, cache);
  const providers = TOOLS.filter((tool) => tool.provider);
  for (const tool of providers) {
    tools[tool.name].built &&= mirrorFiles(tool, toolchain, mirror).every((file) => isSameSize(file, tools[tool.name].path));
  }
  return { cache, mirror, tools };
}

function main(args) {
  if (args.length === 1 && args[0] === "--paths") {
    console.log(JSON.stringify(paths(), null, 2));
    return;
  }
  const onDemand = TOOLS.filter((tool) => tool.onDemand).map(({ name }) => name);
  const unknown = args.filter((name) => !onDemand.includes(name));
  if (unknown.length > 0)
    throw new BuildError(`unknown arguments ${unknown.join(" ")}; use no argument, --paths, or ${onDemand.join(", ")}`);
  const toolchain = goToolchain();
  const cache = cacheDirectory();
  if (args.length > 0) {
    for (const tool of TOOLS.filter(({ name }) => args.includes(name))) build(tool, toolchain, cache);
    return;
  }
  for (const tool of TOOLS.filter((tool) => !tool.onDemand)) build(tool, toolchain, cache);
  const mirror = mirrorDirectory(toolchain, cache);
  for (const tool of TOOLS.filter((t) => t.provider)) {
    for (const file of mirrorFiles(tool, toolchain, mirror)) place(locate(tool, toolchain, cache).path, file);
  }
  console.log(`providers are mirrored in ${mirror}`);
}

function build(tool, toolchain, cache) {
  const { directory, path } = locate(tool, toolchain, cache);
  if (isExecutable(path)) {
    console.log(`${tool.name}: cached`);
    return;
  }
  const started = performance.now();
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const result = spawnSync("go", ["build", ...buildFlags(tool), "-o", temporary, tool.package], {
      cwd: directory,
      env: { ...process.env, ...buildEnvironment(tool) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (result.status !== 0) {
      throw new BuildError(
        `${tool.name}: go build failed (${result.error?.message ?? `exit ${result.status ?? result.signal}`}); see above`,
      );
    }
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  console.log(`${tool.name}: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** `readonly`: the hashes in `go.sum` decide, and the checkout is not written to. */
function buildFlags(tool) {
  return ["-mod=readonly", "-trimpath", "-buildvcs=false", `-ldflags=${["-s", "-w", tool.ldflags].filter(Boolean).join(" ")}`];
}

/** `GOWORK=off`: a workspace file above the checkout must not change what is built. */
function buildEnvironment(tool) {
  return { CGO_ENABLED: tool.cgo ? "1" : "0", GOWORK: "off" };
}

function fileName(tool) {
  if (!tool.provider) return tool.name;
  const [, name, version] = tool.provider.split("/");
  return `terraform-provider-${name}_v${version}`;
}

/** One mirror per set of provider builds: a Terraform that uses one is never disturbed by the next build. */
function mirrorDirectory(toolchain, cache) {
  const keys = TOOLS.filter((tool) => tool.provider).map((tool) => `${tool.provider} ${locate(tool, toolchain, cache).key}`);
  return join(cache, "mirror", createHash("sha256").update(keys.join("\n")).digest("hex").slice(0, 16));
}

function mirrorFiles(tool, toolchain, mirror) {
  return REGISTRY_HOSTS.map((host) =>
    join(mirror, host, ...tool.provider.split("/"), `${toolchain.goos}_${toolchain.goarch}`, fileName(tool)),
  );
}

/** Puts a built file at a second place: a hard link where the file system can, else a copy; complete from the moment it is there. */
function place(source, target) {
  if (isSameSize(target, source)) return;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${dirname(dirname(target))}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  try {
    try {
      linkSync(source, temporary);
    } catch {
      copyFileSync(source, temporary);
    }
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() && statSync(path).size > 0;
  } catch {
    return false;
  }
}

function isSameSize(path, other) {
  return isExecutable(path) && existsSync(other) && statSync(path).size === statSync(other).size;
}

/** The lines `go` prints. */
function go(args) {
  const result = spawnSync("go", args, { encoding: "utf8", env: { ...process.env, GOWORK: "off" } });
  if (result.error?.code === "ENOENT") {
    throw new BuildError(`Go is missing: there is no "go" on PATH; install it (https://go.dev/doc/install)`);
  }
  if (result.status !== 0) throw new BuildError(`go ${args.join(" ")} failed: ${(result.stderr || String(result.error)).trim()}`);
  return result.stdout.replace(/\n$/, "").split("\n");
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (e) {
    if (!(e instanceof BuildError)) throw e;
    console.error(`test/tools/build.mjs: ${e.message}`);
    process.exitCode = 1;
  }
}

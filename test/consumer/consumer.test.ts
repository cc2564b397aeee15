import * as fs from "fs";
import * as path from "path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BlockJson, StackJson, addresses, readTemplate } from "../support";
import { codeBlocks } from "../support/markdown";
import { PROJECT, filesBelow, run, runFine, scratch, typeCheck } from "../support/project";
import { ScratchApp, Tarball, pack } from "./scratch-app";

const manifest = JSON.parse(fs.readFileSync(path.join(PROJECT, "package.json"), "utf8"));
const APPS = ["bare-metal", "hetzner", "libvirt", "own-bindings", "readme"];

const CDKTN = "npm:cdktn@0.24.0";
const AWS = "cdktf-flatcar/aws";

let packed: string;
let tarball: Tarball;
let app: ScratchApp;
let complaints: string[];

// Everything here waits for programs, for minutes on a slow machine; in between, the test runner must come to hear from its worker.
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
afterEach(breathe);

beforeAll(async () => {
  packed = scratch();
  tarball = pack(packed);
  await breathe();
  app = new ScratchApp({ tarball, core: manifest.devDependencies.cdktf });
  runFine(process.execPath, ["scripts/generate-imports.mjs", app.path(".gen", "providers")]);
  // The example of the README as it stands there, with the files beside it that it names.
  const blocks = codeBlocks(fs.readFileSync(path.join(PROJECT, "README.md"), "utf8"));
  const textOf = (kind: string): string => blocks.find(({ language }) => language === kind)?.text ?? "";
  app.write("readme.ts", textOf("ts"));
  app.write("db.bu", textOf("yaml"));
  fs.copyFileSync(path.join(PROJECT, "flatcar.lock.json"), app.path("flatcar.lock.json"));
  await breathe();
  complaints = app.compile();
});
afterAll(() => {
  app?.remove();
  fs.rmSync(packed, { recursive: true, force: true });
});

describe("the tarball", () => {
  test("holds the compiled library, its four schemas, its documentation, and nothing else", () => {
    const top = new Set(tarball.contents.map((file) => file.split("/")[0]));
    expect([...top].sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "docs", "lib", "package.json"]);
    expect(tarball.contents.filter((file) => file.startsWith("lib/"))).toEqual([
      "lib/check/report/check-report.schema.json",
      "lib/check/settings/flatcar-check.schema.json",
      "lib/pool/manifest.schema.json",
      "lib/release/flatcar.lock.schema.json",
    ]);
    const compiled = tarball.contents.filter((file) => file.startsWith("dist/"));
    expect(compiled.filter((file) => !/^dist\/lib\/.*\.(js|d\.ts)$/.test(file))).toEqual([]);
  });

  test("holds exactly what the source compiles to: no test, no environment, no file of a source that is gone", () => {
    const sources = filesBelow(path.join(PROJECT, "lib")).filter((file) => file.endsWith(".ts"));
    const wanted = sources.flatMap((file) => [".js", ".d.ts"].map((end) => `dist/lib/${file.replace(/\.ts$/, end)}`));
    const hint = "where a source is gone, remove dist and build again, as `npm pack` does by itself";
    expect(
      tarball.contents.filter((file) => file.startsWith("dist/")),
      hint,
    ).toEqual(wanted.sort());
  });

  test("names no folder of the machine it was packed on", () => {
    const installed = app.path("node_modules", "cdktf-flatcar");
    const naming = filesBelow(installed).filter((file) => fs.readFileSync(path.join(installed, file), "utf8").includes(PROJECT));
    expect(naming).toEqual([]);
  });

  test("stays outside of the repository", () => {
    expect(fs.readdirSync(PROJECT).filter((file) => file.endsWith(".tgz"))).toEqual([]);
  });
});

describe("an app with the tsconfig of cdktf init", () => {
  test("has no AWS package, and needs none", () => {
    expect(fs.existsSync(app.path("node_modules", "@cdktf"))).toBe(false);
    expect(fs.readdirSync(app.path("node_modules")).filter((name) => name.includes("aws"))).toEqual([]);
  });

  test("compiles in strict mode, by Node-10 resolution", () => {
    const { compilerOptions } = JSON.parse(app.read("tsconfig.json"));
    expect(compilerOptions).toMatchObject({ strict: true, module: "CommonJS" });
    expect(compilerOptions).not.toHaveProperty("moduleResolution");
    expect(complaints).toEqual([]);
  });

  test("finds no fault in the declarations of the package, when they are checked too", () => {
    const strictest = app.compile("--noEmit", "--skipLibCheck", "false", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess");
    expect(strictest.filter((line) => line.includes("cdktf-flatcar"))).toEqual([]);
  });

  test("resolves the types by the rules of node16 and of bundlers too", () => {
    expect(app.compile("--noEmit", "--module", "node16", "--moduleResolution", "node16")).toEqual([]);
    expect(app.compile("--noEmit", "--module", "esnext", "--moduleResolution", "bundler")).toEqual([]);
  });

  test("is told of a wrong prop: the declarations are not any", () => {
    const wrong = app.read("hetzner.ts").replace('location: "fsn1"', "location: 1").replace('nodes("web", 2)', "{ a: { zone: 1 } }");
    app.write("wrong.ts", wrong);
    try {
      const found = app.compile("--noEmit", "--incremental", "false");
      expect(found.filter((line) => line.startsWith("wrong.ts")).length).toBeGreaterThanOrEqual(2);
      expect(found.filter((line) => /^\w/.test(line) && !line.startsWith("wrong.ts"))).toEqual([]);
    } finally {
      fs.rmSync(app.path("wrong.ts"));
    }
  });
});

describe("synthesised", () => {
  test("a pool stands beside a network and a firewall of the app's own", () => {
    const { web } = app.synthesise("hetzner");
    const servers = Object.values(web.resource?.hcloud_server ?? {});
    expect(servers.map(({ name }) => name)).toEqual(["web-canary", "web-web-0", "web-web-1"]);
    for (const server of servers) {
      expect(server.firewall_ids).toEqual([expect.stringMatching(/web_Firewall/), "${hcloud_firewall.Office.id}"]);
      expect(server.network).toMatchObject([{ subnet_id: "${hcloud_network_subnet.Subnet.id}" }]);
    }
    const canary = servers[0];
    expect(canary).toMatchObject({ backups: true, network: [{ ip: "10.0.1.20" }], server_type: "cax11" });
    const config = JSON.parse(readTemplate(canary.user_data as string));
    expect(config.storage.files.map((file: { path: string }) => file.path)).toEqual([
      "/etc/hostname",
      "/etc/flatcar/update.conf",
      "/etc/motd",
    ]);
    expect(web.output?.names.value).toEqual(["web-0", "web-1", "canary"]);
    expect(providers(web)).toEqual({ hcloud: { source: "hetznercloud/hcloud", version: "~> 1.68" } });
  });

  test("the manifest names the line of the app's own source, not one of the package", () => {
    const { web } = app.synthesise("hetzner");
    const { source } = (web["//"]?.flatcar as Manifest).pools["web/web"];
    expect(source.file).toBe("hetzner.ts");
    expect(app.read("hetzner.ts").split("\n")[source.line - 1]).toContain("new HetznerNodePool(");
  });

  test("libvirt works the same way", () => {
    const { lab } = app.synthesise("libvirt");
    expect(Object.values(lab.resource?.libvirt_domain ?? {}).map(({ name }) => name)).toEqual(["lab-lab-0", "lab-lab-1"]);
    expect(providers(lab)).toEqual({ libvirt: { source: "dmacvicar/libvirt", version: "~> 0.8.3" } });
  });

  test("so does bare metal, whose machines are known by their MAC addresses", () => {
    const { rack } = app.synthesise("bare-metal");
    const selectors = Object.values(rack.resource?.matchbox_group ?? {}).map(({ selector }) => selector);
    expect(selectors).toHaveLength(4);
    expect(selectors).toContainEqual({ mac: "52:54:00:00:00:02", os: "installed" });
    expect(Object.keys(rack.output?.stale.value as object)).toEqual(["one", "two"]);
    expect(providers(rack)).toEqual({ matchbox: { source: "poseidon/matchbox", version: "~> 0.5.4" } });
  });

  test("bindings of the app's own for the same provider do not get in the way: one provider, one requirement", () => {
    const { own } = app.synthesise("own-bindings");
    expect(providers(own)).toEqual({ hcloud: { source: "hetznercloud/hcloud", version: "~> 1.68" } });
    expect(own).toMatchObject({ provider: { hcloud: [{}] } });
    expect(Object.keys(own.resource?.hcloud_network_subnet ?? {})).toEqual(["Subnet"]);
    for (const server of Object.values(own.resource?.hcloud_server ?? {})) {
      expect(server.firewall_ids).toEqual([expect.stringMatching(/web_Firewall/), "${hcloud_firewall.Firewall.id}"]);
      expect(server.network).toMatchObject([{ subnet_id: "${hcloud_network_subnet.Subnet.id}" }]);
    }
  });

  test("the README's example does what it says", () => {
    const { prod } = app.synthesise("readme");
    const servers = Object.values(prod.resource?.hcloud_server ?? {});
    expect(servers.map(({ name, server_type }) => [name, server_type])).toEqual([
      ["prod-db-a", "cax31"],
      ["prod-db-b", "cax21"],
      ["prod-db-c", "cax21"],
    ]);
    const [firewall] = Object.values(prod.resource?.hcloud_firewall ?? {});
    expect(firewall.rule).toMatchObject([{ direction: "in", port: "22", source_ips: ["0.0.0.0/0", "::/0"] }]);
    const generations = Object.values(prod.resource?.terraform_data ?? {}).map(({ triggers_replace }) => triggers_replace);
    expect(generations).toMatchObject([{ generation: 1 }, { generation: 1 }, { generation: 2 }]);
    expect(prod.output?.ips.value).toHaveLength(3);
  });
});

describe("the program", () => {
  test("is there once the package is installed, and needs no Terraform CDK", () => {
    const program = app.path("node_modules", ".bin", "cdktf-flatcar");
    expect(runFine(program, ["--version"])).toBe(`cdktf-flatcar ${manifest.version}\n`);
    const module = JSON.stringify(path.join(fs.realpathSync(app.path("node_modules", "cdktf-flatcar")), manifest.bin["cdktf-flatcar"]));
    const script = `process.argv[2] = "--help"; require(${module}); process.stderr.write(Object.keys(require.cache).join("\\n"))`;
    const { stdout, stderr } = run(process.execPath, ["-e", script, "x"], { cwd: app.folder });
    expect(stdout).toContain("config show");
    expect(stderr.split("\n").filter((file) => /[\\/](cdktf|constructs)[\\/]/.test(file))).toEqual([]);
    expect(stderr).toContain("io.js");
  });

  test("shows the config of a machine that the app has", () => {
    const folder = scratch();
    try {
      app.node(["--enable-source-maps", "readme.js"], { env: { CDKTF_OUTDIR: folder } });
      const shown = runFine(app.path("node_modules", ".bin", "cdktf-flatcar"), ["config", "show", "prod", "db-a", "--synth", folder]);
      expect(shown).toMatch(/^db-a of prod\/db\n/);
      expect(shown).toContain("\n  /etc/motd  overwrite  (machineConfig[0] db.bu:6)\n    │ database\n");
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("what can be imported", () => {
  test("every entry of exports loads, the schemas and package.json too; AWS's asks for the bindings that it goes without", () => {
    const entries = Object.keys(manifest.exports).map((subpath) => path.posix.join("cdktf-flatcar", subpath));
    expect(app.requires(entries)).toEqual(
      Object.fromEntries(entries.map((entry) => [entry, entry === AWS ? "MODULE_NOT_FOUND" : "loads"])),
    );
    for (const entry of [AWS, "cdktf-flatcar/hetzner"]) expect(entries).toContain(entry);
  });

  test("nothing else does", () => {
    const inside = [
      "cdktf-flatcar/dist/lib/pool/compose",
      "cdktf-flatcar/dist/lib/pool/compose.js",
      "cdktf-flatcar/dist/lib/index.js",
      "cdktf-flatcar/pool",
      "cdktf-flatcar/update",
      "cdktf-flatcar/errors",
      "cdktf-flatcar/aws/node-pool",
      "cdktf-flatcar/imports/hcloud/server",
      "cdktf-flatcar/hetzner/node-pool",
      "cdktf-flatcar/lib/pool/manifest.schema.json",
      "cdktf-flatcar/README.md",
    ];
    expect(app.requires(inside)).toEqual(Object.fromEntries(inside.map((name) => [name, "ERR_PACKAGE_PATH_NOT_EXPORTED"])));
    for (const file of ["dist/lib/pool/compose.js", "README.md"]) {
      expect(fs.existsSync(app.path("node_modules", "cdktf-flatcar", file))).toBe(true);
    }
  });

  test("an ES module imports by name from every entry", () => {
    const flags = ["--module", "node16", "--target", "es2022", "--strict", "--skipLibCheck"];
    expect(typeCheck(["modules.mts", ...flags], app.folder)).toBe("");
    expect(app.node(["modules.mjs"])).toBe("function\n".repeat(8));
  });

  test("the root loads no provider, and one platform does not load another's", () => {
    const loaded = (entry: string): string[] => loadedBy(app, entry);
    expect(loaded("cdktf-flatcar").filter((file) => /[\\/]imports[\\/]/.test(file))).toEqual([]);
    expect(loaded("cdktf-flatcar/bare-metal").filter((file) => /hcloud|hetzner|libvirt/.test(file))).toEqual([]);
    expect(loaded("cdktf-flatcar/hetzner").filter((file) => /libvirt|matchbox/.test(file))).toEqual([]);
    expect(loaded("cdktf-flatcar/libvirt").filter((file) => /hcloud|hetzner|matchbox/.test(file))).toEqual([]);
    expect(loaded("cdktf-flatcar/release").filter((file) => /[\\/](cdktf|constructs)[\\/]/.test(file))).toEqual([]);
    expect(loaded("cdktf-flatcar/ignition").filter((file) => /[\\/](cdktf|constructs)[\\/]/.test(file))).toEqual([]);
    expect(loaded("cdktf-flatcar/butane").filter((file) => /[\\/](cdktf|constructs)[\\/]/.test(file))).toEqual([]);
  });
});

describe("what reads the release feed", () => {
  const LIBRARIES = ["openpgp", "undici"];
  const hide = (from: ScratchApp): (() => void) => {
    const moved = LIBRARIES.map((name) => [from.path("node_modules", name), from.path(`hidden-${name}`)] as const);
    for (const [place, hidden] of moved) fs.renameSync(place, hidden);
    return () => moved.forEach(([place, hidden]) => fs.renameSync(hidden, place));
  };

  test("is installed with the package, and missed by no import, no synth and no command that does without: only what needs it loads it", () => {
    expect(app.requires(LIBRARIES)).toEqual({ openpgp: "loads", undici: "loads" });
    const show = hide(app);
    try {
      expect(app.requires(LIBRARIES)).toEqual({ openpgp: "MODULE_NOT_FOUND", undici: "MODULE_NOT_FOUND" });
      const entries = Object.keys(manifest.exports).map((subpath) => path.posix.join("cdktf-flatcar", subpath));
      expect(app.requires(entries.filter((entry) => entry !== AWS))).toEqual(
        Object.fromEntries(entries.filter((entry) => entry !== AWS).map((entry) => [entry, "loads"])),
      );
      expect(Object.keys(app.synthesise("libvirt"))).toEqual(["lab"]);
      expect(runFine(app.path("node_modules", ".bin", "cdktf-flatcar"), ["--help"])).toContain("lock update");
    } finally {
      show();
    }
  });
});

describe("an app with AWS's bindings", () => {
  let cloud: ScratchApp;
  let found: string[];
  beforeAll(async () => {
    cloud = new ScratchApp({ tarball, core: manifest.devDependencies.cdktf, aws: true });
    await breathe();
    found = cloud.compile();
  });
  afterAll(() => cloud?.remove());

  test("compiles in strict mode, and every entry of exports loads", () => {
    expect(found).toEqual([]);
    const entries = Object.keys(manifest.exports).map((subpath) => path.posix.join("cdktf-flatcar", subpath));
    expect(new Set(Object.values(cloud.requires(entries)))).toEqual(new Set(["loads"]));
  });

  test("loads of the bindings what the pools are made of, and of no other provider anything", () => {
    const files = loadedBy(cloud, AWS).map((file) => file.replaceAll("\\", "/"));
    expect(files.filter((file) => /[\\/]imports[\\/]|hcloud|hetzner|libvirt|matchbox|openpgp|undici/.test(file))).toEqual([]);
    const bindings = files.filter((file) => file.includes("/@cdktf/provider-aws/"));
    expect(bindings.length).toBeGreaterThan(5);
    expect(bindings.filter((file) => !/\/provider-aws\/lib\/[a-z-]+\/index\.js$/.test(file))).toEqual([]);
    expect(bindings.length).toBeLessThan(15);
  });

  test("synthesises a group and machines with names beside a network of its own", () => {
    const { cloud: stack } = cloud.synthesise("aws");
    const [group] = Object.values(stack.resource?.aws_autoscaling_group ?? {});
    expect(group).toMatchObject({ name: "cloud-web", vpc_zone_identifier: ["${aws_subnet.Subnet.id}"], capacity_rebalance: true });
    const instances = Object.values(stack.resource?.aws_instance ?? {});
    expect(instances.map(({ tags }) => (tags as { Name: string }).Name)).toEqual(["cloud-db-0", "cloud-db-1"]);
    expect(instances[0].ebs_optimized).toBe(true);
    expect(stack.output?.ips.value).toEqual([expect.stringContaining("aws_eip.db_db-0"), expect.stringContaining("aws_eip.db_db-1")]);
    expect(Object.keys(providers(stack) as object)).toEqual(["aws"]);
  });

  test("imports by name from an ES module", () => {
    const flags = ["--module", "node16", "--target", "es2022", "--strict", "--skipLibCheck"];
    expect(typeCheck(["modules-aws.mts", ...flags], cloud.folder)).toBe("");
    expect(cloud.node(["modules-aws.mjs"])).toBe("function\n".repeat(2));
  });

  test("synthesises to the same JSON with cdktn under the name of cdktf", async () => {
    const other = new ScratchApp({ tarball, core: CDKTN, aws: true });
    try {
      await breathe();
      expect(other.compile()).toEqual([]);
      await breathe();
      const [ours, theirs] = [cloud.synthesise("aws").cloud, other.synthesise("aws").cloud];
      expect(addresses(theirs).length).toBeGreaterThan(10);
      expect(comparable(theirs, other.folder)).toEqual(comparable(ours, cloud.folder));
    } finally {
      other.remove();
    }
  });
});

describe("with cdktn under the name of cdktf", () => {
  let other: ScratchApp;
  beforeAll(() => {
    other = new ScratchApp({ tarball, core: CDKTN });
    fs.cpSync(app.path(".gen"), other.path(".gen"), { recursive: true });
    for (const file of ["readme.ts", "db.bu", "flatcar.lock.json"]) fs.copyFileSync(app.path(file), other.path(file));
  });
  afterAll(() => other?.remove());

  test("it really is cdktn, at the version that was tried", () => {
    expect(JSON.parse(other.read("node_modules/cdktf/package.json"))).toMatchObject({ name: "cdktn", version: "0.24.0" });
  });

  test("the same sources compile, and the declarations of the package too", () => {
    const found = other.compile("--skipLibCheck", "false", "--noEmitOnError", "false");
    expect(found.filter((line) => line.includes("cdktf-flatcar") || /^[\w.-]+\.ts\(/.test(line))).toEqual([]);
  });

  test.each(APPS)("%s synthesises to the same JSON", (name) => {
    const ours = app.synthesise(name);
    const theirs = other.synthesise(name);
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
    for (const [stack, json] of Object.entries(theirs)) {
      expect(addresses(json).length).toBeGreaterThan(0);
      expect(comparable(json, other.folder)).toEqual(comparable(ours[stack], app.folder));
    }
  });
});

/** The files that an entry loads. */
function loadedBy(from: ScratchApp, entry: string): string[] {
  const script = `require(${JSON.stringify(entry)}); console.log(Object.keys(require.cache).join("\\n"))`;
  return from.node(["-e", script]).split("\n");
}

interface Manifest {
  readonly pools: { readonly [path: string]: { readonly source: { readonly file: string; readonly line: number } } };
}

function providers(stack: StackJson): unknown {
  return stack.terraform?.required_providers;
}

/** A stack without what names the version of the core, and without the folder of the app, which the default backend has in its path. */
function comparable(stack: StackJson, folder: string): object {
  const text = JSON.stringify(stack).replaceAll(folder, "");
  const { "//": comment, ...rest } = JSON.parse(text) as StackJson;
  const flatcar = (comment as { [key: string]: BlockJson } | undefined)?.flatcar;
  return { ...rest, flatcar };
}

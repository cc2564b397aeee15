import * as fs from "fs";
import * as path from "path";
import Ajv from "ajv";
import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { HcloudProvider, HetznerNodePool } from "../../lib/hetzner";
import { LibvirtNodePool, LibvirtProvider } from "../../lib/libvirt";
import { IgnitionConfig } from "../../lib/ignition";
import { ConfigSource, withSource } from "../../lib/pool/config-source";
import { MachineConfig } from "../../lib/pool/machine-config";
import { MANIFEST_VERSION, ManifestGroupPool, ManifestNamedPool } from "../../lib/pool/manifest";
import { NodeContext } from "../../lib/pool/node-context";
import { nodes } from "../../lib/pool/node-options";
import { FlatcarLock } from "../../lib/release";
import { UpdateStrategy } from "../../lib/update";
import { StackJson, SynthOptions, addresses, resourceAt, synthesise } from "../support";
import { LTS, RELEASE, TestGroup, TestPool } from "./test-pool";

const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "../../lib/pool/manifest.schema.json"), "utf8")) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Manifest {
  readonly version: number;
  readonly pools: { readonly [path: string]: ManifestNamedPool };
}

function manifestOf(json: StackJson): Manifest {
  const manifest = json["//"]?.flatcar;
  expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
  return manifest as Manifest;
}

const manifestFrom = (build: (stack: TerraformStack) => void, options?: SynthOptions) => manifestOf(synthesise(build, options));

const lock = FlatcarLock.parse(
  JSON.stringify({
    lockVersion: 1,
    releases: {
      prod: {
        channel: "lts",
        version: "4081.3.10",
        releaseDate: "2026-08-13",
        ignition: "2.19.0",
        architectures: { amd64: { artifacts: {}, amis: {} } },
      },
    },
  }),
  "/flatcar.lock.json",
);

test("the manifest of a pool says what the pool is", () => {
  const manifest = manifestFrom((stack) => {
    new TestPool(new Construct(stack, "group"), "db", {
      poolName: "database",
      update: UpdateStrategy.off(),
      quorum: true,
      userDataLimit: 9000,
      platformUserDataLimit: 10_000,
    });
  });
  expect(manifest.version).toBe(MANIFEST_VERSION);
  expect(Object.keys(manifest.pools)).toEqual(["stack/group/db"]);
  expect(manifest.pools["stack/group/db"]).toMatchObject({
    kind: "named",
    platform: "test",
    name: "database",
    release: { channel: "stable", version: "4593.2.5", ignition: "2.24.0" },
    architecture: "amd64",
    update: { strategy: "off", updatesInPlace: true },
    onConfigChange: "new-nodes-only",
    onReleaseChange: "new-nodes-only",
    quorum: true,
    userDataLimit: 9000,
  });
});

test("a platform without a limit has null for it", () => {
  expect(manifestFrom((stack) => new TestPool(stack, "db")).pools["stack/db"].userDataLimit).toBeNull();
});

test.each([
  UpdateStrategy.reboot(),
  UpdateStrategy.etcdLock(),
  UpdateStrategy.off(),
  UpdateStrategy.disabled(),
  UpdateStrategy.externallyCoordinated(),
])("the schema knows the strategy of $name", (update) => {
  const pool = manifestFrom((stack) => new TestPool(stack, "db", { update })).pools["stack/db"];
  expect(pool.update).toEqual({ strategy: update.name, updatesInPlace: update.updatesInPlace });
});

test("a release from a lock keeps its name", () => {
  const pool = manifestFrom((stack) => new TestPool(stack, "db", { release: lock.release("prod") })).pools["stack/db"];
  expect(pool.release).toEqual({ name: "prod", channel: "lts", version: "4081.3.10", ignition: "2.19.0" });
});

test("a node says its hostname, its generation, its resources and where its config is", () => {
  const json = synthesise(
    (stack) => new TestPool(stack, "db", { nodes: { one: {}, two: { hostname: "bee", generation: 3, release: LTS } } }),
  );
  const { nodes: found } = manifestOf(json).pools["stack/db"];
  expect(Object.keys(found)).toEqual(["one", "two"]);
  const [address] = addresses(json).filter((name) => name.includes("_two_"));
  const data = (resourceAt(json, address).input as { user_data: string }).user_data;
  expect(found.two).toEqual({
    hostname: "bee",
    generation: 3,
    release: { channel: "lts", version: "4081.3.10", ignition: "2.19.0" },
    machine: address,
    resources: [address],
    config: { address, attribute: "input", encoding: "plain", bytes: Buffer.byteLength(data), exact: true },
  });
  expect(found.one.release).toBeUndefined();
});

test("a node with tokens fits the schema, and its bytes are not all there will be", () => {
  const pool = manifestFrom((stack) => {
    const { stringValue, numberValue } = new TerraformVariable(stack, "v", {});
    const machineConfig = [MachineConfig.file({ path: "/a", contents: stringValue })];
    new TestPool(stack, "db", { machineConfig, nodes: { a: { hostname: stringValue, generation: numberValue } } });
  }).pools["stack/db"];
  expect(pool.nodes.a).toMatchObject({ hostname: "${var.v}", generation: "${var.v}" });
  expect(pool.nodes.a.config.exact).toBe(false);
});

test("a pool and a node say what each of their configs writes, and what a pool shares is told once", () => {
  class Index extends MachineConfig {
    public override render({ name }: NodeContext): IgnitionConfig {
      return { storage: { files: [{ path: `/of/${name}` }] } };
    }
  }
  const { machineConfig, nodes: found } = manifestFrom((stack) => {
    const unit = MachineConfig.unit({ name: "x.service", contents: "[Unit]\n" });
    new TestPool(stack, "db", {
      machineConfig: [MachineConfig.file({ path: "/a", contents: "" }), new Index()],
      nodes: { a: {}, b: { machineConfig: [unit] } },
    });
  }).pools["stack/db"];
  const line = expect.any(Number) as number;
  const writer = (written: string) => ({ file: "test/pool/manifest.test.ts", line, writes: { [written]: null } });
  expect(machineConfig).toEqual([writer("/a"), writer("/of/a")]);
  expect([found.a.machineConfig, found.a.poolMachineConfig]).toEqual([undefined, undefined]);
  expect(found.b.machineConfig).toEqual([writer("x.service")]);
  expect(found.b.poolMachineConfig).toEqual({ 1: writer("/of/b") });
});

test("what configs write fits the schema, read from files and from texts, and without stack traces", () => {
  const build = (stack: TerraformStack): void => {
    class Read extends MachineConfig {
      constructor(private readonly source: ConfigSource) {
        super();
      }
      public override render(): IgnitionConfig {
        return withSource({ storage: { files: [{ path: "/a" }] } }, this.source);
      }
    }
    const lineOf = (): number => 3;
    new TestPool(stack, "db", { machineConfig: [new Read({ file: path.join(__dirname, "a.bu"), lineOf }), new Read({ lineOf })] });
    new TestPool(stack, "none", { nodes: { n: {} } });
  };
  const writes = { "/a": 3 };
  const file = "test/pool/manifest.test.ts";
  const of = (options: SynthOptions) => manifestFrom(build, options).pools;
  expect(of({})["stack/db"].machineConfig).toEqual([
    { file: "test/pool/a.bu", writes },
    { file, line: expect.any(Number) as number, inText: true, writes },
  ]);
  expect(of({ app: { stackTraces: false } })["stack/db"].machineConfig).toEqual([
    { file: "test/pool/a.bu", writes },
    { inText: true, writes },
  ]);
  expect(of({})["stack/none"].machineConfig).toBeUndefined();
});

test("a group says its capacity, its generation, its resources and where its config is", () => {
  const json = synthesise((stack) => {
    const { numberValue: min } = new TerraformVariable(stack, "min", {});
    new TestGroup(stack, "web", { capacity: { min, max: 9, desired: 3 }, generation: 2, quorum: true });
  });
  const pool = manifestOf(json).pools["stack/web"] as unknown as ManifestGroupPool;
  const [group, template] = addresses(json).sort();
  const { bytes, ...config } = pool.config;
  expect(pool).toMatchObject({ kind: "group", capacity: { min: "${var.min}", max: 9, desired: 3 }, generation: 2, group });
  expect(pool.resources).toEqual([template, group]);
  expect(config).toEqual({ address: template, attribute: "input", encoding: "base64", exact: true });
  expect(bytes).toBe(Buffer.from((resourceAt(json, template).input as { user_data: string }).user_data, "base64").length);
  expect([pool.quorum, pool.onConfigChange, "nodes" in pool]).toEqual([true, "new-nodes-only", false]);
});

test("a group whose size something else decides has no desired capacity", () => {
  const pool = manifestFrom((stack) => new TestGroup(stack, "web")).pools["stack/web"] as unknown as ManifestGroupPool;
  expect(pool.capacity).toEqual({ min: 1, max: 3 });
});

test("pools of a stack stand beside each other, and beside what cdktf writes there", () => {
  const json = synthesise((stack) => {
    new HcloudProvider(stack, "Hcloud", {});
    new LibvirtProvider(stack, "Libvirt", { uri: "qemu:///system" });
    new HetznerNodePool(stack, "db", { release: RELEASE, serverType: "cax21", location: "fsn1", nodes: nodes("db", 2) });
    new LibvirtNodePool(stack, "web", { release: RELEASE, nodes: nodes("web", 2) });
    new TestPool(stack, "test");
  });
  const { pools } = manifestOf(json);
  expect(Object.keys(pools).sort()).toEqual(["stack/db", "stack/test", "stack/web"]);
  expect([pools["stack/db"].architecture, pools["stack/web"].platform]).toEqual(["arm64", "libvirt"]);
  expect(json["//"]).toHaveProperty("metadata");
});

test("every address in the manifest is a resource of the stack, and the config is where it says", () => {
  const json = synthesise((stack) => {
    new HcloudProvider(stack, "Hcloud", {});
    new LibvirtProvider(stack, "Libvirt", { uri: "qemu:///system" });
    new HetznerNodePool(stack, "db", { release: RELEASE, serverType: "cx23", location: "fsn1", nodes: nodes("db", 2) });
    new LibvirtNodePool(stack, "web", { release: RELEASE, nodes: nodes("web", 2), dataDisks: [{ name: "data", sizeGib: 1 }] });
  });
  for (const pool of Object.values(manifestOf(json).pools)) {
    for (const [name, node] of Object.entries(pool.nodes)) {
      expect(addresses(json)).toEqual(expect.arrayContaining([...node.resources]));
      expect(node.resources).toContain(node.machine);
      expect(node.resources).toEqual(
        addresses(json)
          .filter((address) => address.includes(`_${name}_`))
          .sort(inOrderOf(node.resources)),
      );
      const config = resourceAt(json, node.config.address)[node.config.attribute];
      expect(Buffer.byteLength(String(config))).toBe(node.config.bytes);
      expect(String(config)).toContain('"ignition"');
    }
  }
});

test("addresses follow a later override of a logical id", () => {
  const json = synthesise((stack) => {
    new LibvirtProvider(stack, "Libvirt", { uri: "qemu:///system" });
    const pool = new LibvirtNodePool(stack, "web", { release: RELEASE, nodes: { a: {} } });
    pool.machine("a").resource.overrideLogicalId("mine");
  });
  expect(manifestOf(json).pools["stack/web"].nodes.a.machine).toBe("libvirt_domain.mine");
});

test("the source is the line that made the pool, relative to the project, and absent without stack traces", () => {
  const build = (stack: TerraformStack) => new TestPool(stack, "db");
  const { source } = manifestFrom(build).pools["stack/db"];
  expect(source?.file).toBe("test/pool/manifest.test.ts");
  const lines = fs.readFileSync(__filename, "utf8").split("\n");
  expect(lines[(source?.line ?? 0) - 1]).toContain('const build = (stack: TerraformStack) => new TestPool(stack, "db")');
  expect(manifestFrom(build, { app: { stackTraces: false } }).pools["stack/db"].source).toBeUndefined();
});

test("nothing in a stack's JSON names a path of this machine", () => {
  const json = synthesise((stack) => new TestPool(stack, "db"));
  expect(JSON.stringify(json)).not.toContain(path.resolve(__dirname, "../.."));
  expect(JSON.stringify(json)).not.toContain(process.cwd());
});

test("the schema refuses what is no manifest", () => {
  const good = manifestFrom((stack) => new TestPool(stack, "db"));
  const pool = good.pools["stack/db"];
  const wrong = [{ ...good, version: 2 }, { version: 1 }, { ...good, pools: { x: { ...pool, kind: "group" } } }, { ...good, more: 1 }];
  expect(wrong.map((value) => validate(value))).toEqual([false, false, false, false]);
});

function inOrderOf(list: readonly string[]): (a: string, b: string) => number {
  return (a, b) => list.indexOf(a) - list.indexOf(b);
}

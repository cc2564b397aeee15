import { gzipSync } from "zlib";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { IgnitionConfig, decodeDataUrl, mergeIgnition } from "../../lib/ignition";
import { MachineConfig } from "../../lib/pool/machine-config";
import { NodeContext } from "../../lib/pool/node-context";
import { ConfigValues } from "../../lib/pool/values";
import { escapeTemplate } from "../../lib/pool/tokens";
import { UserDataRenderer } from "../../lib/pool/user-data";
import { Architecture } from "../../lib/release";
import { type Plan, TerraformRun, Workspace, requires } from "../integration/harness";
import { RELEASE, TestPool, TestPoolProps, TestResource } from "../pool/test-pool";
import { StackJson, readTemplate, synthesiseTo } from "../support";

// What lib/pool believes of Terraform's template language and functions, held against the real one. No provider is needed: `terraform_data`
// is built in.

const NODE: NodeContext = {
  name: "a",
  hostname: "a",
  pool: "pool",
  stack: "stack",
  platform: "test",
  release: RELEASE,
  architecture: Architecture.AMD64,
};

/** A synthesised stack and the Terraform that runs in it. */
class Run {
  public readonly json: StackJson;
  private readonly directory: string;
  private readonly mirror: string;

  constructor(build: (stack: TerraformStack) => void) {
    const workspace = Workspace.forTest();
    this.directory = workspace.mkdir("stack");
    this.mirror = workspace.mkdir("no-providers");
    this.json = synthesiseTo(this.directory, build);
  }

  public async plan(variables: { [name: string]: string } = {}): Promise<Plan> {
    return (await this.init(variables)).plan();
  }

  public async apply(variables: { [name: string]: string } = {}): Promise<TerraformRun> {
    const run = await this.init(variables);
    await run.apply();
    return run;
  }

  private async init(variables: { [name: string]: string }): Promise<TerraformRun> {
    const run = new TerraformRun({ directory: this.directory, mirror: this.mirror, variables });
    await run.init();
    return run;
  }

  /** The outputs, all of which are texts. */
  public async outputs(variables: { [name: string]: string } = {}): Promise<{ [name: string]: string }> {
    return (await (await this.apply(variables)).outputs()) as { [name: string]: string };
  }

  /** The user data of a pool's nodes, by what the machines are called. */
  public async userData(variables: { [name: string]: string } = {}): Promise<{ [name: string]: string }> {
    const machines = (await (await this.apply(variables)).resources()).filter(({ name }) => name.includes("Machine"));
    return Object.fromEntries(machines.map(({ values }) => Object.values(values.input as object).slice(0, 3)).map(inputOf));
  }
}

function inputOf(values: unknown[]): [string, string] {
  const [, name, userData] = values as [number, string, string];
  return [name, userData];
}

const VALUES: { [name: string]: string } = {
  plain: "abc123",
  empty: "",
  quotes: `"'\``,
  backslash: "\\ \\n \\\\ \\u0041",
  newline: "a\nb\r\nc\td",
  trailing_newline: "secret\n",
  interpolation: "${x} $${y} ${var.plain}",
  directive: "%{if x} %%{y}",
  dollar: "$",
  dollars: "$$$",
  percent: "%",
  percents: "%41 100% %zz",
  braces: "{}}{",
  html: "<a href='x'>&amp;</a>",
  line_separators: "\u2028\u2029\u0085",
  controls: "\u0001\b\f\u001f\u007f",
  emoji: "\u{1F600}\u{1F468}\u200D\u{1F469}",
  composed: "\u00e9\ud55c",
  places: "@X@ @NAME@",
  patterns: "$& $1 $` $'",
  json: '{"a":["b"]}',
  marker: "flatcar-token:0:",
  pem: "-----BEGIN KEY-----\n" + "QUJD+/==\n".repeat(40) + "-----END KEY-----\n",
};

const OTHER = '"other\\${y}%{z}\n';

// Texts around a value, and around another one.
const TEXTS: ((value: string, other: string) => string)[] = [
  (v) => v,
  (v) => `before ${v} after\n`,
  (v) => `$${v}`,
  (v) => `$$${v}$$`,
  (v) => `%${v}%`,
  (v) => `%%${v}{`,
  (v) => `\${x}${v}%{y}`,
  (v) => `{${v}}`,
  (v) => `\${${v}}`,
  (v) => `\${x:-${v}`,
  (v) => `%{${v}} $$\${${v}`,
  (v) => `"${v}"`,
  (v) => `\\${v}\\`,
  (v) => `\u00e9\u2028${v}\u{1F600}\n`,
  (v, other) => v + other,
  (v, other) => `$${v}%${other}$${v}\n`,
];

/** A config with a text in every kind of place that a text can have. */
function configOf(text: (value: string, other: string) => string, value: string, other: string): IgnitionConfig {
  const whole = text(value, other);
  const places = text("@VALUE@", "@OTHER@");
  const gzip = gzipSync(places);
  const source = (data: string) => `{"source":"data:${data}"}`;
  const json = `{"ignition":{"version":"3.4.0"},"storage":{"files":[
    {"path":"/percent","contents":${source(`text/plain;charset=utf-8,${encodeURIComponent(places)}`)}},
    {"path":"/base64","contents":${source(`;base64,${Buffer.from(places).toString("base64")}`)}},
    {"path":"/gzip","contents":{"compression":"gzip","source":"data:;base64,${gzip.toString("base64")}"}}]},
    "systemd":{"units":[{"name":"place.service","contents":${JSON.stringify(places)}}]}}`;
  const values: ConfigValues = places.includes("@OTHER@") ? { VALUE: value, OTHER: other } : { VALUE: value };
  return [
    MachineConfig.file({ path: "/file", contents: whole }),
    MachineConfig.unit({ name: "text.service", contents: whole }),
    MachineConfig.ignition({ passwd: { users: [{ name: "core", gecos: whole, groups: [whole] }] } }),
    MachineConfig.ignitionJson(json, { values }),
  ]
    .map((config) => config.render(NODE))
    .reduce(mergeIgnition);
}

// Every text of a config, by where it is. A config is read as any program would, not by this package's parser.
function textsOf(userData: string): { [place: string]: string } {
  const { storage, systemd, passwd } = JSON.parse(userData) as IgnitionConfig;
  const user = passwd?.users?.[0];
  return {
    ...Object.fromEntries(
      (storage?.files ?? []).map(({ path, contents }) => [
        path,
        Buffer.from(decodeDataUrl(contents?.source ?? "", contents?.compression)).toString("utf8"),
      ]),
    ),
    ...Object.fromEntries((systemd?.units ?? []).map(({ name, contents }) => [name, contents ?? ""])),
    gecos: user?.gecos ?? "",
    group: user?.groups?.[0] ?? "",
  };
}

const variable = (stack: Construct, name: string, sensitive = false) =>
  new TerraformVariable(stack, name, { type: "string", sensitive }).stringValue;

requires("terraform")("values known only at apply", () => {
  test("every value arrives byte for byte in every kind of text, whatever stands around it", async () => {
    const names = Object.keys(VALUES);
    const run = new Run((stack) => {
      const other = variable(stack, "other");
      const renderers = [
        new UserDataRenderer(new Construct(stack, "limited"), 1_000_000),
        new UserDataRenderer(new Construct(stack, "free"), undefined),
      ];
      for (const name of names) {
        const value = variable(stack, name);
        TEXTS.forEach((text, i) => {
          const config = configOf(text, value, other);
          renderers.forEach((renderer, r) => {
            new TerraformOutput(stack, `${name}-${i}-${r}`, { value: renderer.render(`${name}-${i}`, config).value });
          });
        });
      }
    });
    const outputs = await run.outputs({ ...VALUES, other: OTHER });
    for (const name of names) {
      TEXTS.forEach((text, i) => {
        const want = text(VALUES[name], OTHER);
        const places = ["/file", "/percent", "/base64", "/gzip", "text.service", "place.service", "gecos", "group"];
        for (const r of [0, 1]) {
          expect(textsOf(outputs[`${name}-${i}-${r}`]), `${name}, text ${i}`).toEqual(
            Object.fromEntries(places.map((place) => [place, want])),
          );
        }
      });
    }
  });

  test("one value reaches every node of a pool", async () => {
    const nodes = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`n${i}`, {}]));
    const run = new Run((stack) => {
      const contents = `token = "${variable(stack, "token")}"\n`;
      new TestPool(stack, "pool", {
        nodes,
        machineConfig: [MachineConfig.file({ path: "/token", contents })],
        platformUserDataLimit: 2000,
      });
    });
    const userData = await run.userData({ token: VALUES.interpolation });
    expect(Object.keys(userData)).toHaveLength(12);
    for (const data of Object.values(userData)) expect(textsOf(data)["/token"]).toBe(`token = "${VALUES.interpolation}"\n`);
  });

  test("a hostname, a key and a setting of update.conf arrive too", async () => {
    const run = new Run((stack) => {
      const v = variable(stack, "v");
      const conf = MachineConfig.file({ path: "/etc/flatcar/update.conf", contents: `MACHINE_ALIAS=${v}\n` });
      new TestPool(stack, "pool", {
        nodes: { a: { hostname: `host-${v}` } },
        sshAuthorizedKeys: [`ssh-ed25519 AAAA ${v}`],
        machineConfig: [conf],
      });
    });
    const data = (await run.userData({ v: "x-1" }))["stack-a"];
    expect(textsOf(data)).toMatchObject({
      "/etc/hostname": "host-x-1\n",
      "/etc/flatcar/update.conf": "MACHINE_ALIAS='x-1'\nREBOOT_STRATEGY=reboot\n",
    });
    expect((JSON.parse(data) as IgnitionConfig).passwd?.users).toEqual([{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 AAAA x-1"] }]);
  });

  test("a value that another resource makes in the same apply arrives, and fits", async () => {
    const run = new Run((stack) => {
      const made = new TestResource(stack, "made");
      const machineConfig = [MachineConfig.file({ path: "/id", contents: `${made.id}\n` })];
      new TestPool(stack, "pool", { machineConfig, platformUserDataLimit: 2000 });
    });
    const applied = await run.apply();
    const { id } = await applied.attributes("terraform_data.made");
    const [machine] = (await applied.resources()).filter(({ name }) => name.includes("Machine"));
    expect(textsOf((machine.values.input as { user_data: string }).user_data)["/id"]).toBe(`${String(id)}\n`);
  });

  test("a sensitive value arrives, is held against the limit and shown nowhere", async () => {
    const run = new Run((stack) => {
      const contents = `token=${variable(stack, "token", true)}\n`;
      new TestPool(stack, "pool", { machineConfig: [MachineConfig.file({ path: "/token", contents })], platformUserDataLimit: 1000 });
    });
    const planned = await run.plan({ token: "hunter2-hunter2" });
    expect(planned.output).not.toContain("hunter2");
    expect(planned.output).not.toContain(Buffer.from("token=hunter2-hunter2\n").toString("base64").slice(8, 20));
    const applied = await run.apply({ token: "hunter2-hunter2" });
    const [machine] = (await applied.resources()).filter(({ name }) => name.includes("Machine"));
    expect(textsOf((machine.values.input as { user_data: string }).user_data)["/token"]).toBe("token=hunter2-hunter2\n");
    const longer = applied.with({ variables: { token: `hunter2${"x".repeat(900)}` } });
    await expect(longer.apply()).rejects.toThrow("too large");
  });
});

requires("terraform")("the budget at apply", () => {
  // A pool whose user data has as many bytes more than its least as the value.
  const limited = (limit: number): TestPoolProps => ({ platformUserDataLimit: limit });
  const unit = (contents: string) => [MachineConfig.unit({ name: "a.service", contents: `[Unit]\nDescription=${contents}` })];

  test.each([600, 601, 602])("a config of exactly the limit of %i bytes passes, and one of a byte more does not", async (limit) => {
    const run = new Run((stack) => new TestPool(stack, "pool", { ...limited(limit), machineConfig: unit(variable(stack, "v")) }));
    const manifest = run.json["//"]?.flatcar as { pools: { [path: string]: { nodes: { [name: string]: { config: { bytes: number } } } } } };
    const room = limit - manifest.pools["stack/pool"].nodes.a.config.bytes;
    // Bytes count, not characters: three characters of four, three and two bytes are nine bytes.
    const wide = `\u{1F600}\u20ac\u00e9${"x".repeat(room - 9)}`;
    for (const value of ["x".repeat(room), wide]) {
      const data = (await run.userData({ v: value }))["stack-a"];
      expect(Buffer.byteLength(data)).toBe(limit);
      const more = new Run((stack) => new TestPool(stack, "pool", { ...limited(limit), machineConfig: unit(variable(stack, "v")) }));
      await expect(more.apply({ v: `${value}x` })).rejects.toThrow("too large");
    }
  });

  test("the least that synth knows is what an empty value gives", async () => {
    const run = new Run((stack) => {
      const v = variable(stack, "v");
      const file = MachineConfig.file({ path: "/a", contents: `<"&>${v}{"x":[]}\n${v}` });
      new TestPool(stack, "pool", { ...limited(2000), machineConfig: [file, ...unit(`a "quoted" ${v}`)] });
    });
    const manifest = run.json["//"]?.flatcar as { pools: { [path: string]: { nodes: { [name: string]: { config: { bytes: number } } } } } };
    const data = (await run.userData({ v: "" }))["stack-a"];
    expect(Buffer.byteLength(data)).toBe(manifest.pools["stack/pool"].nodes.a.config.bytes);
  });
});

requires("terraform")("text without tokens", () => {
  test("is escaped so that Terraform reads it back, for every short sequence of what means something to it", async () => {
    const pieces = ["$", "%", "{", "}", "a", '"', "\\"];
    const texts = sequences(["V", ...pieces], 4);
    const run = new Run((stack) => {
      const v = variable(stack, "v");
      const templates = texts.map((text) => escapeTemplate(text.map((piece) => (piece === "V" ? v : piece)).join("")));
      new TerraformOutput(stack, "all", { value: templates });
    });
    const value = "<${v}>";
    const { all } = await run.outputs({ v: value });
    expect(all).toEqual(texts.map((text) => text.map((piece) => (piece === "V" ? value : piece)).join("")));
    // The test helper that undoes the escapes is as good as Terraform.
    const literal = texts.filter((text) => !text.includes("V")).map((text) => text.join(""));
    expect(literal.map((text) => readTemplate(escapeTemplate(text)))).toEqual(literal);
  });

  test("keeps its bytes also where Terraform would bring it to another Unicode form", async () => {
    const text = "e\u0301 \u1112\u1161\u11ab \u212b \u{1F600}\n";
    const run = new Run((stack) => {
      const machineConfig = [
        MachineConfig.file({ path: "/a", contents: text }),
        MachineConfig.unit({ name: "a.service", contents: `[Unit]\n# ${text}` }),
      ];
      new TestPool(stack, "pool", {
        machineConfig,
        nodes: { a: {}, b: { machineConfig: [MachineConfig.file({ path: "/v", contents: variable(stack, "v") })] } },
      });
    });
    for (const data of Object.values(await run.userData({ v: "x" }))) {
      expect(textsOf(data)).toMatchObject({ "/a": text, "a.service": `[Unit]\n# ${text}` });
    }
  });

  test("in the gzip wrapper comes through whole", async () => {
    const contents = '${x} %{y} $$ \\ " e\u0301\n'.repeat(200);
    const run = new Run((stack) => {
      new TestPool(stack, "pool", { ...{ platformUserDataLimit: 1500 }, machineConfig: [MachineConfig.file({ path: "/a", contents })] });
    });
    const wrapper = JSON.parse((await run.userData())["stack-a"]) as IgnitionConfig;
    const wrapped = wrapper.ignition?.config?.replace;
    const config = Buffer.from(decodeDataUrl(wrapped?.source ?? "", wrapped?.compression)).toString("utf8");
    expect(textsOf(config)["/a"]).toBe(contents);
  });
});

// All sequences of up to `length` items.
function sequences(items: readonly string[], length: number): string[][] {
  if (length === 0) return [[]];
  const shorter = sequences(items, length - 1);
  return [
    ...shorter,
    ...shorter.filter((sequence) => sequence.length === length - 1).flatMap((sequence) => items.map((item) => [...sequence, item])),
  ];
}

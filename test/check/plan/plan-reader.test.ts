import fc from "fast-check";
import { expect, test } from "vitest";
import { Plan } from "../../../lib/check/plan/plan";
import { PlanReader } from "../../../lib/check/plan/plan-reader";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { thrown } from "../../support";
import { stackOf } from "../manifests";

const change = (name: string, actions: readonly string[] = ["no-op"]) => ({
  address: `hcloud_server.${name}`,
  mode: "managed",
  type: "hcloud_server",
  name,
  provider_name: "registry.terraform.io/hetznercloud/hcloud",
  change: { actions, before: { name }, after: { name }, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
});
const PLAN = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  variables: { join_token: { value: "hunter2" } },
  planned_values: { root_module: { resources: [{ address: "hcloud_server.a", values: { user_data: "hunter2" } }] } },
  resource_drift: [change("drifted", ["update"])],
  resource_changes: [change("a"), change("b", ["delete", "create"])],
  output_changes: {},
  prior_state: { format_version: "1.0" },
  configuration: {
    provider_config: {
      hcloud: {
        name: "hcloud",
        full_name: "registry.terraform.io/hetznercloud/hcloud",
        version_constraint: "~> 1.68",
        expressions: { token: { constant_value: "hunter2" } },
      },
      terraform: { name: "terraform", full_name: "terraform.io/builtin/terraform" },
    },
    root_module: { resources: [{ address: "hcloud_server.a", mode: "managed", expressions: { name: { constant_value: "a" } } }] },
  },
  timestamp: "2026-11-25T17:32:14Z",
  applyable: true,
  complete: false,
  errored: false,
};

function read(plan: object | string | Buffer, size = 1 << 20, stack?: SynthesisedStack): Plan {
  const reader = new PlanReader("p.json", stack);
  const bytes = Buffer.isBuffer(plan) ? plan : Buffer.from(typeof plan === "string" ? plan : JSON.stringify(plan));
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
  return reader.end();
}

test("of a plan there are its versions, what it says of itself, and its changes", () => {
  const plan = read(PLAN);
  expect(plan).toMatchObject({
    ...{ name: "p.json", formatVersion: "1.2", terraformVersion: "1.11.4", timestamp: "2026-11-25T17:32:14Z" },
    ...{ errored: false, applyable: true, complete: false, variables: ["join_token"] },
    providers: {
      hcloud: { name: "registry.terraform.io/hetznercloud/hcloud", constraint: "~> 1.68" },
      terraform: { name: "terraform.io/builtin/terraform", constraint: "" },
    },
  });
  expect(plan.changes.map(({ address, actions }) => [address, actions.join()])).toEqual([
    ["hcloud_server.a", "no-op"],
    ["hcloud_server.b", "delete,create"],
  ]);
});

test("no value of a variable, a provider's configuration or a planned resource is kept", () => {
  expect(JSON.stringify(read(PLAN))).not.toContain("hunter2");
});

test("pieces of any size give the same", () => {
  const whole = read(PLAN);
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), (size) => void expect(read(PLAN, size)).toEqual(whole)));
  expect(read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(PLAN, null, 2))]), 1)).toEqual(whole);
});

test("a plan that says less of itself is one too", () => {
  expect(read({ format_version: "1.1", configuration: {} })).toEqual({
    name: "p.json",
    formatVersion: "1.1",
    errored: false,
    variables: [],
    providers: {},
    changes: [],
  });
  expect(read({ ...PLAN, resource_changes: null, errored: true })).toMatchObject({ errored: true, changes: [] });
});

test("a plan is held against the stack it should be of", () => {
  const of = (name: string) => stackOf({ resources: { hcloud_server: { a: { name } } } });
  expect(read(PLAN, 7, of("a")).changes).toHaveLength(2);
  expect(thrown(() => read(PLAN, 7, of("b"))).code).toBe("plan-other-stack");
});

test("a plan with another machine config is outdated, though the same local is written in it", () => {
  const constant = { constant_value: "${local.c}", references: ["local.c"] };
  const others = ["b", "c"].map((name) => ({ address: `libvirt_ignition.${name}`, mode: "managed", expressions: {} }));
  const plan = {
    format_version: "1.2",
    resource_changes: [
      {
        ...change("a"),
        type: "libvirt_ignition",
        address: "libvirt_ignition.a",
        change: { actions: ["create"], before: null, after: { content: "one" } },
      },
    ],
    configuration: {
      root_module: { resources: [{ address: "libvirt_ignition.a", mode: "managed", expressions: { content: constant } }, ...others] },
    },
  };
  const of = (c: string) => stackOf({ locals: { c }, resources: { libvirt_ignition: { a: { content: "${local.c}" }, b: {}, c: {} } } });
  expect(read(plan, 7, of("one")).changes).toHaveLength(1);
  expect(thrown(() => read(plan, 7, of("two")))).toMatchObject({
    code: "plan-outdated",
    mend: expect.stringContaining("libvirt_ignition.a.content") as string,
  });
});

const { configuration: _configuration, ...WITHOUT } = PLAN;
const TEXT = JSON.stringify(PLAN);
test.each<[string, string | Buffer, string, string]>([
  ["nothing", "", "plan-truncated", "its end is missing"],
  ["one that is cut off", TEXT.slice(0, -1), "plan-truncated", "its end is missing"],
  [
    "one that is cut off in a part that nobody reads",
    TEXT.slice(0, TEXT.indexOf("prior_state") + 30),
    "plan-truncated",
    "its end is missing",
  ],
  ["the plan itself", Buffer.from("PK\x03\x04\x14\0\x08\0"), "plan-binary", "terraform show -json"],
  ["what a person reads", "Terraform will perform the following actions:\n", "plan-not-json", "malformed"],
  ["UTF-16", Buffer.from(`\ufeff${TEXT}`, "utf16le"), "plan-not-json", "PowerShell"],
  ["two documents", `${TEXT}\n{}`, "plan-not-json", "is not expected"],
  ["a malformed change", TEXT.replace('"actions":["no-op"]', '"actions":[no-op]'), "plan-not-json", "malformed"],
  ["a list", "[]", "plan-none", "it is no object"],
  ["null", "null ", "plan-none", "it is no object"],
  ["another object", '{"a":1}', "plan-none", "it has no format_version"],
  ["a state", JSON.stringify({ format_version: "1.0", values: {} }), "plan-none", "it is a state"],
  ["a log", '{"@level":"info","@message":"Terraform 1.11.4"}', "plan-none", "plan -json"],
  ["a longer log", '{"@level":"info"}\n{"@level":"info"}\n', "plan-none", "plan -json"],
  ["one without a configuration", JSON.stringify(WITHOUT), "plan-none", "it has no configuration"],
  ["changes that are no list", JSON.stringify({ ...PLAN, resource_changes: {} }), "plan-none", "no list"],
  ["a change that is none", JSON.stringify({ ...PLAN, resource_changes: [change("a"), {}] }), "plan-none", "element 1"],
  [
    "depths",
    TEXT.replace('"actions":["no-op"],"before":{"name":"a"}', `"actions":["no-op"],"before":${"[".repeat(9999)}${"]".repeat(9999)}`),
    "plan-none",
    "too deep",
  ],
  ["a key twice at the top", TEXT.replace('"timestamp"', '"errored":false,"timestamp"'), "plan-repeated-key", "errored"],
  [
    "a key twice in a change",
    TEXT.replace('"actions":["no-op"]', '"actions":["delete"],"actions":["no-op"]'),
    "plan-repeated-key",
    "twice",
  ],
])("%s is an error of one line", (_, text, code, why) => {
  for (const size of [3, 1 << 20]) {
    const error = thrown(() => read(text, size));
    expect(error).toMatchObject({ code, received: "p.json" });
    expect(error.message).toContain(why);
    expect(error.message).not.toContain("\n");
  }
});

test.each(["2.0", "0.2", "", 1.2, null])("the form %j is not known, and the error names those that are", (version) => {
  expect(thrown(() => read({ ...PLAN, format_version: version }))).toMatchObject({
    code: "plan-version",
    received: version,
    allowed: "1.x",
  });
});

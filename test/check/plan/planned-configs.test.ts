import * as crypto from "crypto";
import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { PlannedConfigs } from "../../../lib/check/plan/planned-configs";
import { recorded, recordings } from "../model/recorded";
import { PROJECT } from "../../support/project";
import { stackOf } from "../manifests";

const TEXT = '{"ignition":{"version":"3.4.0"}}';
const sha1 = (text: string) => crypto.createHash("sha1").update(text).digest();

function differing(resource: object, after: object | null, more: object = {}, locals = {}, variables = {}): string | undefined {
  const type = "content" in resource ? "libvirt_ignition" : "raw_ignition" in resource ? "matchbox_profile" : "aws_instance";
  const configs = new PlannedConfigs(stackOf({ locals, resources: { [type]: { a: { ...resource } } } }));
  configs.setVariables(variables);
  return configs.differing({ address: `${type}.a`, type, change: { before: null, after }, ...more });
}

test.each([
  ["in the resource", { content: TEXT }, {}],
  ["in a local", { content: "${local.c}" }, { c: TEXT }],
  ["in locals within one another", { content: "${local.a}${local.b}" }, { a: "${local.c}", b: "}", c: TEXT.slice(0, -1) }],
])("a config that stands %s is compared with what the resource becomes", (_, resource, locals) => {
  expect(differing(resource, { content: TEXT }, {}, locals)).toBeUndefined();
  expect(differing(resource, { content: TEXT.replace("4", "5") }, {}, locals)).toBe("content");
});

test("an encoded config, and those of other providers, are compared too", () => {
  const base64 = Buffer.from(TEXT).toString("base64");
  const written = { user_data_base64: "${base64encode(local.c)}" };
  expect(differing(written, { user_data: null, user_data_base64: base64 }, {}, { c: TEXT })).toBeUndefined();
  expect(differing(written, { user_data: null, user_data_base64: "e30=" }, {}, { c: TEXT })).toBe("user_data_base64");
  expect(differing({ raw_ignition: TEXT }, { raw_ignition: "{}" })).toBe("raw_ignition");
});

test("a hash that a provider keeps in the place of user data is that of the config, or of another", () => {
  for (const encoding of ["base64", "hex"] as const) {
    expect(differing({ user_data: TEXT }, { user_data: sha1(TEXT).toString(encoding) })).toBeUndefined();
    expect(differing({ user_data: TEXT }, { user_data: sha1(`${TEXT}\n`).toString(encoding) })).toBe("user_data");
  }
});

test("variables have the values that the plan was made with", () => {
  const locals = { value: "T=${var.token}", whole: '{"a":${jsonencode(local.value)}}' };
  const of = (content: string, variables: object) => differing({ content: "${local.whole}" }, { content }, {}, locals, variables);
  expect(of('{"a":"T=\\"${x}"}', { token: { value: '"${x}' } })).toBeUndefined();
  expect(of('{"b":"T=x"}', { token: { value: "x" } })).toBe("content");
  for (const unknown of [{}, { token: {} }, { token: { value: 7 } }, { token: "x" }]) expect(of("{}", unknown)).toBeUndefined();
});

test("what is known only at apply, on either side, is not compared", () => {
  expect(differing({ content: "${var.t}" }, { content: "x" })).toBeUndefined();
  expect(differing({ content: "${local.c}" }, { content: "x" }, {}, { c: "<${local.d}>", d: "${var.t}" })).toBeUndefined();
  expect(differing({ content: TEXT }, {})).toBeUndefined();
  expect(differing({ content: TEXT }, null)).toBeUndefined();
  expect(differing({ content: "" }, { content: "x" })).toBeUndefined();
  expect(differing({ content: 7 }, { content: "x" })).toBeUndefined();
});

test.each([["content"], ["all"]])("what is ignored (%s) is as it was, and as it is written where there was nothing", (name) => {
  const ignoring = { content: TEXT, lifecycle: { ignore_changes: name === "all" ? name : [name] } };
  const change = { before: { content: "old" }, after: { content: "old" } };
  expect(differing(ignoring, null, { change })).toBeUndefined();
  expect(differing({ ...ignoring, lifecycle: [ignoring.lifecycle] }, null, { change })).toBeUndefined();
  expect(differing({ ...ignoring, lifecycle: { ignore_changes: ["pool"] } }, null, { change })).toBe("content");
  expect(differing(ignoring, { content: "old" })).toBe("content");
});

test("other resources, objects that are left from before, and what is no change are passed over", () => {
  expect(differing({ content: TEXT }, { content: "x" }, { address: "libvirt_ignition.b" })).toBeUndefined();
  expect(differing({ content: TEXT }, { content: "x" }, { address: 1 })).toBeUndefined();
  expect(differing({ content: TEXT }, { content: "x" }, { type: "libvirt_volume" })).toBeUndefined();
  expect(differing({ content: TEXT }, { content: "x" }, { address: "module.m.libvirt_ignition.a" })).toBeUndefined();
  expect(differing({ content: TEXT }, { content: "x" }, { deposed: "00000001" })).toBeUndefined();
  expect(differing({ content: TEXT }, null, { change: "x" })).toBeUndefined();
});

test("the plans that Terraform of the oldest and the newest version and OpenTofu made are of their stacks", () => {
  const folders = fs
    .readdirSync(path.join(PROJECT, "test", "vectors", "plans"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(5);
  for (const { name: platform } of folders) {
    for (const name of recordings(platform)) expect(() => recorded(platform, name), `${platform}/${name}`).not.toThrow();
  }
});

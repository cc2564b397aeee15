import { expect, test } from "vitest";
import { Changes } from "../../../lib/check/model/changes";
import { foreignFates, isMachine, platformOf, templatesOf } from "../../../lib/check/model/foreign";
import { PlanChange } from "../../../lib/check/plan/plan";
import { changeOf, planOf } from "./changes-of";

function fates(...changes: PlanChange[]): string[] {
  const pools = foreignFates("x", changes.filter(isMachine), new Changes(planOf(...changes)));
  return pools.map(({ name, platform, kind, before, after, machines }) => {
    const all = machines.map((each) => `${each.name} ${each.count} ${each.fate}`);
    return `${name} (${platform}, ${kind}) ${before}→${after}: ${all.join(", ")}`;
  });
}

test("what is a machine, or makes some, has a platform", () => {
  const types = ["hcloud_server", "aws_instance", "aws_autoscaling_group", "libvirt_domain", "matchbox_group"];
  expect(types.map((type) => platformOf(changeOf(type)))).toEqual(["hetzner", "aws", "aws", "libvirt", "bare-metal"]);
  expect(["matchbox_profile", "hcloud_network", "constructor"].map((type) => isMachine(changeOf(type)))).toEqual([false, false, false]);
});

test("the machines of one resource with count or for_each are one pool", () => {
  const at = (address: string, actions: readonly string[]) => changeOf("hcloud_server", { address, actions });
  expect(
    fates(
      at("hcloud_server.w[0]", ["no-op"]),
      at("hcloud_server.w[1]", ["create"]),
      at('module.m["x"].hcloud_server.w["a"]', ["delete", "create"]),
    ),
  ).toEqual([
    "hcloud_server.w (hetzner, named) 1→2: hcloud_server.w[0] 1 untouched, hcloud_server.w[1] 1 created",
    'module.m["x"].hcloud_server.w (hetzner, named) 1→1: module.m["x"].hcloud_server.w["a"] 1 replaced',
  ]);
});

test("a machine that matchbox serves is stale where its profile is another one, whichever resource that is", () => {
  const group = (name: string, profile: string, actions = ["no-op"]) =>
    changeOf("matchbox_group", { address: `matchbox_group.${name}`, actions, before: { name, profile }, after: { name, profile } });
  const profile = changeOf("matchbox_profile", { actions: ["delete", "create"], before: { name: "p" }, after: { name: "p" } });
  expect(fates(profile, group("a", "p"), group("b", "q"), group("c", "q", ["delete", "create"]))).toEqual([
    "matchbox_group.a (bare-metal, named) 1→1: matchbox_group.a 1 stale",
    "matchbox_group.b (bare-metal, named) 1→1: matchbox_group.b 1 untouched",
    "matchbox_group.c (bare-metal, named) 1→1: matchbox_group.c 1 stale",
  ]);
});

test("a group is known by the templates that it launches from, by id or by name, plain or among several types", () => {
  const template = changeOf("aws_launch_template", { actions: ["update"], changed: [["user_data"]], before: { id: "lt-1", name: "web" } });
  const mixed = { mixed_instances_policy: [{ launch_template: [{ launch_template_specification: [{ launch_template_id: "lt-1" }] }] }] };
  for (const before of [{ launch_template: [{ id: "lt-1" }] }, { launch_template: [{ name: "web" }] }, mixed]) {
    const group = changeOf("aws_autoscaling_group", { before });
    expect(templatesOf(group, new Changes(planOf(template, group)))).toEqual([template]);
  }
  const size = { desired_capacity: 2, min_size: 1, max_size: 3, launch_template: [{ id: "lt-1", version: "$Latest" }] };
  expect(fates(template, changeOf("aws_autoscaling_group", { before: size, after: size }))).toEqual([
    "aws_autoscaling_group.a (aws, group) 2→2: aws_autoscaling_group.a 2 updated",
  ]);
});

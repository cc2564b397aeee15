import { describe, expect, test } from "vitest";
import { checkedStack } from "../../../lib/check/model/checked-stack";
import { poolPairs } from "../../../lib/check/model/pairs";
import { Reach, reachOf } from "../../../lib/check/model/reach";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { checked, foreignStack, noteOf, poolStack } from "../config-stacks";
import { groupPool, stackOf } from "../manifests";
import { changeOf, planOf } from "./changes-of";
import { recorded } from "./recorded";

const CONFIG = noteOf("x");
const WAITING = { onConfigChange: "new-nodes-only" };

/** By machine, how a change of its config would reach it. */
function reaches(
  after: SynthesisedStack,
  before: SynthesisedStack = after,
  plan?: ReturnType<typeof planOf>,
): { [machine: string]: Reach } {
  const stack = checked(after, before, plan === undefined ? {} : { plan });
  const all = poolPairs(stack).flatMap((pools) => pools.machines.map((pair) => [pair.after.name, reachOf(after, pools, pair)] as const));
  return Object.fromEntries(all);
}

describe("of a pool", () => {
  test("a machine is replaced, or has it never, as the pool's policy says", () => {
    expect(reaches(poolStack({ a: CONFIG }))).toEqual({ a: Reach.REPLACEMENT });
    expect(reaches(poolStack({ a: CONFIG }, WAITING))).toEqual({ a: Reach.NEW_MACHINES });
  });

  test("a machine whose generation is raised is replaced under any policy, and it alone", () => {
    const stack = (generation: number) => {
      const { resources, pools } = poolStack({ a: CONFIG, b: CONFIG }, WAITING);
      const { nodes = {} } = pools["x/db"];
      return stackOf({ resources, pools: { "x/db": { ...pools["x/db"], nodes: { ...nodes, a: { ...nodes.a, generation } } } } });
    };
    expect(reaches(stack(2), stack(1))).toEqual({ a: Reach.REPLACEMENT, b: Reach.NEW_MACHINES });
  });

  test("a machine that the plan replaces for another reason has it too", () => {
    const replaced = changeOf("hcloud_server", { address: "hcloud_server.a", actions: ["delete", "create"] });
    const stack = poolStack({ a: CONFIG, b: CONFIG }, WAITING);
    expect(reaches(stack, stack, planOf(replaced))).toEqual({ a: Reach.REPLACEMENT, b: Reach.NEW_MACHINES });
  });

  test("machines of a group are refreshed, by its policy or by its generation", () => {
    const group = (more: object) => stackOf({ pools: { "x/web": groupPool(more) } });
    expect(reaches(group({}))).toEqual({ web: Reach.INSTANCE_REFRESH });
    expect(reaches(group(WAITING))).toEqual({ web: Reach.NEW_MACHINES });
    expect(reaches(group({ ...WAITING, generation: 2 }), group(WAITING))).toEqual({ web: Reach.INSTANCE_REFRESH });
  });

  test("a machine that boots from the network takes it at its boot or its installation", () => {
    const served = (taken: "at-boot" | "at-installation") =>
      poolStack({ a: CONFIG }, WAITING, { node: { served: { taken, record: "terraform_data.r" } } });
    expect(reaches(served("at-boot"))).toEqual({ a: Reach.NEXT_BOOT });
    expect(reaches(served("at-installation"))).toEqual({ a: Reach.NEXT_INSTALLATION });
  });
});

describe("of a machine that no pool made", () => {
  const one = (type: string, resource: object, more: object = {}) => foreignStack({ [type]: { a: { ...resource } }, ...more });
  const reach = (type: string, resource: object, more: object = {}): Reach => reaches(one(type, resource, more))[`${type}.a`];

  test("a server is replaced, unless changes of its user data are ignored", () => {
    expect(reach("hcloud_server", { user_data: "{}" })).toBe(Reach.REPLACEMENT);
    expect(reach("hcloud_server", { user_data: "{}", lifecycle: { ignore_changes: ["image", "user_data"] } })).toBe(Reach.NEW_MACHINES);
    expect(reach("hcloud_server", { user_data: "{}", lifecycle: { ignore_changes: "all" } })).toBe(Reach.NEW_MACHINES);
    expect(reach("hcloud_server", { user_data: "{}", lifecycle: { ignore_changes: ["image"] } })).toBe(Reach.REPLACEMENT);
  });

  test("what is ignored arrives all the same where the plan replaces the machine", () => {
    const stack = one("hcloud_server", { user_data: "{}", lifecycle: { ignore_changes: ["user_data"] } });
    const replace = (address: string) => planOf(changeOf("hcloud_server", { address, actions: ["delete", "create"] }));
    expect(reaches(stack, stack, replace("hcloud_server.a"))).toEqual({ "hcloud_server.a": Reach.REPLACEMENT });
    expect(reaches(stack, stack, replace("hcloud_server.a[0]"))).toEqual({ "hcloud_server.a": Reach.REPLACEMENT });
    expect(reaches(stack, stack, replace("hcloud_server.ab"))).toEqual({ "hcloud_server.a": Reach.NEW_MACHINES });
  });

  test("an instance is stopped and started with it, which Ignition does not see, unless it is to be replaced", () => {
    expect(reach("aws_instance", { user_data: "{}" })).toBe(Reach.NEW_MACHINES);
    expect(reach("aws_instance", { user_data: "{}", user_data_replace_on_change: true })).toBe(Reach.REPLACEMENT);
  });

  test("a domain needs another root disk", () => {
    const more = { libvirt_ignition: { i: { content: "{}" } } };
    expect(reach("libvirt_domain", { coreos_ignition: "${libvirt_ignition.i.id}" }, more)).toBe(Reach.NEW_ROOT_DISK);
    const ignoring = { lifecycle: { ignore_changes: ["coreos_ignition"] } };
    expect(reach("libvirt_domain", { coreos_ignition: "${libvirt_ignition.i.id}", ...ignoring }, more)).toBe(Reach.NEW_MACHINES);
  });

  test("a config that is ignored where it stands counts as ignored", () => {
    const more = { libvirt_ignition: { i: { content: "{}", lifecycle: { ignore_changes: ["content"] } } } };
    expect(reach("libvirt_domain", { coreos_ignition: "${libvirt_ignition.i.id}" }, more)).toBe(Reach.NEW_MACHINES);
  });

  test("what matchbox serves is taken at a boot from the network", () => {
    const more = { matchbox_profile: { p: { raw_ignition: "{}" } } };
    expect(reach("matchbox_group", { profile: "${matchbox_profile.p.name}" }, more)).toBe(Reach.NEXT_BOOT);
  });

  test("a group is refreshed where it says so, and its template's version is told", () => {
    const version = "${aws_launch_template.t.latest_version}";
    const refresh = { instance_refresh: { strategy: "Rolling" } };
    expect(reach("aws_autoscaling_group", { launch_template: { id: "x", version }, ...refresh })).toBe(Reach.INSTANCE_REFRESH);
    expect(reach("aws_autoscaling_group", { launch_template: { id: "x", version } })).toBe(Reach.NEW_MACHINES);
    expect(reach("aws_autoscaling_group", { launch_template: { id: "x", version: "$Latest" }, ...refresh })).toBe(Reach.NEW_MACHINES);
    expect(reach("aws_autoscaling_group", { launch_template: { id: "x" }, ...refresh })).toBe(Reach.NEW_MACHINES);
  });
});

test.each([
  ["hetzner", "config-replace", { a: Reach.REPLACEMENT, c: Reach.REPLACEMENT }],
  ["hetzner", "config-new-nodes-only", { a: Reach.NEW_MACHINES, c: Reach.NEW_MACHINES }],
  ["hetzner", "generation", { a: Reach.REPLACEMENT, c: Reach.NEW_MACHINES }],
  ["libvirt", "config-replace", { a: Reach.REPLACEMENT, b: Reach.REPLACEMENT }],
  ["aws", "group-generation", { web: Reach.INSTANCE_REFRESH }],
  ["aws", "group-config-new-nodes-only", { web: Reach.NEW_MACHINES }],
  ["bare-metal", "config", { a: Reach.NEXT_INSTALLATION, c: Reach.NEXT_INSTALLATION }],
  ["bare-metal", "diskless-config", { a: Reach.NEXT_BOOT, c: Reach.NEXT_BOOT }],
])("as Terraform plans it, with the plan and without: %s, %s", (platform, name, expected) => {
  const { stack, base, plan } = recorded(platform, name);
  expect(reaches(stack, base)).toEqual(expected);
  expect(reaches(stack, base, plan)).toEqual(expected);
  expect(checkedStack({ stack, file: "cdk.tf.json" }).base).toBeUndefined();
});

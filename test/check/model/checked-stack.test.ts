import { expect, test } from "vitest";
import { CheckedPool, checkedStack } from "../../../lib/check/model/checked-stack";
import { Fate } from "../../../lib/check/model/fate";
import { CONFIG, NODE, groupPool, namedPool, stackOf } from "../manifests";
import { changeOf, planOf } from "./changes-of";
import { recorded } from "./recorded";

const RELEASE = { channel: "beta", version: "4757.1.0" };
const source = { file: "stacks/hetzner.ts", line: 7 };
const node = (name: string) => ({
  ...NODE,
  hostname: name,
  machine: `hcloud_server.${name}`,
  resources: [`hcloud_server.${name}`, `x.${name}`],
});

const STACK = stackOf({
  pools: {
    "x/web": groupPool({ group: "aws_autoscaling_group.web", resources: ["aws_launch_template.web"] }),
    "x/db": namedPool({ source, quorum: true, nodes: { a: node("a"), b: { ...node("b"), release: RELEASE } } }),
  },
  resources: {
    hcloud_server: { a: {}, b: {}, plain: { user_data: '{"ignition":{"version":"3.4.0"}}' } },
    aws_autoscaling_group: { web: {}, other: {} },
    hcloud_network: { n: {} },
  },
});
const shown = (pools: readonly CheckedPool[]) =>
  pools.map(({ path, name, kind, platform, machines }) => [path ?? null, name, kind, platform, machines.map((machine) => machine.name)]);

test("pools stand in the order of the manifest, then the machines that no pool made, each a pool of its own", () => {
  const { name, file, pools, ...rest } = checkedStack({ stack: STACK, file: "out/cdk.tf.json" });
  expect([name, file, rest]).toEqual(["x", "out/cdk.tf.json", { stack: STACK }]);
  expect(shown(pools)).toEqual([
    ["x/web", "web", "group", "hetzner", ["web"]],
    ["x/db", "db", "named", "hetzner", ["a", "b"]],
    [null, "hcloud_server.plain", "named", "hetzner", ["hcloud_server.plain"]],
    [null, "aws_autoscaling_group.other", "group", "aws", ["aws_autoscaling_group.other"]],
  ]);
});

test("a machine has its addresses, its release and its config, and what stands for a group has the group's", () => {
  const [web, db, plain] = checkedStack({ stack: STACK, file: "f" }).pools;
  const [a, b] = db.machines;
  expect(a).toMatchObject({ address: "hcloud_server.a", resources: ["hcloud_server.a", "x.a"], place: CONFIG, release: db.entry?.release });
  expect([b.release, b.node?.hostname]).toEqual([RELEASE, "b"]);
  expect(web.machines[0]).toMatchObject({
    ...{ address: "aws_autoscaling_group.web", resources: ["aws_autoscaling_group.web", "aws_launch_template.web"], place: CONFIG },
  });
  expect(web.machines[0].node).toBeUndefined();
  expect([plain.quorum, plain.entry, plain.machines[0].config?.ignition?.version]).toEqual([false, undefined, "3.4.0"]);
});

test("what the user wrote of a pool is there, and its place", () => {
  const [web, db] = checkedStack({ stack: STACK, file: "f" }).pools;
  expect(db).toMatchObject({ stack: "x", quorum: true, source, entry: STACK.pools["x/db"] });
  expect(web).not.toHaveProperty("source");
  expect(db).not.toHaveProperty("fates");
});

test("with a plan each pool has what happens to its machines, and changes are found by address", () => {
  const { stack, plan, base } = recorded("hetzner", "config-replace");
  const checked = checkedStack({ stack, plan, base, file: "f" });
  expect(checked.plan).toBe(plan);
  const [web] = checked.pools;
  expect(web.fates?.machines.map(({ name, fate }) => [name, fate])).toEqual([
    ["a", Fate.REPLACED],
    ["c", Fate.REPLACED],
  ]);
  expect(checked.changes?.at(web.machines[0].address)?.actions).toEqual(["delete", "create"]);
});

test("pools that are gone, and machines that modules make, come last, without machines of the stack", () => {
  const gone = recorded("hetzner", "pool-removed");
  const { pools, base } = checkedStack({ ...gone, file: "f" });
  expect(shown(pools)).toEqual([
    ["t/web", "web", "named", "hetzner", ["a", "c"]],
    ["t/other", "other", "named", "hetzner", []],
  ]);
  expect(pools[1].fates?.machines.map(({ fate }) => fate)).toEqual([Fate.DESTROYED]);
  expect(pools[1].fates?.path).toBe("t/other");
  expect(base?.pools.map(({ path }) => path)).toEqual(["t/other", "t/web"]);

  const module = changeOf("hcloud_server", { address: "module.m.hcloud_server.a", actions: ["create"] });
  const made = checkedStack({ stack: stackOf(), plan: planOf(module), file: "f" }).pools;
  expect(shown(made)).toEqual([[null, "module.m.hcloud_server.a", "named", "hetzner", []]]);
});

test("a pool in the tree and a machine of the same name are two", () => {
  const stack = stackOf({ pools: { "x/a": namedPool({ name: "hcloud_server.a" }) }, resources: { hcloud_server: { a: {} } } });
  const change = changeOf("hcloud_server", { address: "hcloud_server.a", actions: ["create"] });
  const [ours, foreign] = checkedStack({ stack, plan: planOf(change), file: "f" }).pools;
  expect(ours.fates?.path).toBe("x/a");
  expect(foreign.fates?.path).toBeUndefined();
  expect(foreign.fates?.machines.map(({ fate }) => fate)).toEqual([Fate.CREATED]);
});

test("without a base there is none; a branch that has no such stack has a base without pools", () => {
  expect(checkedStack({ stack: STACK, file: "f" }).base).toBeUndefined();
  expect(checkedStack({ stack: STACK, file: "f", base: null }).base).toEqual({ pools: [] });
  const { base } = checkedStack({ stack: stackOf(), file: "f", base: STACK });
  expect(base?.stack).toBe(STACK);
  expect(base?.pools).toHaveLength(4);
});

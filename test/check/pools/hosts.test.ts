import { expect, test } from "vitest";
import { hostsOf } from "../../../lib/check/pools/hosts";
import { poolsOf } from "../../../lib/check/pools/pool-facts";
import { NODE, groupPool, namedPool, stackOf } from "../manifests";

/** A stack with pools of nodes, each at an address of its own; a node whose name ends in `!` has none. */
function pools(stack: string, nodes: { readonly [pool: string]: readonly string[] }) {
  const entries = Object.entries(nodes).map(([name, all]) => [
    `${stack}/${name}`,
    namedPool({ name, nodes: Object.fromEntries(all.map((node) => [node, NODE])) }),
  ]);
  const facts = poolsOf(stackOf({ name: stack, pools: Object.fromEntries(entries) }));
  return facts.map((pool) => ({
    ...pool,
    nodes: pool.nodes?.map((node) => ({
      ...node,
      addresses: node.name.endsWith("!") ? [] : [{ address: "10.0.0.1", scope: "private" } as const],
    })),
  }));
}

const named = (all: Parameters<typeof hostsOf>[0]) => hostsOf(all).hosts.map(({ name, alias }) => [name, alias]);

test("a host is called by stack and node, and by the node alone where no other is called so", () => {
  expect(named([...pools("dev", { web: ["web-0", "web-1"] }), ...pools("prod", { web: ["web-0"] })])).toEqual([
    ["dev-web-0", undefined],
    ["dev-web-1", "web-1"],
    ["prod-web-0", undefined],
  ]);
});

test("a node's name that is another host's whole name is no alias", () => {
  expect(named([...pools("a", { p: ["b"] }), ...pools("c", { p: ["a-b"] })])).toEqual([
    ["a-b", "b"],
    ["c-a-b", undefined],
  ]);
});

test("where two pools of a stack have a node of one name, the pool's name keeps them apart", () => {
  expect(named(pools("x", { db: ["a"], web: ["a"] }))).toEqual([
    ["x-db-a", undefined],
    ["x-web-a", undefined],
  ]);
});

test("a machine without an address is no host, and still makes its name ambiguous: more of the state must not change who is meant", () => {
  const { hosts, without } = hostsOf([...pools("x", { db: ["a!", "b"] }), ...pools("y", { db: ["b"] })]);
  expect(hosts.map(({ name, alias }) => [name, alias])).toEqual([
    ["x-b", undefined],
    ["y-b", undefined],
  ]);
  expect(without.map(({ node, pool }) => `${pool.path} ${node.name}`)).toEqual(["x/db a!"]);
});

test("a group has no hosts, and a name has no patterns in it", () => {
  expect(hostsOf(poolsOf(stackOf({ pools: { "x/web": groupPool() } })))).toEqual({ hosts: [], without: [] });
  expect(named(pools("a*?!b[1]", { db: ["n"] }))).toEqual([["a___b_1_-n", "n"]]);
});

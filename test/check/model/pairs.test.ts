import { expect, test } from "vitest";
import { poolPairs } from "../../../lib/check/model/pairs";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { checked, foreignStack, noteOf, poolStack } from "../config-stacks";
import { groupPool, stackOf } from "../manifests";

const CONFIG = noteOf("x");
const DB = poolStack({ a: CONFIG, b: CONFIG });

/** `db: a b`, for each pair of pools. */
function pairs(after: SynthesisedStack, before?: SynthesisedStack | null): string[] {
  return poolPairs(checked(after, before)).map(
    ({ before: was, after: is, machines }) =>
      `${was.path ?? was.name} > ${is.path ?? is.name}: ${machines.map((pair) => `${pair.before.name}>${pair.after.name}`).join(" ")}`,
  );
}

test("a pool and its machines are those of the same path and names", () => {
  expect(pairs(DB, DB)).toEqual(["x/db > x/db: a>a b>b"]);
});

test("without a base, and where the base has no such stack, there are none", () => {
  expect(pairs(DB)).toEqual([]);
  expect(pairs(DB, null)).toEqual([]);
});

test("machines and pools that are new or gone have no pair", () => {
  expect(pairs(DB, poolStack({ b: CONFIG, c: CONFIG }))).toEqual(["x/db > x/db: b>b"]);
  expect(pairs(DB, stackOf())).toEqual([]);
  expect(pairs(stackOf(), DB)).toEqual([]);
});

test("a pool that has moved in the tree is found by its name", () => {
  expect(pairs(DB, poolStack({ a: CONFIG }, {}, { path: "x/old/db" }))).toEqual(["x/old/db > x/db: a>a"]);
});

test("a pool is not taken for one of another name or platform, nor for one that is still there", () => {
  const before = (name: string, platform: string) => poolStack({ a: CONFIG }, { name, platform }, { path: "x/old/db" });
  expect(pairs(DB, before("web", "hetzner"))).toEqual([]);
  expect(pairs(DB, before("db", "aws"))).toEqual([]);
  const still = { ...DB, pools: { ...DB.pools, "x/old/db": DB.pools["x/db"] } };
  expect(pairs(still, before("db", "hetzner"))).toEqual(["x/old/db > x/old/db: a>a"]);
});

test("where several have one name, none is found by it", () => {
  const two = (...paths: string[]) => ({ ...DB, pools: Object.fromEntries(paths.map((path) => [path, DB.pools["x/db"]])) });
  expect(pairs(DB, two("x/old/db", "x/older/db"))).toEqual([]);
  expect(pairs(two("x/db", "x/new/db"), two("x/old/db"))).toEqual([]);
});

test("a pool on another platform, or of another kind, is another one", () => {
  expect(pairs(DB, poolStack({ a: CONFIG }, { platform: "aws" }))).toEqual([]);
  expect(pairs(DB, stackOf({ pools: { "x/db": groupPool({ name: "db", platform: "hetzner" }) } }))).toEqual(["x/db > x/db: "]);
});

test("of a group, what stands for its machines is paired, whatever the pool is called", () => {
  const group = (name: string) => stackOf({ pools: { "x/web": groupPool({ name }) } });
  expect(pairs(group("web"), group("www"))).toEqual(["x/web > x/web: www>web"]);
});

test("machines that no pool made are those of the same address, and never found by a name", () => {
  const servers = (...names: string[]) => foreignStack({ hcloud_server: Object.fromEntries(names.map((name) => [name, {}])) });
  expect(pairs(servers("a", "b"), servers("b", "c"))).toEqual(["hcloud_server.b > hcloud_server.b: hcloud_server.b>hcloud_server.b"]);
});

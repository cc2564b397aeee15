import { expect, test } from "vitest";
import { PoolFinder } from "../../../lib/check/rules/pool-finder";
import { NODE, namedPool } from "../manifests";
import { changeOf } from "../model/changes-of";
import { planned, serverChange, serverPool } from "./planned";

const at = (path: string) => ({ "//": { metadata: { path } } });

test("a resource is of the pool whose machine it belongs to, or below which it stands in the construct tree", () => {
  const node = { ...NODE, machine: "hcloud_server.a", resources: ["hcloud_primary_ip.a", "hcloud_server.a"] };
  const pools = { "x/web": namedPool({ name: "web", nodes: { a: node } }), "x/web/db": namedPool({ nodes: {} }) };
  const hcloud_firewall = { f: at("x/web/Firewall"), g: at("x/web/db/deep/Firewall"), h: at("x/website/Firewall"), i: {} };
  const finder = new PoolFinder(planned({ stack: { pools, resources: { hcloud_firewall } } }).stack);
  const of = (address: string) => finder.poolOf(address)?.path;
  expect(["hcloud_server.a", "hcloud_primary_ip.a", "hcloud_firewall.f"].map(of)).toEqual(["x/web", "x/web", "x/web"]);
  expect(["hcloud_firewall.g", "hcloud_firewall.h", "hcloud_firewall.i", "hcloud_firewall.j"].map(of)).toEqual([
    "x/web/db",
    undefined,
    undefined,
    undefined,
  ]);
  expect(["hcloud_server.a", "hcloud_firewall.f"].map((address) => finder.subjectOf(address))).toEqual(["a", "hcloud_firewall.f"]);
});

test("machines that no pool made are of the pool of their resource, whatever their keys, those of modules and those that go too", () => {
  const address = 'module.m.hcloud_server.w["k"]';
  const changes = [serverChange("w[0]", ["create"]), changeOf("hcloud_server", { address, actions: ["delete"] })];
  const finder = new PoolFinder(planned({ stack: { resources: { hcloud_server: { w: {}, v: {} } } }, changes }).stack);
  expect(["hcloud_server.w[0]", "hcloud_server.w[7]", "hcloud_server.v", address].map((each) => finder.poolOf(each)?.name)).toEqual([
    "hcloud_server.w",
    "hcloud_server.w",
    "hcloud_server.v",
    "module.m.hcloud_server.w",
  ]);
});

test("a machine of a pool that is gone is that pool's, by its name", () => {
  const base = { pools: { "x/db": serverPool(["a"]) } };
  const finder = new PoolFinder(planned({ base, changes: [serverChange("a", ["delete"])] }).stack);
  expect(finder.poolOf("hcloud_server.a")?.path).toBe("x/db");
  expect(finder.subjectOf("hcloud_server.a")).toBe("a");
});

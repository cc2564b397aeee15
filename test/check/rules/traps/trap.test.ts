import { expect, test } from "vitest";
import { byPool } from "../../../../lib/check/rules/traps/trap";
import { checked, foreignStack, noteOf, poolStack } from "../../config-stacks";
import { groupPool, stackOf } from "../../manifests";
import { changeOf, planOf } from "../../model/changes-of";

const at = (...addresses: string[]) => addresses.map((address) => ({ address }));
const found = (...of: Parameters<typeof byPool>): unknown[] => byPool(...of).map(({ pool, names }) => [pool?.name, names]);

test("machines of a pool go by their names, and their other resources by addresses", () => {
  const stack = checked(poolStack({ a: noteOf("1") }, {}, { node: { resources: ["hcloud_server.a", "hcloud_primary_ip.a"] } }));
  expect(found(stack, at("hcloud_primary_ip.a", "hcloud_server.a"))).toEqual([["db", ["hcloud_primary_ip.a", "a"]]]);
});

test("a group goes by its address, and so do its other resources", () => {
  const stack = checked(stackOf({ pools: { "x/web": groupPool() } }));
  expect(found(stack, at("g.n", "t.n"))).toEqual([["web", ["g.n", "t.n"]]]);
});

test("what belongs to no pool comes together", () => {
  const stack = checked(foreignStack({ hcloud_server: { a: {} } }));
  expect(found(stack, at("libvirt_volume.x", "hcloud_server.a", "libvirt_volume.y"))).toEqual([
    [undefined, ["libvirt_volume.x", "libvirt_volume.y"]],
    ["hcloud_server.a", ["hcloud_server.a"]],
  ]);
});

test("machines of one resource are of one pool, as the plan has them", () => {
  const changes = [0, 1].map((i) => changeOf("hcloud_server", { address: `hcloud_server.a[${i}]` }));
  const stack = checked(foreignStack({ hcloud_server: { a: {} } }), undefined, { plan: planOf(...changes) });
  expect(found(stack, at("hcloud_server.a[0]", "hcloud_server.a[1]"))).toEqual([
    ["hcloud_server.a", ["hcloud_server.a[0]", "hcloud_server.a[1]"]],
  ]);
});

test("a resource is named once", () => {
  expect(byPool(checked(stackOf()), at("x.y", "x.y"))[0].names).toEqual(["x.y"]);
});

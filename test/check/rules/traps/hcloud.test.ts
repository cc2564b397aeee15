import { expect, test } from "vitest";
import { PlanChange } from "../../../../lib/check/plan/plan";
import { DATACENTER, PLACEMENT_GROUP, PROTECTED } from "../../../../lib/check/rules/traps/hcloud";
import { checked, foreignStack } from "../../config-stacks";
import { changeOf, planOf } from "../../model/changes-of";

const planned = (change: Partial<PlanChange>) => checked(foreignStack({}), undefined, { plan: planOf(changeOf("hcloud_server", change)) });
const SERVER = { address: "hcloud_server.a" };

test("a datacenter is found where it is written: at servers and at primary IPs", () => {
  const stack = foreignStack({
    hcloud_server: { a: { datacenter: "fsn1-dc14" }, b: { location: "fsn1" }, c: { datacenter: null } },
    hcloud_primary_ip: { p: { datacenter: "${var.dc}" } },
    hcloud_other: { x: { datacenter: "fsn1-dc14" } },
  });
  expect([...DATACENTER.find(checked(stack))]).toEqual([SERVER, { address: "hcloud_primary_ip.p" }]);
});

test.each<[string, Partial<PlanChange>, boolean]>([
  ["a running server", { before: { status: "running" } }, true],
  ["a server of which nobody knows whether it runs", { before: {} }, true],
  ["one that is off", { before: { status: "off" } }, false],
  ["one that is replaced", { actions: ["delete", "create"] }, false],
  ["one that only gets a label", { changed: [["labels", "a"]] }, false],
  ["something else", { type: "hcloud_volume" }, false],
])("another placement group of %s", (_, change, isTrap) => {
  const stack = planned({ actions: ["update"], changed: [["placement_group_id"]], ...change });
  expect([...PLACEMENT_GROUP.find(stack)]).toEqual(isTrap ? [SERVER] : []);
});

test.each<[string, Partial<PlanChange>, boolean]>([
  ["replaced", { actions: ["delete", "create"] }, true],
  ["replaced, the new one first", { actions: ["create", "delete"] }, true],
  ["deleted", { actions: ["delete"] }, true],
  ["replaced, and to be protected only then", { actions: ["delete", "create"], before: { delete_protection: false } }, false],
  ["updated", { actions: ["update"] }, false],
  ["forgotten", { actions: ["forget"] }, false],
  ["something else", { actions: ["delete"], type: "hcloud_volume" }, false],
])("a protected server that is %s", (_, change, isTrap) => {
  const stack = planned({ before: { delete_protection: true }, after: { delete_protection: false }, ...change });
  expect([...PROTECTED.find(stack)]).toEqual(isTrap ? [SERVER] : []);
});

test("a protected server that is shut down before it is deleted stays off", () => {
  const stack = planned({ actions: ["delete"], before: { delete_protection: true, shutdown_before_deletion: true } });
  expect([...PROTECTED.find(stack)]).toEqual([{ ...SERVER, detail: "shut down before, and off then" }]);
});

test("without a plan nothing is changed", () => {
  const stack = checked(foreignStack({}));
  expect([...PLACEMENT_GROUP.find(stack), ...PROTECTED.find(stack)]).toEqual([]);
});

import { expect, test } from "vitest";
import { PlanChange } from "../../../lib/check/plan/plan";
import { fullGroups } from "../../../lib/check/rules/placement-peak";
import { changeOf } from "../model/changes-of";

const group = (id: number | undefined) => (id === undefined ? {} : { placement_group_id: id });
const server = (before: number | undefined, after: number | undefined, ...actions: string[]): PlanChange =>
  changeOf("hcloud_server", { actions, before: group(before), after: group(after) });
const there = (count: number) => Array.from({ length: count }, () => server(7, 7, "no-op"));
const full = (...changes: PlanChange[]) => fullGroups(changes).map(({ id, peak, come }) => [id, peak, come.length]);

test("ten servers are in a group, and an eleventh that may come before another goes is one too many", () => {
  expect(full(...there(9), server(undefined, 7, "create"))).toEqual([]);
  expect(full(...there(9), server(7, undefined, "delete"), server(undefined, 7, "create"))).toEqual([[7, 11, 1]]);
  expect(full(...there(8), server(7, undefined, "delete"), server(undefined, 7, "create"))).toEqual([]);
});

test("a server that is replaced has two places where the new one comes first, and else one", () => {
  expect(full(...there(9), server(7, 7, "create", "delete"))).toEqual([[7, 11, 1]]);
  expect(full(...there(9), server(7, 7, "delete", "create"))).toEqual([]);
  expect(full(...there(8), server(7, 7, "create", "delete"))).toEqual([]);
});

test("one that comes from another group needs a place, whatever is done to it", () => {
  expect(full(...there(10), server(8, 7, "update"))).toEqual([[7, 11, 1]]);
  expect(full(...there(10), server(7, 8, "delete", "create"))).toEqual([]);
});

test("a group that is full and gets nothing is no matter, and no group, nor one that is not known, is none", () => {
  expect(full(...there(12))).toEqual([]);
  expect(full(...Array.from({ length: 11 }, () => server(0, 0, "create", "delete")))).toEqual([]);
  expect(full(...Array.from({ length: 11 }, () => server(undefined, undefined, "create")))).toEqual([]);
  const others = there(11).map((change) => ({ ...change, type: "aws_instance", actions: ["create", "delete"] }));
  expect(full(...others)).toEqual([]);
});

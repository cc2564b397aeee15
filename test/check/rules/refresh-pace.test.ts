import { expect, test } from "vitest";
import { Changes } from "../../../lib/check/model/changes";
import { Fate, MachineFate } from "../../../lib/check/model/fate";
import { refreshedAtOnce } from "../../../lib/check/rules/refresh-pace";
import { changeOf, planOf } from "../model/changes-of";

const refreshed = (count: number | undefined, address = "aws_autoscaling_group.a"): MachineFate => ({
  ...{ name: "web", address, fate: Fate.REFRESHED, count, isBefore: true, isAfter: true, reasons: [] },
});

interface Percentages {
  readonly min_healthy_percentage?: number;
  readonly max_healthy_percentage?: number;
}

function together(count: number | undefined, preferences?: Percentages, policy?: Percentages): number | undefined {
  const instance_refresh = [{ strategy: "Rolling", preferences: preferences === undefined ? [] : [preferences] }];
  const after = { instance_refresh, instance_maintenance_policy: policy === undefined ? [] : [policy] };
  return refreshedAtOnce([refreshed(count)], new Changes(planOf(changeOf("aws_autoscaling_group", { after }))));
}

test("without preferences a tenth goes at a time, and never less than one", () => {
  expect([1, 2, 10, 11, 19, 20, 100].map((count) => together(count))).toEqual([1, 1, 1, 1, 1, 2, 10]);
});

test("what must stay is rounded up", () => {
  expect(together(5, { min_healthy_percentage: 50 })).toBe(2);
  expect(together(4, { min_healthy_percentage: 50 })).toBe(2);
  expect(together(3, { min_healthy_percentage: 0 })).toBe(3);
});

test("where all must stay successors come first if there may be more, and else one goes after the other", () => {
  expect(together(3, { min_healthy_percentage: 100, max_healthy_percentage: 101 })).toBe(0);
  expect(together(3, { min_healthy_percentage: 100, max_healthy_percentage: 100 })).toBe(1);
  expect(together(3, { min_healthy_percentage: 99, max_healthy_percentage: 199 })).toBe(1);
});

test("what the group says for all replacements counts where the preferences say nothing, unless it is taken away", () => {
  expect(together(4, undefined, { min_healthy_percentage: 50, max_healthy_percentage: 100 })).toBe(2);
  expect(together(4, { min_healthy_percentage: 75 }, { min_healthy_percentage: 50 })).toBe(1);
  expect(together(20, undefined, { min_healthy_percentage: -1, max_healthy_percentage: -1 })).toBe(2);
});

test("of a group of a size that nobody knows, or that the plan does not have, it is not known; several groups add up", () => {
  expect(together(undefined)).toBeUndefined();
  const [a, b] = ["a", "b"].map((name) => changeOf("aws_autoscaling_group", { address: `aws_autoscaling_group.${name}` }));
  const changes = new Changes(planOf(a, b));
  expect(refreshedAtOnce([refreshed(3, a.address), refreshed(20, b.address)], changes)).toBe(3);
  expect(refreshedAtOnce([refreshed(3, "aws_autoscaling_group.c")], changes)).toBeUndefined();
});

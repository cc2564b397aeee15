import { expect, test } from "vitest";
import { PlanChange, isCreatedFirst, isReplacement } from "../../../lib/check/plan/plan";

test("a replacement destroys and creates, in either order", () => {
  const replaces = (...actions: string[]): boolean => isReplacement({ actions } as Partial<PlanChange> as PlanChange);
  expect([replaces("delete", "create"), replaces("create", "delete")]).toEqual([true, true]);
  expect([replaces("create"), replaces("delete"), replaces("update"), replaces("no-op"), replaces("create", "forget")]).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test("of a replacement the new object is created first, or the old one destroyed", () => {
  const first = (...actions: string[]): boolean => isCreatedFirst({ actions } as Partial<PlanChange> as PlanChange);
  expect([first("create", "delete"), first("delete", "create"), first("create")]).toEqual([true, false, false]);
});

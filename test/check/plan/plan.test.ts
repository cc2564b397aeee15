import { expect, test } from "vitest";
import { PlanChange, isReplacement } from "../../../lib/check/plan/plan";

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

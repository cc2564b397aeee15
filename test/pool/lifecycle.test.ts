import { expect, test } from "vitest";
import { lifecycleOf } from "../../lib/pool/lifecycle";

test("a lifecycle that says nothing is none", () => {
  expect(lifecycleOf({ replacedBy: [] })).toBeUndefined();
  expect(lifecycleOf({ replacedBy: [], ignore: [], protect: false })).toBeUndefined();
});

test("a lifecycle holds what it is given and no more", () => {
  expect(lifecycleOf({ replacedBy: ["a.b"] })).toEqual({ replaceTriggeredBy: ["a.b"] });
  expect(lifecycleOf({ replacedBy: [], protect: true })).toEqual({ preventDestroy: true });
  expect(lifecycleOf({ replacedBy: [], createFirst: true })).toEqual({ createBeforeDestroy: true });
  const precondition = { condition: "${true}", errorMessage: "no" };
  expect(lifecycleOf({ replacedBy: ["a.b"], ignore: ["source"], protect: true, precondition })).toEqual({
    ignoreChanges: ["source"],
    replaceTriggeredBy: ["a.b"],
    preventDestroy: true,
    precondition: [precondition],
  });
});

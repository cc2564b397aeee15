import { expect, test } from "vitest";
import { Walk } from "../../lib/butane/walk";

const problem = { code: "some-code", message: "some message" };

test("a finding has the path of the value that is looked at, and of its field", () => {
  const walk = new Walk();
  walk.error("version", problem);
  walk.enter("storage");
  walk.enter(0);
  walk.warn("mode", problem, "a hint");
  walk.leave();
  walk.error("", problem);
  expect(walk.reports).toEqual([
    { severity: "error", path: "version", ...problem },
    { severity: "warning", path: "storage.0.mode", ...problem, hint: "a hint" },
    { severity: "error", path: "storage", ...problem },
  ]);
});

test("only an error is fatal", () => {
  const walk = new Walk();
  walk.warn("", problem);
  expect(walk.isFatal()).toBe(false);
  walk.errorAt("ignition.version", problem);
  expect(walk.isFatal()).toBe(true);
});

test("the configs that ignition.config refers to are told from other values", () => {
  const walk = new Walk();
  walk.enter("ignition");
  walk.enter("security");
  expect(walk.inReferences()).toBe(false);
  walk.leave();
  walk.enter("config");
  expect(walk.inReferences()).toBe(true);
});

import { expect, test } from "vitest";
import { isIgnored } from "../../../lib/check/synth/ignored";

const of = (ignored: unknown): boolean => isIgnored({ lifecycle: { ignore_changes: ignored } }, "image");

test("an attribute is ignored by its name, or with all the others", () => {
  expect([of(["user_data", "image"]), of("all"), of(["all"])]).toEqual([true, true, true]);
});

test("what is not named is looked at, and so is what has no lifecycle", () => {
  expect([of(["user_data"]), of([]), of(undefined)]).toEqual([false, false, false]);
  expect([isIgnored({}, "image"), isIgnored(undefined, "image")]).toEqual([false, false]);
});

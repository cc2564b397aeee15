import { expect, test } from "vitest";
import { fieldOf, listOf } from "../../lib/forge/fields";
import { thrown } from "../support";

test("a field is what an object has itself", () => {
  expect(fieldOf({ id: 1 }, "id")).toBe(1);
  for (const value of [{}, null, undefined, "id"]) expect(fieldOf(value, "id")).toBeUndefined();
  expect(fieldOf({}, "constructor")).toBeUndefined();
});

test("what should be a list and is none is an error", () => {
  expect(listOf([1], "/x")).toEqual([1]);
  for (const value of [null, {}, "x"])
    expect(thrown(() => listOf(value, "/x"))).toMatchObject({ code: "comment-refused", subject: "GET /x" });
});

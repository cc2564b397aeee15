import { expect, test } from "vitest";
import { ofStack } from "../../../../lib/check/rules/exposure/of-stack";
import { stackOf } from "../../manifests";

test("each stack is asked once, and each for itself", () => {
  const asked: string[] = [];
  const nameOf = ofStack(({ name }) => {
    asked.push(name);
    return undefined;
  });
  const [one, other] = [stackOf({ name: "one" }), stackOf({ name: "other" })];
  for (const stack of [one, other, one, other]) expect(nameOf(stack)).toBeUndefined();
  expect(asked).toEqual(["one", "other"]);
});

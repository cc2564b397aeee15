import { expect, test } from "vitest";
import { onceFor } from "../../lib/check/once-for";

test("each object is asked once, and each for itself", () => {
  const asked: string[] = [];
  const nameOf = onceFor(({ name }: { readonly name: string }) => {
    asked.push(name);
    return name === "one" ? undefined : name;
  });
  const [one, other] = [{ name: "one" }, { name: "other" }];
  expect([one, other, one, other].map(nameOf)).toEqual([undefined, "other", undefined, "other"]);
  expect(asked).toEqual(["one", "other"]);
});

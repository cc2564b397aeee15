import { expect, test } from "vitest";
import { Changes, changes, isIdle, reasonOf } from "../../../lib/check/model/changes";
import { changeOf, planOf } from "./changes-of";

test("a change is found by its address, and by the one it had before", () => {
  const moved = changeOf("t", { address: "t.b", previousAddress: "t.old" });
  const all = new Changes(planOf(changeOf("t"), moved));
  expect(all.at("t.b")).toBe(moved);
  expect(all.from("t.old")).toBe(moved);
  expect(all.from("t.b")).toBe(moved);
  expect(all.at("t.old")).toBeUndefined();
});

test("data sources and deposed objects are no changes of what is there", () => {
  const deposed = changeOf("t", { actions: ["delete"], deposed: "0123abcd" });
  const all = new Changes(planOf(changeOf("t"), deposed, changeOf("d", { mode: "data", actions: ["read"] })));
  expect([...all.all()].map(({ address, actions }) => [address, actions.join()])).toEqual([["t.a", "no-op"]]);
});

test("objects are found by the ids and names that they have before or after", () => {
  const template = changeOf("template", { before: { id: "1", name: "x" }, after: { id: "2", name: "x" } });
  const all = new Changes(planOf(template, changeOf("other", { before: { id: "1" } })));
  for (const name of ["1", "2", "x"]) expect(all.named("template", [name, "y", undefined])).toEqual([template]);
  expect(all.named("template", ["1", "2", "x"])).toEqual([template]);
  expect(all.named("template", ["3", null])).toEqual([]);
  expect(all.named("none", ["1"])).toEqual([]);
});

test("what does something at some addresses is a reason, in the order of the addresses", () => {
  const all = new Changes(
    planOf(
      changeOf("idle"),
      changeOf("one", { actions: ["update"], changed: [["x"]] }),
      changeOf("two", { actions: ["delete"], actionReason: "because" }),
    ),
  );
  expect(all.reasons(["two.a", "idle.a", "gone.a", "one.a"])).toEqual([
    { address: "two.a", actions: ["delete"], actionReason: "because", paths: [] },
    { address: "one.a", actions: ["update"], paths: [["x"]] },
  ]);
});

test("the reason of a replacement is what makes it one, as far within as that differs", () => {
  const changed = [["triggers", "generation"], ["triggers", "config"], ["input"]];
  const replaced = changeOf("t", { actions: ["delete", "create"], replacePaths: [["triggers"], ["image"]], changed });
  expect(reasonOf(replaced).paths).toEqual([["triggers", "generation"], ["triggers", "config"], ["image"]]);
  expect(reasonOf({ ...replaced, replacePaths: [] }).paths).toEqual(changed);
});

test("what is read or left alone does nothing", () => {
  expect([["no-op"], ["read"], ["update"], ["delete", "create"], ["forget"]].map((actions) => isIdle(changeOf("t", { actions })))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("an attribute differs if something in it does", () => {
  const change = changeOf("t", { changed: [["a", 0, "b"], ["c"]] });
  expect(changes(change, ["a"])).toBe(true);
  expect(changes(change, ["x", "c"])).toBe(true);
  expect(changes(change, ["b"])).toBe(false);
});

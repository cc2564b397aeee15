import { expect, test } from "vitest";
import { inPackage, list, object, text } from "../../lib/butane/fields";
import { checkerOf } from "../../lib/butane/rules";
import { Walk } from "../../lib/butane/walk";

const { struct } = inPackage("p");
const LEAF = struct("Leaf", text("a"));
const OTHER = struct("Other", text("a"));
const ROOT = struct("Root", list("leaves", LEAF), object("other", OTHER), object("leaf", LEAF));

test("an object is looked at before what is in it, and that in the order of the fields", () => {
  const seen: string[] = [];
  const see = (_: unknown, walk: Walk): void => void seen.push(walk.path());
  const check = checkerOf(ROOT, { Root: see, Leaf: see });
  check?.({ leaf: { a: "x" }, leaves: [{ a: "y" }, {}], other: {} }, new Walk());
  expect(seen).toEqual(["", "leaves.0", "leaves.1", "leaf"]);
});

test("what is absent is not looked at", () => {
  const check = checkerOf(ROOT, { Leaf: (_, walk) => walk.error("", { code: "x", message: "y" }) });
  const walk = new Walk();
  check?.({}, walk);
  expect(walk.reports).toEqual([]);
});

test("where no rule is about anything there is nothing to do", () => {
  expect(checkerOf(OTHER, { Leaf: () => undefined })).toBeUndefined();
});

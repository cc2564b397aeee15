import { expect, test } from "vitest";
import { Configured } from "../../../lib/check/plan/configured";
import { thrown } from "../../support";
import { stackOf } from "../manifests";

const STACK = stackOf({
  resources: {
    s: {
      a: { name: "x-a", size: 1, data: "${local.l}$${y}", labels: { one: "1" }, lifecycle: { ignore_changes: [] }, "//": {} },
      b: { name: "x-b" },
      c: { name: "x-c" },
    },
  },
});
const constant = (value: unknown) => ({ constant_value: value });
const resource = (address: string, expressions: object, mode = "managed") => ({ address, mode, expressions });
const A = resource("s.a", {
  name: constant("x-a"),
  data: { constant_value: "${local.l}$${y}", references: ["local.l"] },
  labels: constant({ one: "1" }),
});
const B = resource("s.b", { name: constant("x-b"), block: [{ c: constant(1) }] });
const C = resource("s.c", { name: constant("x-c") });

function check(...resources: object[]) {
  const configured = new Configured(STACK);
  for (const each of resources) configured.add({ ...each });
  configured.check("p.json");
}

test("a plan of the stack has its resources, with what is written in them, be it an expression", () => {
  expect(() => check(A, B, C)).not.toThrow();
  expect(() => check(C, A, B, resource("data.d.e", {}, "data"))).not.toThrow();
});

test.each([
  [[{ ...A, expressions: { name: constant("x-a"), data: constant("${local.other}$${y}") } }, B, C], "different: s.a.data"],
  [[{ ...A, expressions: { labels: constant({ one: "2" }) } }, B, C], "different: s.a.labels"],
  [[A, B], "not in the plan: s.c"],
  [[A, B, C, resource("s.d", {})], "in the plan alone: s.d"],
])("a plan that differs in little was made of another synthesis: %#", (resources, what) => {
  const error = thrown(() => check(...resources));
  expect(error).toMatchObject({ code: "plan-outdated", received: "p.json", subject: "the plan of x" });
  expect(error.mend).toContain(what);
});

test.each([
  [[], "0 of 3"],
  [["a", "b", "c"].map((name) => resource(`s.${name}`, { name: constant(`y-${name}`) })), "0 of 3"],
  [[resource("t.a", {}), resource("t.b", {})], "0 of 5"],
])("a plan that differs in most is that of another stack: %#", (resources, alike) => {
  const error = thrown(() => check(...resources));
  expect(error.code).toBe("plan-other-stack");
  expect(error.mend).toContain(alike);
});

test("a stack and a plan without resources are alike", () => {
  expect(() => new Configured(stackOf()).check("p.json")).not.toThrow();
});

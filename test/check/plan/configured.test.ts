import { expect, test } from "vitest";
import { Configured } from "../../../lib/check/plan/configured";
import { thrown } from "../../support";
import { stackOf } from "../manifests";

const STACK = stackOf({
  resources: {
    s: {
      a: { name: "x-a", size: 1, data: "${local.l}$${y}", labels: { one: "1" }, lifecycle: { ignore_changes: [] }, "//": {} },
      b: { name: "x-b", block: [{ c: 1 }] },
      c: { name: "x-c" },
    },
  },
});
const constant = (value: unknown) => ({ constant_value: value });
const resource = (address: string, expressions: object, mode = "managed") => ({ address, mode, expressions });
const A = resource("s.a", {
  name: constant("x-a"),
  size: constant(1),
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
  [[{ ...A, expressions: { ...A.expressions, data: constant("${local.other}$${y}") } }, B, C], "different: s.a.data"],
  [[{ ...A, expressions: { ...A.expressions, labels: constant({ one: "2" }) } }, B, C], "different: s.a.labels"],
  [[A, { ...B, expressions: { ...B.expressions, block: [{ c: constant(2) }] } }, C], "different: s.b.block.0.c"],
  [[A, B], "not in the plan: s.c"],
  [[A, B, C, resource("s.d", {})], "in the plan alone: s.d"],
])("a plan that differs in little was made of another synthesis: %#", (resources, what) => {
  const error = thrown(() => check(...resources));
  expect(error).toMatchObject({ code: "plan-outdated", received: "p.json", subject: "the plan of x" });
  expect(error.mend).toContain(what);
});

const HELD = stackOf({
  locals: { config: "new" },
  resources: { hcloud_server: { a: { user_data: "${local.config}" }, b: { name: "b" } } },
});

function checkChanges(...changes: object[]) {
  const configured = new Configured(HELD);
  configured.add(resource("hcloud_server.a", { user_data: { constant_value: "${local.config}", references: ["local.config"] } }));
  configured.add(resource("hcloud_server.b", { name: constant("b") }));
  for (const each of changes) configured.addChange({ ...each });
  configured.check("p.json");
}
const becomes = (user_data: string, mode = "managed") => ({
  address: "hcloud_server.a",
  type: "hcloud_server",
  mode,
  change: { before: null, after: { user_data } },
});

test("a plan with another machine config was made of another synthesis, though the config stands in a local", () => {
  expect(() => checkChanges(becomes("new"))).not.toThrow();
  expect(() => checkChanges(becomes("old", "data"))).not.toThrow();
  const error = thrown(() => checkChanges(becomes("old")));
  expect(error.code).toBe("plan-outdated");
  expect(error.mend).toContain("(different: hcloud_server.a.user_data)");
  expect(error.message).not.toContain('"old"');
});

test("a resource that differs in what is written and in what it becomes is one", () => {
  const configured = new Configured(HELD);
  configured.add(resource("hcloud_server.a", { user_data: constant("${local.before}") }));
  configured.add(resource("hcloud_server.b", { name: constant("b") }));
  configured.addChange(becomes("old"));
  configured.addChange({ ...becomes("old"), address: 7 });
  expect(thrown(() => configured.check("p.json")).code).toBe("plan-outdated");
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

import { expect, test } from "vitest";
import { differingPlace } from "../../../lib/check/plan/expressions";

const constant = (value: unknown) => ({ constant_value: value });
const BLOCKS = { rule: [{ port: 22, from: ["10.0.0.0/8"] }, { port: 80 }], root: { size: 10, kind: { name: "a" } } };
const TOLD = {
  rule: [{ port: constant(22), from: constant(["10.0.0.0/8"]) }, { port: constant(80) }],
  root: [{ size: constant(10), kind: [{ name: constant("a") }] }],
};

test("attributes and blocks are what is written, whatever form a single block has", () => {
  expect(differingPlace(BLOCKS, TOLD)).toBeUndefined();
  expect(differingPlace({ timeouts: { create: "1m" } }, { timeouts: { create: constant("1m") } })).toBeUndefined();
  expect(differingPlace({ a: "${local.l}" }, { a: { constant_value: "${local.l}", references: ["local.l"] } })).toBeUndefined();
  expect(differingPlace({ a: { b: 1, c: null } }, { a: constant({ b: 1 }) })).toBeUndefined();
});

test.each<[object, object, string]>([
  [{ a: 1 }, { a: constant(2) }, "a"],
  [BLOCKS, { ...TOLD, rule: [TOLD.rule[0], { port: constant(81) }] }, "rule.1.port"],
  [BLOCKS, { ...TOLD, rule: [...TOLD.rule].reverse() }, "rule.0.port"],
  [BLOCKS, { ...TOLD, rule: [TOLD.rule[0]] }, "rule"],
  [BLOCKS, { ...TOLD, root: [{ ...TOLD.root[0], kind: [{ name: constant("b") }] }] }, "root.kind.name"],
  [BLOCKS, { ...TOLD, root: [{ size: constant(10) }] }, "root.kind"],
  [{ rule: [{ port: 1 }] }, { rule: ["x"] }, "rule"],
  [{ rule: ["x"] }, { rule: [{}] }, "rule"],
])("what differs is told by its place, of a block too: %#", (written, expressions, place) => {
  expect(differingPlace({ ...written }, { ...expressions })).toBe(place);
});

test("what is written on one side alone differs, unless it is nothing", () => {
  expect(differingPlace({ a: 1, backups: true }, { a: constant(1) })).toBe("backups");
  expect(differingPlace({ a: 1 }, { a: constant(1), backups: constant(true) })).toBe("backups");
  expect(differingPlace({}, { b: { references: ["local.l"] } })).toBe("b");
  expect(differingPlace({}, { rule: [{ port: constant(1) }] })).toBe("rule");
  expect(differingPlace({ rule: [{ port: 1 }] }, {})).toBe("rule");
  expect(differingPlace({ a: null, b: [], c: {}, d: {}, e: null }, { c: [{}], d: {}, e: constant(null) })).toBeUndefined();
});

test("Terraform's own, and what is no constant, is not compared", () => {
  expect(
    differingPlace({ lifecycle: { a: 1 }, "//": {}, depends_on: ["x"], dynamic: { rule: {} } }, { provisioner: [{}] }),
  ).toBeUndefined();
  expect(differingPlace({ a: "${f()}" }, { a: { references: ["local.l"] } })).toBeUndefined();
  expect(differingPlace({ constructor: 1 }, {})).toBe("constructor");
});

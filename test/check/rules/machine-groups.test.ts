import { expect, test } from "vitest";
import { CheckedMachine } from "../../../lib/check/model/checked-machine";
import { grouped } from "../../../lib/check/rules/machine-groups";
import { stackOf } from "../manifests";

const machines = ["a", "b", "c", "d"].map((name) => new CheckedMachine(stackOf(), { name, address: `t.${name}`, resources: [] }));

test("machines of which the same is so are together, in the order of the first of each", () => {
  const version: { [name: string]: object } = { a: { v: 2 }, b: { v: 1 }, d: { v: 2 } };
  const found = grouped(machines, ({ name }) => version[name]);
  expect(found.map(({ of, machines: of2 }) => [of, of2.map(({ name }) => name)])).toEqual([
    [{ v: 2 }, ["a", "d"]],
    [{ v: 1 }, ["b"]],
  ]);
});

test("where nothing is so of any, there is no group", () => {
  expect(grouped(machines, () => undefined)).toEqual([]);
  expect(grouped([], () => "x")).toEqual([]);
});

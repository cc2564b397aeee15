import { expect, test } from "vitest";
import { Fate, MachineFate, Reason } from "../../../lib/check/model/fate";
import { reasonLines } from "../../../lib/check/rules/reason-lines";

const machine = (name: string, ...reasons: Reason[]): MachineFate => ({
  ...{ name, address: `t.${name}`, fate: Fate.REPLACED, count: 1, isBefore: true, isAfter: true, reasons },
});
const reason = (address: string, ...paths: (string | number)[][]): Reason => ({ address, actions: ["update"], paths });

test("each machine has a line of the resources that have to do with it, and the first three attributes of each", () => {
  const [a, b, c] = reasonLines([
    machine("a", reason("t.g", ["triggers_replace"]), reason("t.a", ["network", 0, "ip"], ["b"], ["c"])),
    machine("b", reason("t.b", ["a"], ["b"], ["c"], ["d"]), reason("t.c")),
    machine("c"),
  ]);
  expect(a).toBe("a: t.g (triggers_replace); t.a (network[0].ip, b, c)");
  expect(b).toBe("b: t.b (a, b, c, …); t.c");
  expect(c).toBe("c: t.c");
});

test("of more than 20 machines the first 20 are told, and how many there are", () => {
  const machines = Array.from({ length: 21 }, (_, i) => machine(`m${i}`));
  expect(reasonLines(machines.slice(0, 20))).toHaveLength(20);
  expect(reasonLines(machines).slice(19)).toEqual(["m19: t.m19", "… (21 machines)"]);
});

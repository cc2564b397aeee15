import { expect, test } from "vitest";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import { countOf, doneTo, machinesOfPool, outageAtOnce, outageSeverity, refreshedMachines } from "../../../lib/check/rules/outage";
import { Severity } from "../../../lib/check/severity";

const fate = (name: string, of: Fate, parts: Partial<MachineFate> = {}): MachineFate => ({
  ...{ name, address: `t.${name}`, fate: of, count: 1, isBefore: of !== Fate.CREATED, isAfter: of !== Fate.DESTROYED, reasons: [] },
  ...parts,
});
const pool = (...machines: MachineFate[]): PoolFates => ({
  ...{ stack: "x", name: "web", platform: "aws", kind: "named", quorum: false, before: 3, after: 3 },
  machines,
});

test("out of service at once is what is replaced, destroyed, reset, powered off or defined anew, and nothing else", () => {
  const all = Object.values(Fate).map((each) => fate(each, each));
  const { machines, count, isAll } = outageAtOnce(pool(...all));
  expect(machines.map(({ name }) => name)).toEqual(["replaced", "destroyed", "restarted", "power-cycled", "redefined"]);
  expect([count, isAll]).toEqual([5, false]);
  expect(refreshedMachines(pool(...all)).machines.map(({ name }) => name)).toEqual(["refreshed"]);
});

test("it is all of a pool where no machine of before is left out, whatever comes", () => {
  expect(outageAtOnce(pool(fate("a", Fate.REPLACED), fate("b", Fate.CREATED))).isAll).toBe(true);
  expect(outageAtOnce(pool(fate("a", Fate.REPLACED), fate("b", Fate.STALE))).isAll).toBe(false);
  expect(outageAtOnce(pool()).isAll).toBe(false);
  expect(outageAtOnce(pool(fate("b", Fate.CREATED))).isAll).toBe(false);
});

test("a sum with a number in it that is not known is not known", () => {
  expect(countOf([fate("a", Fate.REPLACED, { count: 2 }), fate("b", Fate.DESTROYED)])).toBe(3);
  expect(countOf([fate("a", Fate.REPLACED, { count: undefined }), fate("b", Fate.DESTROYED)])).toBeUndefined();
  expect(countOf([])).toBe(0);
});

test("all of a pool is a failure, more than may be a warning, and 100 % of those that may be nothing", () => {
  expect(outageSeverity({ count: 1, isAll: false }, 3, 1)).toBeUndefined();
  expect(outageSeverity({ count: 2, isAll: false }, 3, 1)).toBe(Severity.WARN);
  expect(outageSeverity({ count: 2, isAll: false }, 4, "50%")).toBeUndefined();
  expect(outageSeverity({ count: 3, isAll: false }, 4, "50%")).toBe(Severity.WARN);
  expect(outageSeverity({ count: 3, isAll: true }, 3, 3)).toBe(Severity.FAIL);
  expect(outageSeverity({ count: 3, isAll: true }, 3, "99%")).toBe(Severity.FAIL);
  expect(outageSeverity({ count: 3, isAll: true }, 3, "100%")).toBeUndefined();
  expect(outageSeverity({ count: undefined, isAll: false }, 3, 1)).toBe(Severity.WARN);
  expect(outageSeverity({ count: 1, isAll: false }, undefined, 1)).toBe(Severity.WARN);
});

test("what is done is one word where it is the same, and else each with its number", () => {
  expect(doneTo([fate("a", Fate.REPLACED), fate("b", Fate.REPLACED)])).toBe("replaced");
  expect(doneTo([fate("a", Fate.REDEFINED)])).toBe("stopped, defined anew and started");
  expect(doneTo([fate("a", Fate.REDEFINED, { staysOff: true })])).toBe("stopped and defined anew, and left off");
  expect(doneTo([fate("a", Fate.REPLACED, { count: 2 }), fate("b", Fate.POWER_CYCLED), fate("c", Fate.RESTARTED)])).toBe(
    "out of service (2 replaced, 1 powered off and on, 1 restarted)",
  );
  expect(doneTo([fate("a", Fate.REPLACED, { count: undefined }), fate("b", Fate.DESTROYED)])).toBe(
    "out of service (some replaced, 1 destroyed)",
  );
});

test("so many machines of all are said with their verb, as far as the numbers are known", () => {
  expect(machinesOfPool(2, 3, "web")).toBe("2 of 3 machines of web are");
  expect(machinesOfPool(1, 3, "web")).toBe("1 of 3 machines of web is");
  expect(machinesOfPool(1, 1, "web")).toBe("1 of 1 machine of web is");
  expect(machinesOfPool(1, undefined, "web")).toBe("1 machine of web is");
  expect(machinesOfPool(2, undefined, "web")).toBe("2 machines of web are");
  expect(machinesOfPool(undefined, 3, "web")).toBe("all machines of web, however many there are, are");
});

import { expect, test } from "vitest";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import { capacityDuring } from "../../../lib/check/rules/low-point";

const fate = (of: Fate, parts: Partial<MachineFate> = {}): MachineFate => ({
  ...{ name: "a", address: "t.a", fate: of, count: 1, isBefore: of !== Fate.CREATED, isAfter: of !== Fate.DESTROYED, reasons: [] },
  ...(of === Fate.REPLACED ? { order: "destroy-first" } : {}),
  ...parts,
});
const during = (before: number | undefined, after: number | undefined, ...machines: MachineFate[]) => {
  const pool: PoolFates = { stack: "x", name: "web", platform: "aws", kind: "named", quorum: false, before, after, machines };
  return capacityDuring(pool);
};
const CREATE_FIRST = { order: "create-first" } as const;

test("what is destroyed first is not there in between, and what restarts neither", () => {
  const [stays, restarts] = [fate(Fate.UNTOUCHED), fate(Fate.POWER_CYCLED)];
  expect(during(3, 3, fate(Fate.REPLACED), fate(Fate.REPLACED), stays)).toEqual({ low: 1, peak: 3, floor: 3 });
  expect(during(3, 3, fate(Fate.REPLACED), restarts, stays)).toEqual({ low: 1, peak: 3, floor: 3 });
});

test("what is created first is there when the old one goes, and beside it before", () => {
  expect(during(2, 2, fate(Fate.REPLACED), fate(Fate.REPLACED, CREATE_FIRST))).toEqual({ low: 1, peak: 3, floor: 2 });
});

test("machines that go are followed by those that come, in any order", () => {
  const [goes, comes] = [fate(Fate.DESTROYED), fate(Fate.CREATED)];
  expect(during(2, 2, goes, fate(Fate.UNTOUCHED), comes)).toEqual({ low: 1, peak: 3, floor: 2 });
  expect(during(3, 1, goes, goes, goes, comes)).toEqual({ low: 0, peak: 4, floor: 1 });
});

test("where nothing that goes has a successor no order matters", () => {
  const none: MachineFate[][] = [
    [],
    [fate(Fate.UNTOUCHED)],
    [fate(Fate.POWER_CYCLED)],
    [fate(Fate.DESTROYED), fate(Fate.UNTOUCHED)],
    [fate(Fate.CREATED), fate(Fate.UNTOUCHED)],
    [fate(Fate.CREATED), fate(Fate.RESTARTED)],
    [fate(Fate.REPLACED, CREATE_FIRST)],
    [fate(Fate.REFRESHED, { count: 2 })],
  ];
  for (const machines of none) expect(during(2, 2, ...machines)).toBeUndefined();
});

test("a group of unknown size that is replaced leaves nothing", () => {
  expect(during(undefined, undefined, fate(Fate.REPLACED, { count: undefined }))).toEqual({ low: 0, peak: undefined, floor: undefined });
  expect(during(2, undefined, fate(Fate.REPLACED, { count: 2 }))).toEqual({ low: 0, peak: 2, floor: undefined });
});

import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { isLoss, totalsOf, totalsWords } from "../../../lib/check/report/totals";
import { fatesOf, machineOf, recordedReport, stackReport } from "./reports";

const of = (fates: readonly Fate[]) => totalsOf([stackReport({ pools: [fatesOf(fates.map((fate) => machineOf({ fate })))] })]);

test("every machine is counted once, by what happens to it; hidden replacements are replacements", () => {
  const totals = of([
    Fate.DESTROYED,
    Fate.REPLACED,
    Fate.REFRESHED,
    Fate.RESTARTED,
    Fate.POWER_CYCLED,
    Fate.REDEFINED,
    Fate.STALE,
    Fate.UNTOUCHED,
  ]);
  expect(totals).toEqual({ machines: 8, destroyed: 1, replaced: 2, restarted: 3, created: 0, isAtLeast: false });
  expect(totalsWords(totals)).toBe("of 8 machines 1 is destroyed, 2 are replaced, 3 are restarted");
});

test("groups count as many as they have, over all pools and stacks", () => {
  const group = fatesOf([machineOf({ fate: Fate.REFRESHED, count: 40 })], { kind: "group", before: 40 });
  const totals = totalsOf([stackReport({ pools: [group, group] }), stackReport({ pools: [group] })]);
  expect(totalsWords(totals)).toBe("of 120 machines 120 are replaced");
});

test("new machines are none of those there were; nothing is said to happen where nothing does", () => {
  const created = machineOf({ fate: Fate.CREATED, isBefore: false });
  expect(totalsWords(totalsOf([stackReport({ pools: [fatesOf([created], { before: 0 })] })]))).toBe("of 0 machines 1 is new");
  expect(totalsWords(of([Fate.UNTOUCHED, Fate.UPDATED, Fate.STALE]))).toBe("of 3 machines none is destroyed, replaced or restarted");
});

test("what is known only at apply is told, unless nothing happens to it", () => {
  const totals = (fate: Fate) =>
    totalsOf([stackReport({ pools: [fatesOf([machineOf({ fate, count: undefined })], { before: undefined })] })]);
  expect(totalsWords(totals(Fate.REFRESHED))).toBe("of 0 machines some are changed, and how many is known only at apply");
  expect(totalsWords(totals(Fate.UNTOUCHED))).toBe("of 0 machines none is destroyed, replaced or restarted");
});

test("root disks are lost with machines that are destroyed or replaced, and with no others", () => {
  const lossy = Object.values(Fate).filter((fate) => isLoss(of([fate])));
  expect(lossy).toEqual([Fate.REPLACED, Fate.DESTROYED, Fate.REFRESHED]);
});

test("a plan of real Terraform is counted so", () => {
  const { stacks } = recordedReport(["hetzner/generation", "aws/group-removed", "aws/group-release"], {}, []);
  expect(totalsWords(totalsOf(stacks))).toBe("of 8 machines 2 are destroyed, 3 are replaced");
});

import { describe, expect, test } from "vitest";
import { CheckSettings, DEFAULT_SETTINGS, amountOf, thresholdsOf } from "../../../lib/check/settings/settings";

describe("the thresholds of a pool", () => {
  const settings: CheckSettings = { ...DEFAULT_SETTINGS, maxUnavailable: 2, pools: { "t/db": { maxUnavailable: 0 }, "t/web": {} } };

  test("are its own, and for the rest the project's", () => {
    expect(thresholdsOf(settings, "t/db")).toMatchObject({ maxUnavailable: 0, userDataPercent: 80 });
    expect(thresholdsOf(settings, "t/web").maxUnavailable).toBe(2);
  });

  test("are the project's for pools without any, and for machines that no pool made", () => {
    expect(thresholdsOf(settings, "t/other").maxUnavailable).toBe(2);
    expect(thresholdsOf(settings, undefined).maxUnavailable).toBe(2);
    // No member of every object is a pool's.
    expect(thresholdsOf(settings, "constructor").maxUnavailable).toBe(2);
  });
});

describe("an amount", () => {
  test("is a number of machines", () => {
    expect([amountOf(0, 5), amountOf(3, 5), amountOf(7, 5)]).toEqual([0, 3, 7]);
  });

  test("or a share of them, of which no part of a machine counts, but at least one", () => {
    expect([amountOf("50%", 4), amountOf("50%", 5), amountOf("25%", 3), amountOf("0%", 9), amountOf("100%", 3)]).toEqual([2, 2, 1, 1, 3]);
  });
});

test("a project that says nothing allows one machine at a time, and every rule", () => {
  expect(DEFAULT_SETTINGS).toEqual({
    ...{ maxUnavailable: 1, userDataPercent: 80, daysBehind: { warn: 45, fail: 120 }, amiDaysLeft: { warn: 60, fail: 0 } },
    ...{ severities: {}, pools: {}, overrides: [] },
  });
});

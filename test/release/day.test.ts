import { expect, test } from "vitest";
import { isDay } from "../../lib/release/day";

test.each(["2026-01-01", "2026-12-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("%s is a day", (day) => {
  expect(isDay(day)).toBe(true);
});

test.each(["2026-02-29", "1900-02-29", "2026-02-30", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32"])(
  "the calendar has no %s",
  (day) => {
    expect(isDay(day)).toBe(false);
  },
);

test.each(["", "2026-1-1", "2026-01-01T00:00:00Z", " 2026-01-01", "2026-01-01\n", "31.12.2026", "+02026-01-01"])("%j is none", (text) => {
  expect(isDay(text)).toBe(false);
});

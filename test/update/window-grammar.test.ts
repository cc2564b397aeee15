import { expect, test } from "vitest";
import { WindowFault, formatWindowStart, laterStart, parseWindowLength, parseWindowStart } from "../../lib/update/window-grammar";
import { WEEKDAYS, Weekday } from "../../lib/update/weekday";
import recorded from "./fixtures/locksmith-windows.json";

const read = (start: string, length: string) => {
  const parsed = parseWindowStart(start);
  return { ...parsed, length: parseWindowLength(length, parsed.day !== undefined) };
};
const exactly = (message = "") => new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
const accepted = recorded.windows.filter((w) => w.error === undefined);
const refused = recorded.windows.filter((w) => w.error !== undefined);

test.each(accepted)("$start for $length is read as locksmithd reads it", ({ start, length, day, hour, minute, nanoseconds }) => {
  const parsed = read(start, length);
  expect(parsed.day === undefined ? -1 : WEEKDAYS.indexOf(parsed.day)).toBe(day);
  expect(parsed.minuteOfDay).toBe((hour ?? 0) * 60 + (minute ?? 0));
  expect(parsed.length.toString()).toBe(nanoseconds);
});

test.each(refused)("$start for $length is refused as by locksmithd", ({ start, length, error }) => {
  expect(() => read(start, length)).toThrow(WindowFault);
  // Go escapes control characters and invisible ones in its messages.
  if (/^[ -~]*$/.test(start)) expect(() => read(start, length)).toThrow(exactly(error));
});

test("the record holds accepted and refused windows, more than sixty in all", () => {
  expect(recorded.windows.length).toBeGreaterThan(60);
  expect(refused.length).toBeGreaterThan(30);
});

test("a fault says which of the two parts it is in", () => {
  const part = (start: string, length: string) => {
    try {
      read(start, length);
    } catch (e) {
      return e instanceof WindowFault ? e.part : e;
    }
    return undefined;
  };
  expect(part("24:00", "1h")).toBe("start");
  expect(part("02:00", "24h")).toBe("length");
  expect(part("02:00", "x")).toBe("length");
});

test("a start is written with two digits each", () => {
  expect(formatWindowStart(parseWindowStart("9:5"))).toBe("09:05");
  expect(formatWindowStart(parseWindowStart("sAT +7:3pm"))).toBe("Sat 07:03");
});

test("a later start passes midnight, and the end of the week where there is a day", () => {
  expect(laterStart({ minuteOfDay: 23 * 60 }, 120)).toEqual({ minuteOfDay: 60 });
  expect(laterStart({ day: Weekday.SATURDAY, minuteOfDay: 23 * 60 }, 120)).toEqual({ day: Weekday.SUNDAY, minuteOfDay: 60 });
  expect(laterStart({ day: Weekday.SUNDAY, minuteOfDay: 0 }, 7 * 24 * 60 - 1)).toEqual({ day: Weekday.SATURDAY, minuteOfDay: 1439 });
});

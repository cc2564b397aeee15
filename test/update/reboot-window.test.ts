import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RebootWindow } from "../../lib/update/reboot-window";
import { WEEKDAYS, Weekday } from "../../lib/update/weekday";
import { parseWindowLength, parseWindowStart } from "../../lib/update/window-grammar";
import recorded from "./fixtures/locksmith-windows.json";
import { TOKEN, thrown } from "./thrown";

test("a daily window", () => {
  expect(RebootWindow.daily({ start: "02:00", length: "2h" }).settings()).toEqual({ start: "02:00", length: "2h" });
});

test("a weekly window", () => {
  const window = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "02:00", length: "2h" });
  expect(window.settings()).toEqual({ start: "Sat 02:00", length: "2h" });
});

test("a window as it stands in update.conf is brought into normal form", () => {
  expect(RebootWindow.parse("sat 9:5", "90m").settings()).toEqual({ start: "Sat 09:05", length: "1h30m" });
  expect(RebootWindow.parse("+9:+5", "1.5h").settings()).toEqual({ start: "09:05", length: "1h30m" });
  expect(RebootWindow.parse("Sun 00:00", "167h59m59s").settings()).toEqual({ start: "Sun 00:00", length: "167h59m59s" });
});

test("the normal form is its own normal form, for each window that locksmithd accepts", () => {
  for (const { start, length } of recorded.windows.filter((w) => w.error === undefined)) {
    const settings = RebootWindow.parse(start, length).settings();
    expect(settings.start).toMatch(/^((Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?\d\d:\d\d$/);
    expect(RebootWindow.parse(settings.start, settings.length).settings()).toEqual(settings);
  }
});

test("writing down a wrong window is no error, using it is", () => {
  const windows = [
    RebootWindow.daily({ start: "25:00", length: "2h" }),
    RebootWindow.weekly({ day: Weekday.MONDAY, start: "2", length: "2h" }),
    RebootWindow.parse("", "2h"),
    RebootWindow.daily({ start: "25:00", length: "2h" }).staggered({ slots: 2 }),
  ];
  for (const window of windows) expect(thrown(() => window.forSlot(0).settings()).code).toBe("reboot-window-start");
});

test("the error of a start says what locksmithd would say", () => {
  const error = thrown(() => RebootWindow.daily({ start: "25:00", length: "2h" }).settings());
  expect(error).toMatchObject({ code: "reboot-window-start", received: "25:00" });
  expect(error.message).toContain('unable to parse start: invalid time of day "25:00": hour must be >= 0 and <= 23');
});

test("the error of a length says what locksmithd would say", () => {
  const error = thrown(() => RebootWindow.daily({ start: "02:00", length: "1d" }).settings());
  expect(error).toMatchObject({ code: "reboot-window-length", received: "1d" });
  expect(error.message).toContain('unable to parse duration: time: unknown unit "d" in duration "1d"');
});

test.each(recorded.windows.filter((w) => w.error !== undefined))("$start for $length has the code of the part that is wrong", (w) => {
  const code = w.error?.startsWith("unable to parse start") ? "reboot-window-start" : "reboot-window-length";
  expect(thrown(() => RebootWindow.parse(w.start, w.length).settings()).code).toBe(code);
});

test("a daily window is shorter than a day, a weekly one shorter than a week", () => {
  expect(thrown(() => RebootWindow.daily({ start: "02:00", length: "24h" }).settings()).allowed).toContain("24 hours");
  const weekly = (length: string) => RebootWindow.weekly({ day: Weekday.SUNDAY, start: "02:00", length });
  expect(weekly("24h").settings().length).toBe("24h");
  expect(thrown(() => weekly("168h").settings()).allowed).toContain("7 days");
});

test("a daily window has no day, and the day of a weekly one is given once", () => {
  expect(thrown(() => RebootWindow.daily({ start: "Sat 02:00", length: "1h" }).settings())).toMatchObject({
    code: "reboot-window-start",
    allowed: '"HH:MM"',
  });
  const twice = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "Sat 02:00", length: "1h" });
  expect(thrown(() => twice.settings()).code).toBe("reboot-window-start");
});

describe("tokens", () => {
  test("a part that is a token passes as it is, and the other part is checked", () => {
    expect(RebootWindow.parse(TOKEN, "90m").settings()).toEqual({ start: TOKEN, length: "1h30m" });
    expect(RebootWindow.daily({ start: "2:0", length: TOKEN }).settings()).toEqual({ start: "02:00", length: TOKEN });
    expect(RebootWindow.weekly({ day: Weekday.FRIDAY, start: TOKEN, length: "48h" }).settings()).toEqual({
      start: `Fri ${TOKEN}`,
      length: "48h",
    });
    expect(thrown(() => RebootWindow.daily({ start: TOKEN, length: "48h" }).settings()).code).toBe("reboot-window-length");
    expect(thrown(() => RebootWindow.daily({ start: "x", length: TOKEN }).settings()).code).toBe("reboot-window-start");
  });

  test("a window with a token can not be staggered", () => {
    const code = (start: string, length: string) => thrown(() => RebootWindow.parse(start, length).staggered({ slots: 2 }).forSlot(0)).code;
    expect(code(TOKEN, "1h")).toBe("reboot-window-start");
    expect(code("02:00", TOKEN)).toBe("reboot-window-length");
  });
});

describe("slots", () => {
  const starts = (window: RebootWindow, slots: number, gap?: string) => {
    const staggered = window.staggered({ slots, gap });
    return Array.from({ length: slots }, (_, slot) => staggered.forSlot(slot).settings().start);
  };

  test("windows follow each other over midnight", () => {
    expect(starts(RebootWindow.daily({ start: "22:30", length: "1h" }), 3)).toEqual(["22:30", "23:30", "00:30"]);
  });

  test("windows follow each other over the end of the week", () => {
    const window = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "21:00", length: "2h" });
    expect(starts(window, 3)).toEqual(["Sat 21:00", "Sat 23:00", "Sun 01:00"]);
    const days = RebootWindow.weekly({ day: Weekday.FRIDAY, start: "12:00", length: "24h" });
    expect(starts(days, 7)).toEqual(["Fri", "Sat", "Sun", "Mon", "Tue", "Wed", "Thu"].map((day) => `${day} 12:00`));
  });

  test("a gap lies between the windows, whose length stays", () => {
    const staggered = RebootWindow.daily({ start: "02:00", length: "1h" }).staggered({ slots: 3, gap: "30m" });
    expect(staggered.slots).toBe(3);
    expect(staggered.forSlot(2).settings()).toEqual({ start: "05:00", length: "1h" });
  });

  test("starts are whole minutes apart, and at least one", () => {
    expect(starts(RebootWindow.daily({ start: "02:00", length: "90s" }), 3)).toEqual(["02:00", "02:02", "02:04"]);
    expect(starts(RebootWindow.daily({ start: "02:00", length: "0s" }), 2)).toEqual(["02:00", "02:01"]);
  });

  test("all windows have to fit into the period", () => {
    expect(starts(RebootWindow.daily({ start: "02:00", length: "2h" }), 12)).toHaveLength(12);
    const error = thrown(() => RebootWindow.daily({ start: "02:00", length: "2h" }).staggered({ slots: 13 }).forSlot(0));
    expect(error).toMatchObject({ code: "reboot-window-slots", received: 13 });
    expect(error.allowed).toBe("1 to 12: a slot takes 2h of 24h");
    expect(starts(RebootWindow.weekly({ day: Weekday.MONDAY, start: "02:00", length: "2h" }), 84)).toHaveLength(84);
    expect(thrown(() => RebootWindow.daily({ start: "02:00", length: "2h" }).staggered({ slots: 12, gap: "1m" }).forSlot(0)).code).toBe(
      "reboot-window-slots",
    );
  });

  test("the number of slots is a whole number from 1, the gap a duration from 0", () => {
    const code = (slots: number, gap?: string) =>
      thrown(() => RebootWindow.daily({ start: "02:00", length: "1h" }).staggered({ slots, gap }).forSlot(0)).code;
    for (const slots of [0, -1, 1.5, Number.NaN]) expect(code(slots)).toBe("reboot-window-slots");
    for (const gap of ["-1m", "x", "", TOKEN]) expect(code(2, gap)).toBe("reboot-window-slots");
  });

  test("a slot that is not there is an error", () => {
    const window = RebootWindow.daily({ start: "02:00", length: "1h" });
    for (const slot of [-1, 2, 0.5]) expect(thrown(() => window.staggered({ slots: 2 }).forSlot(slot)).code).toBe("reboot-slot-range");
    expect(window.slots).toBe(1);
    expect(window.forSlot(0)).toBe(window);
    expect(thrown(() => window.forSlot(1)).code).toBe("reboot-slot-range");
  });

  // Seconds of the period that a window covers are compared, so that nothing here knows how starts are moved.
  const someWindow = fc.record({
    day: fc.option(fc.constantFrom(...WEEKDAYS), { nil: undefined }),
    minute: fc.integer({ min: 0, max: 1439 }),
    seconds: fc.oneof(fc.integer({ min: 0, max: 7200 }), fc.integer({ min: 0, max: 86_399 })),
    gap: fc.integer({ min: 0, max: 7200 }),
    slots: fc.integer({ min: 1, max: 40 }),
  });

  test("each slot is a window that locksmithd accepts, of the same length, and no two overlap", () => {
    let fitting = 0;
    fc.assert(
      fc.property(someWindow, ({ day, minute, seconds, gap, slots }) => {
        const period = (day === undefined ? 1 : 7) * 86_400;
        const start = `${Math.floor(minute / 60)}:${minute % 60}`;
        const length = `${seconds}s`;
        const window = day === undefined ? RebootWindow.daily({ start, length }) : RebootWindow.weekly({ day, start, length });
        const staggered = window.staggered({ slots, gap: `${gap}s` });
        const step = Math.max(60, Math.ceil((seconds + gap) / 60) * 60);
        if (step * slots > period) {
          expect(thrown(() => staggered.forSlot(0)).code).toBe("reboot-window-slots");
          return;
        }
        fitting++;
        const begins = Array.from({ length: slots }, (_, slot) => {
          const settings = staggered.forSlot(slot).settings();
          const read = parseWindowStart(settings.start);
          expect(parseWindowLength(settings.length, read.day !== undefined)).toBe(BigInt(seconds) * 1_000_000_000n);
          expect(read.day === undefined).toBe(day === undefined);
          return (read.day === undefined ? 0 : WEEKDAYS.indexOf(read.day) * 86_400) + read.minuteOfDay * 60;
        });
        begins.sort((a, b) => a - b);
        begins.forEach((begin, i) => {
          const next = i + 1 < begins.length ? begins[i + 1] : begins[0] + period;
          expect(next - begin).toBeGreaterThanOrEqual(Math.max(60, seconds + gap));
        });
      }),
      { numRuns: 300 },
    );
    expect(fitting).toBeGreaterThan(50);
  });
});

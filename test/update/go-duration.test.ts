import fc from "fast-check";
import { expect, test } from "vitest";
import { GoDurationFault, formatGoDuration, parseGoDuration } from "../../lib/update/go-duration";
import recorded from "./fixtures/locksmith-windows.json";

test.each(recorded.durations.filter((d) => d.nanoseconds !== undefined))(
  "$input is $nanoseconds ns, as Go has it",
  ({ input, nanoseconds }) => {
    expect(parseGoDuration(input).toString()).toBe(nanoseconds);
  },
);

test.each(recorded.durations.filter((d) => d.error !== undefined))("$input is refused, as by Go", ({ input, error }) => {
  expect(() => parseGoDuration(input)).toThrow(GoDurationFault);
  // Go escapes control characters and bytes outside ASCII in its messages; those are shown readable here.
  if (/^[ -~]*$/.test(input)) expect(() => parseGoDuration(input)).toThrow(new GoDurationFault(error));
});

test("the record holds accepted and refused durations, more than sixty in all", () => {
  expect(recorded.durations.length).toBeGreaterThan(60);
  expect(recorded.durations.filter((d) => d.error !== undefined).length).toBeGreaterThan(30);
});

test.each([
  [0n, "0s"],
  [7_200_000_000_000n, "2h"],
  [5_400_000_000_000n, "1h30m"],
  [1_500_000_000n, "1s500ms"],
  [86_399_999_999_999n, "23h59m59s999ms999us999ns"],
  [-60_000_000_000n, "-1m"],
])("%s ns are written %s", (nanoseconds, text) => {
  expect(formatGoDuration(nanoseconds)).toBe(text);
});

test("what is written is read back as the same duration", () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (nanoseconds) => {
      expect(parseGoDuration(formatGoDuration(nanoseconds))).toBe(nanoseconds);
    }),
  );
});

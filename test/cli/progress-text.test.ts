import fc from "fast-check";
import { expect, test } from "vitest";
import { Rate, bytesText, durationText, progressLine, progressParts } from "../../lib/cli/progress-text";

const MIB = 1024 * 1024;

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [1536, "1.5 KiB"],
  [1024 * 1024 - 1, "1.0 MiB"],
  [432 * MIB, "432.0 MiB"],
  [1.25 * 1024 * MIB, "1.3 GiB"],
  [3 * 1024 ** 5, "3072.0 TiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, "0:00"],
  [0.2, "0:01"],
  [59.5, "1:00"],
  [754, "12:34"],
  [3723, "1:02:03"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test("how far it has come says as much as is known", () => {
  expect(progressParts({ label: "x", done: 5 * MIB })).toEqual(["5.0 MiB"]);
  expect(progressParts({ label: "x", done: 5 * MIB, bytesPerSecond: MIB })).toEqual(["5.0 MiB", "1.0 MiB/s"]);
  expect(progressParts({ label: "x", done: 5 * MIB, total: 20 * MIB })).toEqual(["25 % of 20.0 MiB"]);
  expect(progressParts({ label: "x", done: 5 * MIB, total: 20 * MIB, bytesPerSecond: MIB })).toEqual([
    "25 % of 20.0 MiB",
    "1.0 MiB/s",
    "0:15 left",
  ]);
  expect(progressParts({ label: "x", done: 20 * MIB, total: 20 * MIB, bytesPerSecond: MIB })).toEqual(["100 % of 20.0 MiB", "1.0 MiB/s"]);
  expect(progressParts({ label: "x", done: 0, total: 0, bytesPerSecond: 0 })).toEqual(["100 % of 0 B", "0 B/s"]);
});

test("nothing is 100 % before its end", () => {
  expect(progressParts({ label: "x", done: 999_999, total: 1_000_000 })[0]).toBe("99 % of 976.6 KiB");
});

test("a wide terminal shows everything, a narrow one what matters most", () => {
  const state = { label: "fetching flatcar_production_image.bin.bz2", done: 45 * MIB, total: 100 * MIB, bytesPerSecond: 5 * MIB };
  expect(progressLine(state, 121)).toBe(
    "fetching flatcar_production_image.bin.bz2  [#############-----------------]  45 % of 100.0 MiB  5.0 MiB/s  0:11 left",
  );
  expect(progressLine(state, 100)).toBe(
    "fetching flatcar_production_image.bin.bz2  [#####--------]  45 % of 100.0 MiB  5.0 MiB/s  0:11 left",
  );
  expect(progressLine(state, 80)).toBe("fetching flatcar_production_image.bin…  45 % of 100.0 MiB  5.0 MiB/s  0:11 left");
  expect(progressLine(state, 50)).toBe("fetching flatcar_p…  45 % of 100.0 MiB  5.0 MiB/s");
  expect(progressLine(state, 40)).toBe("fetching flatcar_pr…  45 % of 100.0 MiB");
  expect(progressLine(state, 12)).toBe("45 % of 10…");
});

test("what has no known end has no bar", () => {
  expect(progressLine({ label: "unpacking disk.bin", done: 45 * MIB, bytesPerSecond: MIB }, 80)).toBe(
    "unpacking disk.bin  45.0 MiB  1.0 MiB/s",
  );
});

test("a line is never as wide as the terminal, and never two", () => {
  const size = fc.integer({ min: 0, max: 2 ** 45 });
  const optional = fc.option(size, { nil: undefined });
  fc.assert(
    fc.property(fc.string(), size, optional, optional, fc.integer({ min: 0, max: 300 }), (label, done, total, bytesPerSecond, columns) => {
      const line = progressLine({ label: label.replace(/\s/g, " "), done, total, bytesPerSecond }, columns);
      expect(line.length).toBeLessThanOrEqual(Math.max(0, columns - 1));
      expect(line).not.toContain("\n");
    }),
  );
});

test("a rate is that of the last seconds, and unknown before time has gone by", () => {
  const rate = new Rate();
  expect(rate.value).toBeUndefined();
  rate.add(1_000, 500);
  expect(rate.value).toBeUndefined();
  rate.add(2_000, 1_500);
  expect(rate.value).toBe(1_000);
  for (let second = 3; second <= 20; second++) rate.add(second * 1_000, 1_500 + (second - 2) * 10_000);
  expect(rate.value).toBe(10_000);
  rate.add(30_000, 181_500);
  expect(rate.value).toBe(0);
});

test("what came before it began does not count", () => {
  const rate = new Rate();
  rate.add(0, 1_000_000);
  rate.add(1_000, 1_000_100);
  expect(rate.value).toBe(100);
});

test("a clock that goes back tells no rate", () => {
  const rate = new Rate();
  rate.add(10_000, 0);
  rate.add(5_000, 100);
  expect(rate.value).toBeUndefined();
});

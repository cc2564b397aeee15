import { expect, test } from "vitest";
import { Figure, amount, amountOf, figureKey, ratio, ratioText, rounded } from "../../bench/figure";

const FIGURE: Figure = { table: "synth", subject: "AWS", size: 100, what: "time", unit: "s", ours: 1.5, against: 1.2 };

test("a ratio is ours over the other's, and there is none without another", () => {
  expect(ratio(FIGURE)).toBe(1.25);
  expect(ratioText(FIGURE)).toBe("×1.25");
  for (const against of [undefined, 0]) {
    expect(ratio({ ...FIGURE, against })).toBeUndefined();
    expect(ratioText({ ...FIGURE, against })).toBe("");
  }
});

test("an amount has three digits that count, in groups of three, and a whole number has all of its own", () => {
  const shown = [0.0042, 0.25, 1.234, 12.34, 123.4, 1234.5, 10, 25_000, 1_000_000].map(amount);
  expect(shown).toEqual(["0.004", "0.250", "1.23", "12.3", "123", "1,235", "10", "25,000", "1,000,000"]);
  expect(amount(0)).toBe("0");
});

test("a unit stands behind its amount, and what is by the second right behind", () => {
  expect(amountOf(1.2, "s")).toBe("1.20 s");
  expect(amountOf(1302, "/s")).toBe("1,302/s");
  expect(amountOf(12.5, "%")).toBe("12.5%");
});

test("figures of one thing have one key, whatever was measured", () => {
  expect(figureKey({ ...FIGURE, ours: 7 })).toBe(figureKey(FIGURE));
  const others: readonly Partial<Figure>[] = [
    { table: "load" },
    { subject: "libvirt" },
    { size: undefined },
    { size: 10 },
    { what: "memory" },
  ];
  for (const other of others) expect(figureKey({ ...FIGURE, ...other })).not.toBe(figureKey(FIGURE));
});

test("four digits of a figure are kept, and what it has not is not made up", () => {
  expect(rounded({ ...FIGURE, ours: 0.123456, against: 98765.4 })).toEqual({ ...FIGURE, ours: 0.1235, against: 98770 });
  expect(rounded({ table: "load", subject: "x", what: "time", unit: "ms", ours: 1 })).toEqual({
    ...{ table: "load", subject: "x", what: "time", unit: "ms", ours: 1 },
  });
});

import { expect, test } from "vitest";
import { isNull, resolve } from "../../../lib/butane/yaml/resolve";

test.each([
  ["true", "!!bool", true],
  ["False", "!!bool", false],
  ["yes", "!!str", "yes"],
  ["~", "!!null", null],
  ["", "!!null", null],
  ["0", "!!int", 0n],
  ["-1_000", "!!int", -1000n],
  ["0644", "!!int", 420n],
  ["0o644", "!!int", 420n],
  ["0x1F", "!!int", 31n],
  ["0b101", "!!int", 5n],
  ["0b-1", "!!int", -1n],
  ["0o+7", "!!int", 7n],
  ["0888", "!!float", 888],
  ["1.5", "!!float", 1.5],
  ["._5", "!!str", "._5"],
  [".5_0", "!!float", 0.5],
  ["1e400", "!!str", "1e400"],
  ["-.INF", "!!float", -Infinity],
  ["9223372036854775807", "!!int", 2n ** 63n - 1n],
  ["18446744073709551615", "!!int", 2n ** 64n - 1n],
  ["18446744073709551616", "!!float", 2 ** 64],
  ["+9223372036854775808", "!!float", 2 ** 63],
  ["2024-02-29", "!!timestamp", "2024-02-29"],
  ["2023-02-29", "!!str", "2023-02-29"],
  ["<<", "!!str", "<<"],
])("%j is %s %s", (text, tag, value) => {
  expect(resolve("", text)).toEqual({ tag, value });
});

test("a tag of the schema must fit the text", () => {
  expect(resolve("!!float", "5")).toEqual({ tag: "!!float", value: 5 });
  expect(resolve("!!str", "5")).toEqual({ tag: "!!str", value: "5" });
  expect(() => resolve("!!int", "1.5")).toThrow("yaml: cannot decode !!float `1.5` as a !!int");
  expect(() => resolve("!!float", "18446744073709551615")).toThrow("yaml: cannot decode !!int `18446744073709551615` as a !!float");
  expect(() => resolve("!!bool", "yes")).toThrow("yaml: cannot decode !!str `yes` as a !!bool");
  expect(() => resolve("!!timestamp", "5")).toThrow("yaml: cannot decode !!int `5` as a !!timestamp");
});

test("another tag makes any text a string", () => {
  expect(resolve("!foo", "5")).toEqual({ tag: "!foo", value: "5" });
});

test("digits without end are a string in linear time", () => {
  const digits = "9".repeat(1_000_000);
  expect(resolve("", digits)).toEqual({ tag: "!!str", value: digits });
  expect(resolve("", `0x${"f".repeat(1_000_000)}`).tag).toBe("!!str");
  expect(resolve("", `0b${"0".repeat(100_000)}1`)).toEqual({ tag: "!!int", value: 1n });
});

test.each(["", "~", "null", "Null", "NULL"])("%j stands for nothing", (text) => {
  expect(isNull(text)).toBe(true);
  expect(resolve("", text).value).toBeNull();
});

test("other texts stand for something", () => {
  expect(isNull("nULL")).toBe(false);
});

import { expect, test } from "vitest";
import { hexDigit, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isWord } from "../../../lib/butane/yaml/characters";

const all = Array.from({ length: 0x3000 }, (_, code) => code);
const members = (is: (code: number) => boolean): string => String.fromCharCode(...all.filter(is));

test("YAML 1.1 has five line breaks", () => {
  expect(members(isBreak)).toBe("\n\r\u0085\u2028\u2029");
  expect(members(isBreakOrEnd)).toBe("\0\n\r\u0085\u2028\u2029");
});

test("only spaces and tabs are blank", () => {
  expect(members(isBlank)).toBe("\t ");
  expect(members(isBlankOrEnd)).toBe("\0\t\n\r \u0085\u2028\u2029");
});

test("names are made of what ASCII has for words", () => {
  expect(members(isWord)).toBe("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
});

test("hexadecimal digits have values", () => {
  expect(members((code) => hexDigit(code) >= 0)).toBe("0123456789ABCDEFabcdef");
  expect([..."09afAF"].map((digit) => hexDigit(digit.charCodeAt(0)))).toEqual([0, 9, 10, 15, 10, 15]);
});

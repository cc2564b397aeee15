import { expect, test } from "vitest";
import { UnitFault, readUnitSections } from "../../lib/ignition/unit-file";

test("the sections that hold an option are listed, once for each option", () => {
  expect(readUnitSections("[Unit]\nA=1\n[Service]\n[Install]\nB=2\nC = 3\n")).toEqual(["Unit", "Install", "Install"]);
});

test.each([
  "",
  "text before any section\n",
  "# only a comment",
  "[Service]",
  "[Service]\n",
  "[Service]\nA=",
  "[Service]\nA=b\\",
  "[Service]\n;c\\\nstill\nA=b",
])("%j is a unit", (text) => {
  expect(() => readUnitSections(text)).not.toThrow();
});

test("a value goes on behind a backslash", () => {
  expect(readUnitSections("[Service]\nA=b\\\n[Install]\\\nc\n")).toEqual(["Service"]);
});

test("of CR LF the CR stays in the value, so that a backslash before it continues nothing", () => {
  expect(readUnitSections("[Service]\r\nA=b\\\r\nB=c\r\n")).toEqual(["Service", "Service"]);
});

test.each([
  ["[Service", "unable to find end of section"],
  ["[Service] x\n", 'found garbage after section name : "x"'],
  ['[Service] "\t\u0001\u0085é\u2028\\', 'found garbage after section name : "\\"\\t\\x01\\u0085é\\u2028\\\\"'],
  ["[Service]\nword\nA=b", "unexpected newline encountered while parsing option name"],
  ["[Service]\nword", "EOF"],
])("%j is none", (text, message) => {
  expect(() => readUnitSections(text)).toThrow(new UnitFault(message));
});

test("a line may have 2047 bytes, not 2048", () => {
  const line = (length: number): string => `[Service]\nA=${"x".repeat(length - 2)}\n`;
  expect(() => readUnitSections(line(2047))).not.toThrow();
  expect(() => readUnitSections(line(2049))).toThrow("line too long (max 2048 bytes)");
});

test("a long comment is too long as well", () => {
  expect(() => readUnitSections(`#${"x".repeat(2100)}\n[Service]\nA=b\n`)).toThrow("line too long");
});

test("a long line at the end of the buffer passes, as in Ignition", () => {
  const filler = "K=v\n".repeat(700);
  expect(() => readUnitSections(`[Service]\n${filler}A=${"x".repeat(2500)}\n`)).not.toThrow();
});

test("bytes count, not characters", () => {
  expect(() => readUnitSections(`[Service]\nA=${"é".repeat(1030)}\n`)).toThrow("line too long");
});

test("bytes that are no UTF-8 are passed over one by one, wherever the text ends", () => {
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const foreign = String.fromCharCode(0xdc00 + byte);
    expect(() => readUnitSections(`[a]\n${foreign}`)).toThrow("EOF");
    expect(readUnitSections(`[a]\n${foreign}=b\n[b]\nc${foreign}${foreign}=d`)).toEqual(["a", "b"]);
    expect(readUnitSections(`${foreign}[a]\nb=`)).toEqual(["a"]);
  }
});

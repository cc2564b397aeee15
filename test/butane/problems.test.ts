import { expect, test } from "vitest";
import { PROBLEMS, localFile } from "../../lib/butane/problems";
import { PROBLEMS as OF_IGNITION } from "../../lib/ignition/problems";

test("codes are kebab-case, and none means something else in Ignition", () => {
  const codes = Object.values(PROBLEMS).map(({ code }) => code);
  expect(codes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
  const ofIgnition = new Set<string>(Object.values(OF_IGNITION).map(({ code }) => code));
  expect(codes.filter((code) => ofIgnition.has(code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
});

test("a path that is no text can still be shown", () => {
  expect(localFile("open files/a\udcffb😀: no such file or directory")).toEqual({
    code: "local-file",
    message: "open files/a\ufffdb😀: no such file or directory",
  });
});

import { expect, test, vi } from "vitest";
import * as fc from "fast-check";
import { FlatcarError, FlatcarErrorProps, atPath, didYouMean, shown } from "../lib/errors";
import { thrown } from "./support";

const PROPS: FlatcarErrorProps = {
  code: "release-unknown",
  subject: "release",
  received: "prd",
  allowed: "dev, prod",
  mend: "name one of the lock",
};

test("the message holds subject, received, allowed, mend and code, in that order", () => {
  expect(new FlatcarError(PROPS).message).toBe(
    'release: received "prd"; allowed: dev, prod; name one of the lock [release-unknown: docs/errors.md#release-unknown]',
  );
});

test("a path stands in front of the message", () => {
  expect(new FlatcarError({ ...PROPS, path: "prod/db" }).message).toMatch(/^prod\/db: release: received "prd"; /);
});

test("the parts of an error are in its properties", () => {
  expect(new FlatcarError({ ...PROPS, path: "prod/db" })).toMatchObject({ ...PROPS, path: "prod/db", name: "FlatcarError" });
  expect(new FlatcarError(PROPS)).toBeInstanceOf(Error);
});

test("an error gets a path later, and keeps the stack of where it was made", () => {
  const error = new FlatcarError(PROPS);
  const moved = error.at("prod/db");
  expect(moved).toMatchObject({ ...PROPS, path: "prod/db" });
  expect(moved.stack).toMatch(/^FlatcarError: prod\/db: release: /);
  expect(moved.stack?.split("\n").slice(1)).toEqual(error.stack?.split("\n").slice(1));
});

test("an error that has a path keeps it: the first is the nearest", () => {
  const error = new FlatcarError({ ...PROPS, path: "prod/db/a" });
  expect(error.at("prod")).toBe(error);
});

test("atPath gives the result of what it runs", () => {
  expect(atPath("prod/db", () => 7)).toBe(7);
});

test("atPath gives a path to a FlatcarError, and nested ones keep the innermost", () => {
  const fail = () => {
    throw new FlatcarError(PROPS);
  };
  expect(thrown(() => atPath("prod", () => atPath("prod/db", fail))).path).toBe("prod/db");
});

test("atPath leaves other errors as they are", () => {
  const error = new TypeError("no");
  expect(() =>
    atPath("prod", () => {
      throw error;
    }),
  ).toThrow(error);
});

test("isFlatcarError knows an error of another copy of the package, which instanceof does not", async () => {
  vi.resetModules();
  const other = await import("../lib/errors");
  const error = new other.FlatcarError(PROPS);
  expect(error).not.toBeInstanceOf(FlatcarError);
  expect(FlatcarError.isFlatcarError(error)).toBe(true);
  expect(
    thrown(() =>
      atPath("prod/db", () => {
        throw error;
      }),
    ).path,
  ).toBe("prod/db");
});

test.each([undefined, null, "text", 3, {}, new Error("no"), { code: "x", message: "y" }])("isFlatcarError refuses %o", (value) => {
  expect(FlatcarError.isFlatcarError(value)).toBe(false);
});

test.each<[unknown, string]>([
  [undefined, "nothing"],
  [null, "null"],
  ["", '""'],
  ["a\nb", '"a\\nb"'],
  ["\u009b2J\u007f", '"\\u009b2J\\u007f"'],
  ["a\u202eb\u2028c", '"a\\u202eb\\u2028c"'],
  ["\u{e0041}ö", '"\\udb40\\udc41ö"'],
  [0, "0"],
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
  [{ a: [1, "b"] }, '{"a":[1,"b"]}'],
  [10n, "10"],
  [Symbol("s"), "Symbol(s)"],
])("shown writes %o as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("shown writes what JSON cannot hold", () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  expect(shown(circular)).toBe("[object Object]");
  expect(shown(parseInt)).toContain("parseInt");
});

test("shown leaves 200 characters alone and shortens more, saying how many there were", () => {
  expect(shown("x".repeat(198))).toBe(`"${"x".repeat(198)}"`);
  expect(shown("x".repeat(199))).toBe(`"${"x".repeat(199)}… (201 characters)`);
});

test.each([
  ["prd", ["dev", "staging", "prod"], "prod"],
  ["STABLE", ["stable", "beta"], "stable"],
  ["etcd-lokc", ["reboot", "etcd-lock", "off"], "etcd-lock"],
  ["cat", ["cut", "cot"], "cut"],
])("didYouMean proposes the nearest: %s of %j is %s", (value, candidates, best) => {
  expect(didYouMean(value, candidates)).toBe(`did you mean "${best}"?`);
});

test.each([
  ["production-eu", ["dev"]],
  ["x", ["ab", "y"]],
  ["eu", ["us"]],
  ["prod", []],
])("didYouMean proposes nothing where nothing is near: %s of %j", (value, candidates) => {
  expect(didYouMean(value, candidates)).toBeUndefined();
});

test("didYouMean always knows a candidate itself", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), fc.nat(), (candidates, n) => {
      const value = candidates[n % candidates.length];
      const found = candidates.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
      expect(didYouMean(value, candidates)).toBe(`did you mean ${JSON.stringify(found)}?`);
    }),
  );
});

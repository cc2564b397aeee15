import { expect, test } from "vitest";
import { Fingerprints } from "../../../lib/check/report/fingerprints";
import type { Finding } from "../../../lib/check/report/report";
import { findingOf } from "./reports";

const of = (more: Partial<Finding>): string => new Fingerprints().of(findingOf(more));

test("a finding is the same one in another run, on another machine, after its numbers or its line have changed", () => {
  const first = of({});
  expect(first).toMatch(/^[0-9a-f]{32}:1$/);
  const later = {
    message: "3 of 4",
    details: ["x"],
    mend: "y",
    file: "/elsewhere/cdk.tf.json",
    source: { file: "a.ts", line: 99 },
    title: "z",
  };
  expect(of(later)).toBe(first);
});

test("it is another one where its rule, stack, pool or machines are others", () => {
  const all = [{}, { rule: "FC002" }, { stack: "u" }, { pool: "t/web" }, { pool: undefined }, { subjects: ["a"] }, { subjects: [] }].map(
    of,
  );
  expect(new Set(all).size).toBe(all.length);
});

test("names that run into one another are told apart", () => {
  expect(of({ stack: "a", pool: "b" })).not.toBe(of({ stack: "ab", pool: "" }));
  expect(of({ subjects: ["a,b"] })).not.toBe(of({ subjects: ["a", "b"] }));
});

test("several that are alike have numbers, in their order", () => {
  const fingerprints = new Fingerprints();
  const [first, other, second] = [findingOf(), findingOf({ pool: "t/web" }), findingOf()].map((each) => fingerprints.of(each));
  expect(first.slice(-2)).toBe(":1");
  expect(other.slice(-2)).toBe(":1");
  expect(second).toBe(first.replace(/1$/, "2"));
});

test("the fingerprint does not change from version to version", () => {
  expect(of({})).toBe("0849ffcccaab41e2bb8ced1cf1b256d6:1");
});

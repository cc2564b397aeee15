import { expect, test } from "vitest";
import { keptPart } from "../../../lib/check/plan/kept-part";

const DISKS = { disks: { source: { volume: true } } } as const;

test("all of a value is kept, or the members that are named, of each element of a list", () => {
  expect(keptPart({ a: 1 }, true)).toEqual({ a: 1 });
  const disks = [{ source: { volume: { pool: "p" }, file: { file: "f" } }, serial: "s" }, { serial: "t" }];
  expect(keptPart({ disks, graphics: [{ password: "p" }] }, DISKS)).toEqual({ disks: [{ source: { volume: { pool: "p" } } }, {}] });
});

test("of what has no members nothing is kept where some are named", () => {
  expect([null, "text", 1, undefined].map((value) => keptPart(value, DISKS))).toEqual([undefined, undefined, undefined, undefined]);
  expect(keptPart({ disks: null }, DISKS)).toEqual({ disks: undefined });
  expect(keptPart(Object.create({ disks: [] }) as object, DISKS)).toEqual({});
});

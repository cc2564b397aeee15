import { expect, test } from "vitest";
import { Heads } from "../../../lib/ignition/deflate/heads";

test("each input has a stamp above all positions of those before", () => {
  const heads = new Heads(4);
  const first = heads.stamp(100);
  const second = heads.stamp(7);
  expect(first).toBeGreaterThan(0);
  expect(second).toBeGreaterThanOrEqual(first + 100);
  expect(heads.stamp(1)).toBeGreaterThanOrEqual(second + 7);
});

test("what an earlier input has left reads as negative, without clearing", () => {
  const heads = new Heads(4);
  heads.slots[6] = heads.stamp(100) + 99;
  expect(heads.slots[6] - heads.stamp(100)).toBeLessThan(0);
  expect(heads.slots[6]).not.toBe(0);
});

test("before a stamp would not fit into 32 bits, all is cleared and they begin again", () => {
  const heads = new Heads(4);
  const first = heads.stamp(0x7fffff00);
  heads.slots.fill(0x7fffff00);
  expect(heads.stamp(0x101)).toBe(first);
  expect([...heads.slots]).toEqual(new Array<number>(32).fill(0));
  expect(heads.stamp(1)).toBe(first + 0x101);
});

test("a hash is as wide as the table", () => {
  expect(0xffffffff >>> new Heads(4).shift).toBe(15);
});

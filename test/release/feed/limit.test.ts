import { expect, test } from "vitest";
import { Limit } from "../../../lib/release/feed/limit";

test("no more run at a time than may, and those that wait come in their order", async () => {
  const limit = new Limit(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (i: number) => async (): Promise<number> => {
    most = Math.max(most, ++running);
    order.push(i);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    return i;
  };
  expect(await Promise.all([0, 1, 2, 3, 4].map((i) => limit.run(work(i))))).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test("work that fails makes room for others", async () => {
  const limit = new Limit(1);
  const failing = limit.run(() => Promise.reject(new Error("no")));
  const next = limit.run(() => Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
  expect(await limit.run(() => Promise.resolve("again"))).toBe("again");
});

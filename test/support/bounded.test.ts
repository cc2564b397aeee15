import { expect, test } from "vitest";
import { bounded } from "./bounded";

const MINUTES = 5 * 60_000;

test("what a script answers comes back", { timeout: MINUTES }, async () => {
  const script = `answer({ keys: Object.keys(lib("errors.js")).includes("didYouMean") });`;
  expect(await bounded(script, { heap: 100, seconds: 60 })).toEqual({ keys: true });
});

test("a script that throws, needs more memory or more time than it may have is an error", { timeout: MINUTES }, async () => {
  await expect(bounded(`throw new Error("why");`, { heap: 100, seconds: 60 })).rejects.toThrow(/ended with 1: [^]*why/);
  await expect(bounded(`const all = []; for (;;) all.push([...all]);`, { heap: 30, seconds: 120 })).rejects.toThrow(/ended with SIG/);
  await expect(bounded(`for (;;);`, { heap: 100, seconds: 1 })).rejects.toThrow("ended with SIGKILL");
});

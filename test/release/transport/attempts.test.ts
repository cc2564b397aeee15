import { expect, test } from "vitest";
import { Attempts, MOST_ATTEMPTS, pause } from "../../../lib/release/transport/attempts";
import { TransferFailure } from "../../../lib/release/transport/failure";
import { DEFAULT_TIMING, TransportTiming } from "../../../lib/release/transport/timing";
import { rejected } from "./serve";

const NOW = new Date("2026-08-20T12:00:00Z");
const QUICK = { ...DEFAULT_TIMING, backoffMs: 1, longestBackoffMs: 4 };

function attempts(timing: TransportTiming = QUICK, signal?: AbortSignal): Attempts {
  return new Attempts(timing, () => NOW, signal);
}

function failure(isPassing = true, retryAfter?: string): TransferFailure {
  const props = { code: "feed-server", subject: "answer", received: "status 500", allowed: "status 200", mend: "try again" };
  return new TransferFailure(props, { isPassing, retryAfter });
}

async function waited(work: Promise<void>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

test("what does not pass is told at once", async () => {
  expect(await rejected(attempts().after(failure(false)))).toMatchObject({ code: "feed-server", received: "status 500" });
});

test("what passes is told after five attempts", async () => {
  const made = attempts();
  for (let i = 1; i < MOST_ATTEMPTS; i++) await made.after(failure());
  expect((await rejected(made.after(failure()))).received).toBe("status 500, in the last of 5 attempts");
});

test("the pauses double up to the longest", async () => {
  const made = attempts({ ...QUICK, backoffMs: 40, longestBackoffMs: 100 });
  const pauses: number[] = [];
  for (let i = 1; i < MOST_ATTEMPTS; i++) pauses.push(await waited(made.after(failure())));
  // Timers are never early by more than a millisecond; how late they are is the machine's.
  [40, 80, 100, 100].forEach((ms, i) => expect(pauses[i]).toBeGreaterThan(ms - 2));
  expect(pauses[3]).toBeLessThan(pauses[0] + pauses[1] + pauses[2]);
});

test("attempts that bring much are no vain ones", async () => {
  const made = attempts();
  for (let i = 0; i < 20; i++) {
    made.progress(8 * 1024 * 1024);
    await made.after(failure());
  }
  made.progress(1024);
  for (let i = 2; i < MOST_ATTEMPTS; i++) await made.after(failure());
  expect((await rejected(made.after(failure()))).received).toContain("5 attempts");
});

test("what the server asks for is waited for, unless it is too much", async () => {
  expect(await waited(attempts().after(failure(true, "1")))).toBeGreaterThan(990);
  const error = await rejected(attempts().after(failure(true, "61")));
  expect(error.mend).toBe("come back when the server asks for it: Retry-After: 61");
  expect(await waited(attempts().after(failure(true, "whenever")))).toBeLessThan(500);
});

test("a pause ends with what it is aborted with", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort("enough"), 10);
  await expect(pause(60_000, controller.signal)).rejects.toBe("enough");
});

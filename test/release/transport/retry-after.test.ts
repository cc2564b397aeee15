import { expect, test } from "vitest";
import { retryAfterMs } from "../../../lib/release/transport/retry-after";

const NOW = new Date("2026-08-20T12:00:00Z");

test.each([
  ["0", 0],
  [" 90 ", 90_000],
  ["Thu, 20 Aug 2026 12:00:30 GMT", 30_000],
  ["Thursday, 20-Aug-26 12:00:30 GMT", 30_000],
  ["Thu Aug 20 12:00:30 2026", 30_000],
  ["Thu, 20 Aug 2026 11:00:00 GMT", 0],
])("%s asks for %i milliseconds", (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

test.each(["", "soon", "-5", "1.5", "2026-08-20", "Soon 5", "Thu, 99 Foo 2026"])("%j asks for nothing", (header) => {
  expect(retryAfterMs(header, NOW)).toBeUndefined();
});

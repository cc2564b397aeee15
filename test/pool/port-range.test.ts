import { expect, test } from "vitest";
import { parsePorts } from "../../lib/pool/port-range";

test.each([
  ["22", 22, 22],
  ["8000-8100", 8000, 8100],
  ["1-65535", 1, 65_535],
  ["80-80", 80, 80],
])("%s is the ports from %d to %d", (text, from, to) => expect(parsePorts(text)).toEqual({ from, to }));

test.each(["", "0", "65536", "022", "80-", "-80", "90-80", "80-65536", "80 - 90", "any", "http"])("%j is no port", (text) => {
  expect(parsePorts(text)).toBeUndefined();
});

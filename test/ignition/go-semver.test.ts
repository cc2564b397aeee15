import { expect, test } from "vitest";
import { parseGoSemver } from "../../lib/ignition/go-semver";

test.each([
  ["3.4.0", 3n, 4n, 0n, "", ""],
  ["03.004.0", 3n, 4n, 0n, "", ""],
  ["3.7.0-experimental", 3n, 7n, 0n, "experimental", ""],
  ["1.2.3-a.b-c+d.e", 1n, 2n, 3n, "a.b-c", "d.e"],
  [`${"0".repeat(99)}3.4.0`, 3n, 4n, 0n, "", ""],
  ["3.4.0-", 3n, 4n, 0n, "", ""],
  ["9223372036854775807.0.0", 2n ** 63n - 1n, 0n, 0n, "", ""],
])("%s is a version", (text, major, minor, patch, preRelease, metadata) => {
  expect(parseGoSemver(text)).toEqual({ major, minor, patch, preRelease, metadata });
});

test.each([
  "",
  "3",
  "3.4",
  "3.4.0.1",
  "v3.4.0",
  "3.4.x",
  " 3.4.0",
  "3.-4.0",
  "3..0",
  "3.4.0-a..b",
  "3.4.0+a_b",
  "3.4.0+a+b",
  "9223372036854775808.0.0",
])("%j is none", (text) => {
  expect(parseGoSemver(text)).toBeUndefined();
});

import { expect, test } from "vitest";
import { lockedOf } from "../../../lib/check/rules/locked";
import { locked } from "../../release/lockfile/locks";

const LOCK = new Map([
  ["prod", locked()],
  ["next", locked({ channel: "beta", version: "4757.1.0" })],
  ["also", locked()],
]);
const nameOf = (release: { name?: string; channel: string; version: string }) => lockedOf(LOCK, release)?.name;

test("a release that was taken from a lock is of the entry of its name", () => {
  expect(nameOf({ name: "also", channel: "stable", version: "4593.2.5" })).toBe("also");
});

test("a lock that has another version under the name is another lock", () => {
  expect(nameOf({ name: "prod", channel: "stable", version: "4593.2.4" })).toBeUndefined();
  expect(nameOf({ name: "prod", channel: "beta", version: "4757.1.0" })).toBeUndefined();
});

test("a release without a name, or with one that the lock has no more, is of the first entry of its channel and version", () => {
  expect(nameOf({ channel: "stable", version: "4593.2.5" })).toBe("prod");
  expect(nameOf({ name: "old", channel: "beta", version: "4757.1.0" })).toBe("next");
  expect(nameOf({ channel: "beta", version: "4593.2.5" })).toBeUndefined();
});

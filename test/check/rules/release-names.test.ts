import { expect, test } from "vitest";
import { isLts, releaseName, versionOf } from "../../../lib/check/rules/release-names";

test("a release is named by its channel and version, one of LTS by its stream", () => {
  expect(releaseName({ channel: "stable", version: "4593.2.5" })).toBe("stable 4593.2.5");
  expect(releaseName({ channel: "lts", version: "4081.3.10" })).toBe("LTS 2024 (4081.3.10)");
  // A stream that is not known by its year, and what is no version.
  expect(releaseName({ channel: "lts", version: "5000.3.0" })).toBe("lts 5000.3.0");
  expect(releaseName({ channel: "lts", version: "newest" })).toBe("lts newest");
});

test("LTS is a channel", () => {
  expect([isLts({ channel: "lts", version: "4081.3.10" }), isLts({ channel: "stable", version: "4081.2.1" })]).toEqual([true, false]);
});

test("what is no version has none", () => {
  expect(versionOf({ channel: "stable", version: "4593.2.5" })?.major).toBe(4593);
  expect(versionOf({ channel: "stable", version: "${var.version}" })).toBeUndefined();
});

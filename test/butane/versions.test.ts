import { expect, test } from "vitest";
import { translateButane } from "../../lib/butane";
import { versionOf } from "../../lib/butane/versions";

test.each([
  ["1.0.0", "3.3.0"],
  ["1.1.0", "3.4.0"],
  ["1.2.0-experimental", "3.7.0-experimental"],
])("flatcar %s becomes Ignition %s", (version, target) => {
  expect(translateButane(`{variant: flatcar, version: ${version}}`).json).toBe(`{"ignition":{"version":"${target}"}}`);
});

test("leading zeros and an empty pre-release do not matter", () => {
  expect(versionOf("flatcar", "01.001.0-")).toMatchObject({ version: "1.1.0" });
});

test.each([
  ["", "1.1.0", "error parsing variant; must be specified"],
  ["flatcar", "", "error parsing version; must be a valid semver"],
  ["flatcar", "1.1", "error parsing version; must be a valid semver"],
  ["flatcar", "v1.1.0", "error parsing version; must be a valid semver"],
  ["flatcar", "1.1.0-a..b", "error parsing version; must be a valid semver"],
  ["flatcar", "9223372036854775808.0.0", "error parsing version; must be a valid semver"],
  ["flatcar", "1.1.0+build", "No translator exists for variant flatcar with version 1.1.0+build"],
  ["flatcar", "01.3.0", "No translator exists for variant flatcar with version 1.3.0"],
  ["Flatcar", "1.1.0", "No translator exists for variant Flatcar with version 1.1.0"],
  ["fcos", "1.5.0", "No translator exists for variant fcos with version 1.5.0"],
])("%s %s: %s", (variant, version, error) => {
  expect(versionOf(variant, version)).toBe(error);
});

test("of rhcos there is word where it went", () => {
  expect(versionOf("rhcos", "0.1.0")).toMatch(/^rhcos variant has been removed/);
});

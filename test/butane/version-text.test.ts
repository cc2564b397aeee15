import { expect, test } from "vitest";
import { versionText } from "../../lib/butane/version-text";
import { GoSemver, parseGoSemver } from "../../lib/ignition/go-semver";

test.each([
  ["1.2.3", "1.2.3"],
  ["01.002.3-a.b+c", "1.2.3-a.b+c"],
  ["1.2.3+c-d", "1.2.3+c-d"],
])("%s is written %s", (text, normal) => {
  expect(versionText(parseGoSemver(text) as GoSemver)).toBe(normal);
});

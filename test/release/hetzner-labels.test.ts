import { expect, test } from "vitest";
import { Channel, FlatcarVersion } from "../../lib/release";
import { hetznerImageLabels, sha512Label, versionLabel } from "../../lib/release/hetzner-labels";

test("a snapshot tells its channel and version, and that it is Flatcar", () => {
  expect(hetznerImageLabels(Channel.STABLE, FlatcarVersion.parse("4593.2.5"))).toEqual({
    os: "flatcar",
    "flatcar-channel": "stable",
    "flatcar-version": "4593.2.5",
  });
});

test("the plus sign that a version may have is none in a label", () => {
  expect(versionLabel(FlatcarVersion.parse("4799.0.0+nightly-20260821-2100"))).toBe("4799.0.0_nightly-20260821-2100");
  expect(versionLabel(FlatcarVersion.parse("4593.2.5"))).toBe("4593.2.5");
});

test("a version that no label can hold is refused, and not found out when the server is there", () => {
  const build = (length: number): FlatcarVersion => FlatcarVersion.parse(`4799.0.0+${"x".repeat(length)}`);
  expect(versionLabel(build(54))).toHaveLength(63);
  for (const version of [build(55), FlatcarVersion.parse("4799.0.0+dev-")]) expect(() => versionLabel(version)).toThrow(/hetzner-label/);
});

test("of a hash as many digits are in a label as it takes, the first ones", () => {
  const sha512 = `0123456789abcdef${"f".repeat(112)}`;
  expect(sha512Label({ sha512 })).toBe(`0123456789abcdef${"f".repeat(47)}`);
  expect(sha512Label({ sha512 })).toHaveLength(63);
});

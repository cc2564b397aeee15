import { expect, test } from "vitest";
import { IgnitionSpecVersion } from "../../lib/ignition";

test("every supported version reads back from its text", () => {
  const texts = ["3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0", "3.5.0", "3.6.0"];
  expect(IgnitionSpecVersion.ALL.map(String)).toEqual(texts);
  for (const text of texts) expect(IgnitionSpecVersion.parse(text).toString()).toBe(text);
});

test("a parsed version is the constant of that version", () => {
  expect(IgnitionSpecVersion.parse("3.4.0")).toBe(IgnitionSpecVersion.V3_4_0);
});

test("versions are ordered", () => {
  const { V3_0_0, V3_4_0, V3_6_0 } = IgnitionSpecVersion;
  expect(V3_0_0.compare(V3_4_0)).toBeLessThan(0);
  expect(V3_6_0.compare(V3_4_0)).toBeGreaterThan(0);
  expect(V3_4_0.compare(V3_4_0)).toBe(0);
  expect(V3_4_0.isAtLeast(V3_4_0)).toBe(true);
  expect(V3_4_0.isAtLeast(V3_6_0)).toBe(false);
});

test.each(["1", "1.0.0", "2.3.0", "2.4.0-experimental"])("%s is refused as a version of the old line", (text) => {
  expect(() => IgnitionSpecVersion.parse(text)).toThrow(/rewrite the config for spec 3.*\[ignition-version-legacy:/);
});

test.each(["3.7.0-experimental", "3.3.0-experimental"])("%s is refused as experimental", (text) => {
  expect(() => IgnitionSpecVersion.parse(text)).toThrow(/\[ignition-version-experimental:/);
});

test.each(["", "3", "3.4", "v3.4.0", "3.4.1", "3.7.0", "4.0.0", "3.4.0+x", " 3.4.0", "three", "10.0.0"])(
  "%j is refused as no version",
  (text) => {
    expect(() => IgnitionSpecVersion.parse(text)).toThrow(/allowed: 3\.0\.0, .*3\.6\.0.*\[ignition-version-unsupported:/);
  },
);

test("the experimental version of Ignition 2.26 is read where a stable one is not asked for, and no other", () => {
  const { V3_6_0, V3_7_0_EXPERIMENTAL } = IgnitionSpecVersion;
  expect(IgnitionSpecVersion.read("3.7.0-experimental")).toBe(V3_7_0_EXPERIMENTAL);
  expect(V3_7_0_EXPERIMENTAL.toString()).toBe("3.7.0-experimental");
  expect(V3_7_0_EXPERIMENTAL.experimental).toBe(true);
  expect(V3_7_0_EXPERIMENTAL.isAtLeast(V3_6_0)).toBe(true);
  expect(IgnitionSpecVersion.read("3.6.0")).toBe(V3_6_0);
  expect(V3_6_0.experimental).toBe(false);
  expect(() => IgnitionSpecVersion.read("3.6.0-experimental")).toThrow(/\[ignition-version-experimental:/);
  expect(() => IgnitionSpecVersion.read("3.7.0")).toThrow(/\[ignition-version-unsupported:/);
});

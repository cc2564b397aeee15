import { expect, test } from "vitest";
import { sourceOf, withSource } from "../../lib/pool/config-source";

test("a config is known by itself, not by what is in it", () => {
  const source = { file: "/a.bu", lineOf: () => 1 };
  const config = withSource({ ignition: { version: "3.4.0" } }, source);
  expect(sourceOf(config)).toBe(source);
  expect(sourceOf({ ...config })).toBeUndefined();
});

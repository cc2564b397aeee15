import { expect, test } from "vitest";
import { ButaneResult } from "../../lib/butane";

test("JSON is made once it is asked for, compact or pretty", () => {
  const config = { ignition: { version: "3.4.0" } };
  expect(new ButaneResult({ config, reports: [] }, false).json).toBe('{"ignition":{"version":"3.4.0"}}');
  const pretty = new ButaneResult({ config, reports: [] }, true);
  expect(pretty.json).toBe('{\n  "ignition": {\n    "version": "3.4.0"\n  }\n}');
  expect(pretty.json).toBe(pretty.json);
});

test("without a config there is no JSON and no place", () => {
  const result = new ButaneResult({ reports: [], error: "no" }, false);
  expect([result.config, result.json, result.error, result.positionOf("storage")]).toEqual([undefined, undefined, "no", undefined]);
});

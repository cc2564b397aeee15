import { expect, test } from "vitest";
import { readOutputs } from "../../../lib/check/pools/outputs-file";
import { thrown } from "../../support";

test("outputs are their values by name, sensitive ones too", () => {
  const text = '{"a":{"sensitive":false,"type":"string","value":"x"},"b":{"sensitive":true,"type":["list","string"],"value":["y"]}}';
  expect(readOutputs(text, "o.json")).toEqual({ a: "x", b: ["y"] });
  expect(readOutputs("{}", "o.json")).toEqual({});
});

test.each([
  ["web = [", "it is not JSON"],
  ["[]", "it is no object"],
  ['{"a":"x"}', 'it has no value for "a"'],
  ['{"a":{"type":"string"}}', 'it has no value for "a"'],
  ['{"version":4,"lineage":"l"}', "a state is named by --state"],
  ['{"format_version":"1.0","values":{}}', "a state is named by --state"],
])("%s is an error that says what it is", (text, why) => {
  const error = thrown(() => readOutputs(text, "o.json"));
  expect(error).toMatchObject({ code: "outputs-unreadable", received: "o.json" });
  expect(error.mend).toContain(why);
});

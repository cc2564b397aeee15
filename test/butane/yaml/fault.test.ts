import { expect, test } from "vitest";
import { YamlFault } from "../../../lib/butane/yaml/fault";

test("a fault is an error of its own name with the text it is given", () => {
  const fault = new YamlFault("yaml: line 2: did not find expected key");
  expect(fault).toBeInstanceOf(Error);
  expect(String(fault)).toBe("YamlFault: yaml: line 2: did not find expected key");
});

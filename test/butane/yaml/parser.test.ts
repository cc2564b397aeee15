import { expect, test } from "vitest";
import { decodeCommon, readYaml, YamlFault } from "../../../lib/butane/yaml";

test("only the first document is read", () => {
  expect(decodeCommon(readYaml("variant: flatcar\nversion: 1.1.0\n---\nvariant: fcos\n"))).toEqual({
    variant: "flatcar",
    version: "1.1.0",
  });
});

test("a text without content has no root", () => {
  expect(readYaml("# nothing\n").root).toBeUndefined();
});

test("a fault is in the words of yaml.v3", () => {
  expect(() => readYaml("a: b: c\n")).toThrow(new YamlFault("yaml: mapping values are not allowed in this context"));
});

import { expect, test } from "vitest";
import { shortTag } from "../../../lib/butane/yaml/tag-names";

test("tags of YAML's own have a short form", () => {
  expect(shortTag("tag:yaml.org,2002:int")).toBe("!!int");
  expect(shortTag("tag:yaml.org,2002:other")).toBe("!!other");
});

test("others stay as they are", () => {
  expect(shortTag("!local")).toBe("!local");
  expect(shortTag("!!int")).toBe("!!int");
});

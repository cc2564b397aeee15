import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { JsonPath, parseSettingsText, placeIn, readSettingsText } from "../../../lib/check/settings/settings-text";
import { thrown } from "../../support";
import { withScratch } from "../../support/project";

const TEXT = '{\n  "a": { "é": "é", "b": [1, { "c": true }] },\n  "d": []\n}\n';

test.each<[JsonPath, boolean, string]>([
  [[], false, "1:1"],
  [["a"], false, "2:8"],
  [["a"], true, "2:3"],
  [["a", "b"], true, "2:20"],
  [["a", "b", 1, "c"], false, "2:36"],
  [["a", "b", 1, "c"], true, "2:31"],
  [["d"], false, "3:8"],
])("a value has its line and column in characters: %j", (at, isKey, place) => {
  const { line, column } = placeIn(TEXT, at, isKey);
  expect(`${line}:${column}`).toBe(place);
});

test.each<[JsonPath]>([[["a", "none"]], [["a", "b", 7]], [["a", "é", "x"]], [["a", "b", "c"]], [["a", 0]]])(
  "of what is not there the place is that of what it should be in: %j",
  (at) => {
    expect(placeIn(TEXT, at)).toEqual(placeIn(TEXT, at.slice(0, -1)));
  },
);

test("a text that is not JSON is an error with the line, also for a key that stands twice", () => {
  expect(parseSettingsText('{"a": 1}', "f.json")).toEqual({ a: 1 });
  expect(thrown(() => parseSettingsText('{\n "a": 1,\n}', "f.json"))).toMatchObject({
    ...{ code: "check-config-not-json", path: "f.json", subject: "line 3, column 1" },
  });
  expect(thrown(() => parseSettingsText('{"a": 1, "a": 2}', "f.json"))).toMatchObject({ code: "check-config-not-json" });
  expect(thrown(() => parseSettingsText("", "f.json"))).toMatchObject({ received: "the end of the file" });
});

test("a file is read as UTF-8, with or without a mark in front", () => {
  withScratch((folder) => {
    const file = path.join(folder, "flatcar-check.json");
    fs.writeFileSync(file, "\ufeff{}");
    expect(readSettingsText(file)).toBe("{}");
    fs.writeFileSync(file, Buffer.from([0x7b, 0xff, 0x7d]));
    expect(thrown(() => readSettingsText(file, "f.json"))).toMatchObject({
      code: "check-config-not-json",
      path: "f.json",
      allowed: "UTF-8",
    });
    expect(thrown(() => readSettingsText(folder, "f.json"))).toMatchObject({ code: "check-config-unreadable", received: "EISDIR" });
    expect(thrown(() => readSettingsText(path.join(folder, "none"), "f.json"))).toMatchObject({ received: "ENOENT", path: "f.json" });
  });
});

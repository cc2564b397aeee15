import { expect, test } from "vitest";
import { entryLines } from "../../lib/ignition/entry-lines";

const LISTS = ["storage.files", "storage.links", "systemd.units"];
const lines = (text: string) => Object.fromEntries(entryLines(text, LISTS));

test("an entry is on the line of its bracket", () => {
  const text =
    '{"ignition":{"version":"3.4.0"},\n"storage": {"files": [{"path":"/a"},\n\n  {\n"path":"/é"}, {"path": "/c"}]},\n"systemd": {"units": [\n{}]}}';
  expect(lines(text)).toEqual({ "storage.files.0": 2, "storage.files.1": 4, "storage.files.2": 5, "systemd.units.0": 7 });
});

test("what is in one line is on line one, and carriage returns count for nothing", () => {
  expect(lines('{"systemd":{"units":[{},{}]}}')).toEqual({ "systemd.units.0": 1, "systemd.units.1": 1 });
  expect(lines('{"systemd":\r\n{"units":[\r\n{}]}}')).toEqual({ "systemd.units.0": 3 });
});

test.each(["", "{", "[]", "null", '{"storage":7}', '{"storage":{"files":{"0":{}}}}'])("a text without such lists has none: %j", (text) => {
  expect(lines(text)).toEqual({});
});

import { expect, test } from "vitest";
import { WRITING_LISTS, linesOf, sourceOf, withSource } from "../../lib/pool/config-source";

test("a config is known by itself, not by what is in it", () => {
  const source = { file: "/a.bu", lineOf: () => 1 };
  const config = withSource({ ignition: { version: "3.4.0" } }, source);
  expect(sourceOf(config)).toBe(source);
  expect(sourceOf({ ...config })).toBeUndefined();
});

test("what a config writes is found by the entry of its list", () => {
  const config = {
    storage: { directories: [{ path: "/d" }], files: [{ path: "/e" }, { path: "/f" }], links: [{ path: "/l" }] },
    systemd: { units: [{ name: "a.service" }] },
  };
  const asked: string[] = [];
  const lineOf = linesOf(config, (entry) => asked.push(entry));
  expect(["/f", "/d", "/l", "a.service", "/none"].map(lineOf)).toEqual([1, 2, 3, 4, undefined]);
  expect(asked).toEqual(["storage.files.1", "storage.directories.0", "storage.links.0", "systemd.units.0"]);
  expect(asked.every((entry) => WRITING_LISTS.some((list) => entry.startsWith(`${list}.`)))).toBe(true);
});

import { expect, test } from "vitest";
import { defineVersion } from "../../lib/butane/define-version";
import { inPackage, list, object, plainText, text } from "../../lib/butane/fields";
import { Run } from "../../lib/butane/run";
import { Walk } from "../../lib/butane/walk";
import { IgnitionSpecVersion } from "../../lib/ignition";

const { struct } = inPackage("p");
const LUKS = struct("Luks", plainText("name"), text("label"));
const FILE = struct("File", plainText("path"));
const config = struct("Config", object("storage", struct("Storage", list("files", FILE), list("luks", LUKS))));
const refused = { code: "refused", message: "is refused" };
const version = defineVersion({
  version: "9.9.9",
  config,
  target: IgnitionSpecVersion.V3_4_0,
  rules: { File: ({ path }, walk) => path === "" && walk.error("path", refused) },
  translators: { File: (renamed) => (from, run) => ({ ...renamed(from, run), mode: 1 }) },
  additions: [
    (_, made) => {
      made.systemd = { units: [] };
      made.passwd = { users: [] };
    },
  ],
  refusedOfLuks: { label: refused },
});

test("rules, translators and additions each do their part, and sections are in the order of Ignition", () => {
  const walk = new Walk();
  version.check({ storage: { files: [{ path: "" }] } }, walk);
  expect(walk.reports).toMatchObject([{ path: "storage.files.0.path", code: "refused" }]);
  const made = version.translate({ storage: { files: [{ path: "/a" }] } }, new Run(new Walk(), undefined));
  expect(JSON.stringify(made)).toBe(
    '{"ignition":{"version":"3.4.0"},"passwd":{"users":[]},"storage":{"files":[{"path":"/a","mode":1}]},"systemd":{"units":[]}}',
  );
});

test("what is refused is reported volume by volume", () => {
  const walk = new Walk();
  version.refuse({ storage: { luks: [{ name: "a" }, { name: "b", label: "x" }] } }, walk);
  version.refuse({}, walk);
  expect(walk.reports.map(({ path }) => path)).toEqual(["storage.luks.1.label"]);
});

import { expect, test } from "vitest";
import { IgnitionSpecVersion, checkRules } from "../../lib/ignition";

test("the sections are looked at in the order of Ignition's walk", () => {
  const unit = { name: "a.service", contents: "[Service]\nExecStart=/x" };
  const config = {
    systemd: { units: [unit, { name: "b" }] },
    storage: { files: [{ path: "/etc/systemd/system/a.service" }, { path: "relative" }] },
    ignition: { config: { merge: [{}] } },
  };
  expect(checkRules(config, IgnitionSpecVersion.V3_4_0).map(({ path }) => path)).toEqual([
    "storage.files.0.path",
    "ignition.config.merge.0",
    "storage.files.1.path",
    "systemd.units.1.name",
  ]);
});

test("the rules are those of the version", () => {
  const config = { storage: { files: [{ path: "/a", mode: 0o4755 }] } };
  expect(checkRules(config, IgnitionSpecVersion.V3_5_0)).toMatchObject([{ severity: "warning", code: "mode-special-bits" }]);
  expect(checkRules(config, IgnitionSpecVersion.V3_7_0_EXPERIMENTAL)).toEqual([]);
});

test("what else may be wrong with a config is not looked for", () => {
  expect(checkRules({}, IgnitionSpecVersion.V3_0_0)).toEqual([]);
  expect(checkRules({ storage: { files: [{ path: "/a" }, { path: "/a" }] } }, IgnitionSpecVersion.V3_4_0)).toEqual([]);
});

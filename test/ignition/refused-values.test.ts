import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionSpecVersion } from "../../lib/ignition";
import { refusedValues } from "../../lib/ignition/refused-values";

const { V3_0_0, V3_2_0, V3_3_0, V3_6_0, V3_7_0_EXPERIMENTAL } = IgnitionSpecVersion;
const refused = (config: IgnitionConfig, own: IgnitionSpecVersion, target: IgnitionSpecVersion): string[] =>
  refusedValues(config, own, target).map(({ path, needs }) => `${path} ${needs}`);

test("what the target refuses is told with the first version that takes it", () => {
  const config: IgnitionConfig = {
    storage: {
      files: [{ path: "/a", contents: { source: "gs://b/o" } }],
      luks: [{ name: "l", device: "/dev/a", clevis: { custom: { pin: "new", config: "x" } } }],
    },
  };
  expect(refused(config, V3_7_0_EXPERIMENTAL, V3_0_0)).toEqual([
    "storage.files.0.contents.source 3.2.0",
    "storage.luks.0.clevis.custom.pin 3.6.0",
  ]);
  expect(refused(config, V3_6_0, V3_3_0)).toEqual(["storage.luks.0.clevis.custom.pin 3.6.0"]);
});

test("where no stable version between takes it, the config's own does", () => {
  const config: IgnitionConfig = { storage: { filesystems: [{ device: "/dev/a", format: "none" }] } };
  expect(refused(config, V3_3_0, V3_2_0)).toEqual(["storage.filesystems.0.format 3.3.0"]);
});

test("what the config's own version refuses is no loss", () => {
  expect(refused({ storage: { files: [{ path: "a", contents: { source: "oem:///x" } }] } }, V3_6_0, V3_2_0)).toEqual([]);
});

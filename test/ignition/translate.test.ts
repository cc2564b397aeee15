import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionSpecVersion, lowerTo, translateUp } from "../../lib/ignition";

const { V3_0_0, V3_1_0, V3_2_0, V3_3_0, V3_4_0, V3_5_0, V3_6_0, V3_7_0_EXPERIMENTAL } = IgnitionSpecVersion;
const of = (version: string, rest: IgnitionConfig = {}): IgnitionConfig => ({ ...rest, ignition: { ...rest.ignition, version } });

test("the version is the target's", () => {
  expect(translateUp(of("3.3.0", { ignition: { timeouts: { httpTotal: 1 } } }), V3_4_0)).toEqual({
    ignition: { version: "3.4.0", timeouts: { httpTotal: 1 } },
  });
});

test("a config that names no version is one of the target", () => {
  const storage = { files: [{ path: "/a", mode: 0o4755 }] };
  expect(translateUp({ storage }, V3_6_0)).toEqual({ ignition: { version: "3.6.0" }, storage });
});

test("special bits are masked on the way to 3.6.0, and only there", () => {
  const storage = {
    files: [
      { path: "/a", mode: 0o4755 },
      { path: "/b", mode: 0o644 },
      { path: "/c", mode: 0 },
    ],
    directories: [{ path: "/d", mode: 0o1777 }, { path: "/e" }],
  };
  expect(translateUp(of("3.4.0", { storage }), V3_6_0).storage).toEqual({
    files: [
      { path: "/a", mode: 0o755 },
      { path: "/b", mode: 0o644 },
      { path: "/c", mode: 0 },
    ],
    directories: [{ path: "/d", mode: 0o777 }, { path: "/e" }],
  });
  expect(translateUp(of("3.4.0", { storage }), V3_5_0).storage).toEqual(storage);
  expect(translateUp(of("3.6.0", { storage }), V3_6_0).storage).toEqual(storage);
});

test("strings that could not be absent before 3.3.0 are empty after", () => {
  const storage = {
    links: [{ path: "/l" }, { path: "/m", target: "/x" }],
    raid: [{ name: "r", devices: ["/dev/a"] }],
    luks: [{ name: "l", clevis: { custom: { needsNetwork: true } } }, { name: "m" }],
  };
  expect(translateUp(of("3.2.0", { storage }), V3_3_0).storage).toEqual({
    links: [
      { path: "/l", target: "" },
      { path: "/m", target: "/x" },
    ],
    raid: [{ name: "r", devices: ["/dev/a"], level: "" }],
    luks: [{ name: "l", clevis: { custom: { config: "", needsNetwork: true, pin: "" } } }, { name: "m" }],
  });
  expect(translateUp(of("3.3.0", { storage }), V3_4_0).storage).toEqual(storage);
});

test("the input is not changed", () => {
  const config = of("3.4.0", { storage: { files: [{ path: "/a", mode: 0o4755 }] } });
  translateUp(config, V3_6_0);
  expect(config).toEqual(of("3.4.0", { storage: { files: [{ path: "/a", mode: 0o4755 }] } }));
});

test("up is not down", () => {
  expect(() => translateUp(of("3.4.0"), V3_3_0)).toThrow(
    /received "3\.3\.0"; allowed: 3\.4\.0 or higher; use lowerTo\(\).*\[ignition-translate-down:/,
  );
  expect(() => translateUp(of("2.0.0"), V3_3_0)).toThrow(/\[ignition-version-legacy:/);
});

test("a config is lowered where nothing newer is in it, empty things aside", () => {
  const storage = { files: [{ path: "/a", mode: 0o644 }] };
  const rest: IgnitionConfig = { storage: { ...storage, luks: [] }, kernelArguments: { shouldExist: [] } };
  expect(lowerTo(of("3.5.0", rest), V3_0_0)).toEqual(of("3.0.0", { storage }));
  expect(lowerTo(rest, V3_1_0)).toEqual(of("3.1.0", { storage }));
  expect(lowerTo(of("3.5.0", rest), V3_4_0)).toEqual(of("3.4.0", rest));
});

test("lowering to a version that is higher translates up", () => {
  expect(lowerTo(of("3.3.0", { storage: { files: [{ path: "/a", mode: 0o4755 }] } }), V3_6_0).storage?.files).toEqual([
    { path: "/a", mode: 0o755 },
  ]);
});

test("fields that the lower version does not have are all named", () => {
  const config = of("3.5.0", {
    kernelArguments: { shouldExist: ["a"] },
    storage: { luks: [{ name: "l", device: "/dev/a", discard: true, cex: { enabled: false } }] },
  });
  expect(() => lowerTo(config, V3_3_0)).toThrow(
    /received \["storage\.luks\.0\.cex \(since 3\.5\.0\)","storage\.luks\.0\.discard \(since 3\.4\.0\)"\]; .* reads spec 3\.5\.0 \[ignition-spec-too-new:/,
  );
  expect(() => lowerTo(config, V3_2_0)).toThrow(/"kernelArguments \(since 3\.3\.0\)"/);
  expect(() => lowerTo(config, V3_1_0)).toThrow(/"storage\.luks \(since 3\.2\.0\)"/);
});

test("a reference is compressed since 3.1.0, the contents of a file since 3.0.0", () => {
  const compressed = { compression: "gzip", source: "http://x" };
  expect(() => lowerTo(of("3.4.0", { storage: { files: [{ path: "/a", contents: compressed }] } }), V3_0_0)).not.toThrow();
  expect(() => lowerTo(of("3.4.0", { ignition: { config: { replace: compressed } } }), V3_0_0)).toThrow(
    /"ignition\.config\.replace\.compression \(since 3\.1\.0\)"/,
  );
});

test("3.6.0 and the experimental version mean the same", () => {
  const storage = { files: [{ path: "/a", mode: 0o4755 }] };
  expect(translateUp(of("3.6.0", { storage }), V3_7_0_EXPERIMENTAL)).toEqual(of("3.7.0-experimental", { storage }));
  expect(translateUp(of("3.5.0", { storage }), V3_7_0_EXPERIMENTAL).storage?.files).toEqual([{ path: "/a", mode: 0o755 }]);
  expect(lowerTo(of("3.7.0-experimental", { storage }), V3_6_0)).toEqual(of("3.6.0", { storage }));
  expect(() => lowerTo(of("3.7.0-experimental", { storage }), V3_5_0)).toThrow(/"storage\.files\.0\.mode \(since 3\.6\.0\)"/);
});

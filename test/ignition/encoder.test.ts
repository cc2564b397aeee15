import fc from "fast-check";
import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionEncoder, encodeIgnition } from "../../lib/ignition";
import { config as arbitraryConfig } from "./arbitrary";

const UNIT = { name: "a.service", enabled: true, contents: "[Install]\nWantedBy=multi-user.target\n" };
const FILE = { path: "/etc/a", mode: 0, contents: { source: "" } };

function outcome(encode: () => string): unknown {
  try {
    return encode();
  } catch (e) {
    return String(e);
  }
}

test("it writes every config as encodeIgnition does, also at a second time", () => {
  const encoder = new IgnitionEncoder();
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      const expected = outcome(() => encodeIgnition(config));
      for (let i = 0; i < 2; i++) expect(outcome(() => encoder.encode(config))).toEqual(expected);
    }),
  );
});

test("configs with entries in common get each its own text", () => {
  const encoder = new IgnitionEncoder();
  const of = (path: string): IgnitionConfig => ({
    systemd: { units: [UNIT] },
    storage: { files: [{ ...FILE, path }, FILE] },
    ignition: { version: "3.4.0" },
  });
  for (const path of ["/etc/b", "/etc/c"]) expect(encoder.encode(of(path))).toBe(encodeIgnition(of(path)));
});

test("the same entry is written by the version that a config names", () => {
  const encoder = new IgnitionEncoder();
  const luks = [{ name: "data", device: "/dev/sdb", discard: true }];
  const of = (version: string): IgnitionConfig => ({ ignition: { version }, storage: { luks } });
  expect(encoder.encode(of("3.4.0"))).toBe(encodeIgnition(of("3.4.0")));
  expect(() => encoder.encode(of("3.3.0"))).toThrow("storage.luks.0.discard");
});

test.each<[string, object, string]>([
  ["no version", { storage: { files: [FILE] } }, "ignition.version"],
  ["a key of no section", { ignition: { version: "3.4.0" }, extra: 1 }, "extra"],
  ["a section that is none", { ignition: { version: "3.4.0" }, storage: 1 }, "storage"],
  ["a key that a section has not", { ignition: { version: "3.4.0" }, storage: { extra: [] } }, "storage.extra"],
  ["a list that is none", { ignition: { version: "3.4.0" }, storage: { files: {} } }, "storage.files"],
  ["an entry that is none", { ignition: { version: "3.4.0" }, storage: { files: [FILE, 1] } }, "storage.files.1"],
  ["a field of an entry", { ignition: { version: "3.4.0" }, systemd: { units: [UNIT, { name: 1 }] } }, "systemd.units.1.name"],
])("%s is the error of the whole config, with its place", (_, config, place) => {
  const encoder = new IgnitionEncoder();
  const expected = outcome(() => encodeIgnition(config as IgnitionConfig));
  expect(outcome(() => encoder.encode(config as IgnitionConfig))).toBe(expected);
  expect(expected).toContain(place);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { IgnitionConfig, encodeIgnition, normaliseIgnition } from "../../lib/ignition";
import { config, shuffled } from "./arbitrary";

const VERSION = { ignition: { version: "3.4.0" } };

test("the smallest config", () => {
  expect(encodeIgnition(VERSION)).toBe('{"ignition":{"version":"3.4.0"}}');
});

test("keys come in Ignition's order, without spaces", () => {
  const value: IgnitionConfig = {
    systemd: {
      units: [{ name: "a.service", mask: true, enabled: false, dropins: [{ name: "x.conf", contents: "" }], contents: "[Unit]" }],
    },
    storage: {
      files: [
        {
          mode: 420,
          contents: { verification: { hash: `sha512-${"0".repeat(128)}` }, source: "data:,x", compression: "" },
          path: "/a",
          user: { name: "core" },
        },
      ],
      disks: [{ wipeTable: true, partitions: [{ startMiB: 0, number: 1, label: "x" }], device: "/dev/a" }],
    },
    ignition: { version: "3.4.0", timeouts: { httpTotal: 0 } },
  };
  expect(encodeIgnition(value)).toBe(
    `{"ignition":{"timeouts":{"httpTotal":0},"version":"3.4.0"},` +
      `"storage":{"disks":[{"device":"/dev/a","partitions":[{"label":"x","number":1,"startMiB":0}],"wipeTable":true}],` +
      `"files":[{"path":"/a","user":{"name":"core"},"contents":{"compression":"","source":"data:,x","verification":{"hash":"sha512-${"0".repeat(128)}"}},"mode":420}]},` +
      `"systemd":{"units":[{"contents":"[Unit]","dropins":[{"contents":"","name":"x.conf"}],"enabled":false,"mask":true,"name":"a.service"}]}}`,
  );
});

test("the order of the input's keys changes nothing", () => {
  fc.assert(
    fc.property(config, fc.infiniteStream(fc.nat()), (value, numbers) => {
      const other = shuffled(value, (n) => numbers.next().value % n) as IgnitionConfig;
      expect(encodeIgnition(other)).toBe(encodeIgnition(value));
    }),
  );
});

test("what is empty but means something is kept", () => {
  const value: IgnitionConfig = {
    ...VERSION,
    passwd: { users: [{ name: "core", uid: 0, gecos: "", system: false }] },
    storage: {
      files: [{ path: "/a", mode: 0, overwrite: false, contents: { source: "" }, append: [{}] }],
      disks: [{ device: "/dev/a", partitions: [{ label: "", sizeMiB: 0 }] }],
    },
    systemd: { units: [{ name: "a.service", contents: "", enabled: false }] },
  };
  expect(normaliseIgnition(value)).toEqual(value);
});

test("what is empty and means nothing is dropped", () => {
  const value: IgnitionConfig = {
    ignition: { version: "3.4.0", config: { merge: [], replace: { verification: {} } }, security: { tls: {} } },
    kernelArguments: { shouldExist: [], shouldNotExist: [] },
    passwd: {},
    storage: {
      files: [{ path: "/a", user: {}, contents: { httpHeaders: [], verification: {} }, append: [] }],
      disks: [{ device: "/dev/a", partitions: [{ number: 0, label: "x" }] }],
    },
  };
  expect(normaliseIgnition(value)).toEqual({
    ...VERSION,
    storage: { files: [{ path: "/a" }], disks: [{ device: "/dev/a", partitions: [{ label: "x" }] }] },
  });
});

test("normalising twice is normalising once", () => {
  fc.assert(
    fc.property(config, (value) => {
      const once = normaliseIgnition(value);
      expect(normaliseIgnition(once)).toEqual(once);
    }),
  );
});

test("special characters are escaped as JSON needs it and no further", () => {
  const value = { ...VERSION, passwd: { users: [{ name: "core", gecos: 'a"\\\n\u0001<&>é😀${TfToken[TOKEN.1]}' }] } };
  expect(encodeIgnition(value)).toContain('"gecos":"a\\"\\\\\\n\\u0001<&>é😀${TfToken[TOKEN.1]}"');
});

test("a config without a version is not encoded", () => {
  expect(() => encodeIgnition({})).toThrow(/\[ignition-version-unsupported:/);
  expect(() => encodeIgnition({ ignition: { version: "2.0.0" } })).toThrow(/\[ignition-version-legacy:/);
});

test("keys that would be lost and values of wrong types are not encoded", () => {
  const value = JSON.parse('{"ignition":{"version":"3.4.0"},"networkd":{},"storage":{"files":{}}}');
  expect(() => encodeIgnition(value)).toThrow(
    /with 2 problems: storage\.files: must be a list, not an object; networkd: unused key.*\[ignition-invalid:/,
  );
});

test("the rules of contents are not the encoder's", () => {
  expect(encodeIgnition({ ...VERSION, systemd: { units: [{ name: "no extension" }] } })).toContain("no extension");
});

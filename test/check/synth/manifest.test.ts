import { expect, test } from "vitest";
import { READ_MANIFEST_VERSION, isPool } from "../../../lib/check/synth/manifest";
import { MANIFEST_VERSION } from "../../../lib/pool/manifest";
import { CONFIG, NODE, groupPool, namedPool } from "../manifests";

test("the form that is read is the one that pools write", () => {
  expect(READ_MANIFEST_VERSION).toBe(MANIFEST_VERSION);
});

test("a pool is told by what is read of it", () => {
  expect([namedPool(), groupPool()].every(isPool)).toBe(true);
});

test.each([
  [null],
  [[]],
  [{ ...namedPool(), kind: "other" }],
  [{ ...namedPool(), name: 1 }],
  [{ ...namedPool(), platform: undefined }],
  [{ ...namedPool(), release: undefined }],
  [{ ...namedPool(), release: { channel: "stable" } }],
  [{ ...namedPool(), release: { channel: "stable", version: "4593.2.5", ignition: 2 } }],
  [{ ...namedPool(), update: {} }],
  [{ ...namedPool(), machineConfig: [{}] }],
  [{ ...namedPool(), nodes: undefined }],
  [{ ...namedPool(), nodes: { a: null } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, config: undefined } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, config: { ...CONFIG, address: 1 } } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, config: { ...CONFIG, bytes: "7" } } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, machine: 1 } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, resources: [1] } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, release: {} } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, served: 1 } } }],
  [{ ...namedPool(), nodes: { a: { ...NODE, poolMachineConfig: { 0: null } } } }],
  [{ ...groupPool(), config: undefined }],
  [{ ...groupPool(), capacity: 3 }],
  [{ ...groupPool(), group: undefined }],
  [{ ...groupPool(), resources: "t.n" }],
])("what something else wrote is no pool: %j", (value) => {
  expect(isPool(value)).toBe(false);
});

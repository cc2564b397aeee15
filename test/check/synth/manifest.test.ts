import { expect, test } from "vitest";
import { READ_MANIFEST_VERSION, isPool } from "../../../lib/check/synth/manifest";
import { MANIFEST_VERSION } from "../../../lib/pool/manifest";

const config = { address: "a.b", attribute: "c", encoding: "plain", bytes: 1, exact: true };
const POOL = { name: "db", release: { channel: "stable", version: "4593.2.5" }, nodes: { a: { config } } };

test("the form that is read is the one that pools write", () => {
  expect(READ_MANIFEST_VERSION).toBe(MANIFEST_VERSION);
});

test("a pool is told by what is read of it", () => {
  expect(isPool(POOL)).toBe(true);
  expect(isPool({ ...POOL, nodes: undefined, config })).toBe(true);
});

test.each([
  [null],
  [[]],
  [{ ...POOL, name: 1 }],
  [{ ...POOL, release: undefined }],
  [{ ...POOL, nodes: { a: null } }],
  [{ ...POOL, nodes: { a: {} } }],
  [{ ...POOL, nodes: { a: { config: { ...config, address: 1 } } } }],
  [{ ...POOL, nodes: { a: { config, poolMachineConfig: { 0: null } } } }],
  [{ ...POOL, nodes: undefined, config: { ...config, attribute: null } }],
  [{ ...POOL, machineConfig: [{}] }],
])("what something else wrote is no pool: %j", (value) => {
  expect(isPool(value)).toBe(false);
});

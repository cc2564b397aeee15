import { Construct } from "constructs";
import { expect, test } from "vitest";
import { MachineConfig } from "../../lib/pool/machine-config";
import { addressesBelow, manifestRelease, plainAddress } from "../../lib/pool/node-pool-base";
import { FlatcarLock } from "../../lib/release";
import { scratchStack, thrown } from "../support";
import { RELEASE, TestGroup, TestPool, TestResource } from "./test-pool";

test("an address is the type and the id, also one that is the user's own", () => {
  const stack = scratchStack();
  expect(plainAddress(new TestResource(stack, "One"))).toBe("terraform_data.One");
  const other = new TestResource(stack, "Other");
  other.overrideLogicalId("mine");
  expect(plainAddress(other)).toBe("terraform_data.mine");
});

test("the addresses below a construct are those of its resources, however deep", () => {
  const stack = scratchStack();
  new TestResource(stack, "Outside");
  const home = new Construct(stack, "home");
  new TestResource(home, "One");
  new TestResource(new Construct(home, "deep"), "Two");
  expect(addressesBelow(home).map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
    "terraform_data.home_One",
    "terraform_data.home_deep_Two",
  ]);
});

test("a release has a name in the manifest where it comes from a lock", () => {
  expect(manifestRelease(RELEASE)).toEqual({ channel: "stable", version: "4593.2.5", ignition: "2.24.0" });
  const locked = { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: {} } };
  const lock = FlatcarLock.parse(JSON.stringify({ lockVersion: 1, releases: { prod: locked } }), "/flatcar.lock.json");
  expect(manifestRelease(lock.release("prod"))).toMatchObject({ name: "prod" });
});

test.each([0, -1, 1.5, 10_001])("a limit of %d bytes under a platform's 10,000 is refused, for both kinds of pools", (userDataLimit) => {
  const props = { userDataLimit, platformUserDataLimit: 10_000 };
  for (const make of [() => new TestPool(scratchStack(), "a", props), () => new TestGroup(scratchStack(), "a", props)]) {
    expect(thrown(make)).toMatchObject({ code: "user-data-limit", path: "stack/a", received: userDataLimit });
  }
});

test("what is wrong with a Butane config is an error of the pool, and what is odd a warning at it", () => {
  const text = (files: string): string => `variant: flatcar\nversion: 1.1.0\nstorage: {files: [${files}]}\n`;
  const stack = scratchStack();
  expect(thrown(() => new TestPool(stack, "bad", { machineConfig: [MachineConfig.butane(text("{path: a}"))] }))).toMatchObject({
    code: "butane-invalid",
    path: "stack/bad",
  });
  const odd = new TestPool(stack, "odd", { nodes: { b: {} }, machineConfig: [MachineConfig.butane(text("{path: /a, mode: 444}"))] });
  expect(odd.node.metadata.map(({ data }) => String(data))).toEqual([expect.stringContaining("butane-warning")]);
});

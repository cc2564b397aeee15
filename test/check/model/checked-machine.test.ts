import { expect, test } from "vitest";
import { CheckedMachine } from "../../../lib/check/model/checked-machine";
import { IgnitionConfig, dataUrl, encodeIgnition, wrapGzip } from "../../../lib/ignition";
import { NODE, stackOf } from "../manifests";

const PLACE = { address: "t.n", attribute: "d", encoding: "plain" } as const;

/** A machine whose config stands in a resource. */
function machine(d: unknown, props: object = {}): CheckedMachine {
  const stack = stackOf({ resources: { t: { n: { d } } } });
  return new CheckedMachine(stack, { name: "a", address: "t.n", resources: ["t.n"], place: PLACE, ...props });
}

const VERSION = { version: "3.4.0" };
const CONFIG: IgnitionConfig = { ignition: VERSION, storage: { files: [{ path: "/a", contents: { source: "data:,a" } }] } };

test("it has what it is made with", () => {
  const release = { channel: "stable", version: "4593.2.5" };
  const made = machine("{}", { release, node: NODE });
  expect(made).toMatchObject({ name: "a", address: "t.n", resources: ["t.n"], release, node: NODE, place: PLACE });
  expect(machine("{}")).toMatchObject({ release: undefined, node: undefined });
});

test("a config that stands alone is the same written and rendered", () => {
  const { config, written, fault } = machine(encodeIgnition(CONFIG));
  expect({ config, written, fault }).toEqual({ config: CONFIG, written: CONFIG, fault: undefined });
});

test("the wrapper of a pool is taken off both", () => {
  const { config, written } = machine(wrapGzip(encodeIgnition(CONFIG), "3.4.0"));
  expect([config, written]).toEqual([CONFIG, CONFIG]);
});

test("configs in it are put in where it is rendered, and stand where they were as it is written", () => {
  const merge = [{ source: dataUrl(encodeIgnition({ ignition: VERSION, storage: { files: [{ path: "/b" }] } })) }];
  const { config, written } = machine(encodeIgnition({ ...CONFIG, ignition: { ...VERSION, config: { merge } } }));
  expect(config?.storage?.files?.map(({ path }) => path)).toEqual(["/a", "/b"]);
  expect(config?.ignition?.config).toBeUndefined();
  expect(written?.ignition?.config?.merge).toEqual(merge);
});

test("what is fetched stays a reference", () => {
  const merge = [{ source: "https://a.example/base.ign" }];
  const { config, fault } = machine(encodeIgnition({ ...CONFIG, ignition: { ...VERSION, config: { merge } } }));
  expect(config).toMatchObject({ ignition: { config: { merge } }, storage: CONFIG.storage });
  expect(fault).toBeUndefined();
});

test.each([["#!/bin/sh\n"], ["${data.ct_config.a.rendered}"], [7], [undefined]])("%j is no config, and it is told why", (value) => {
  const { config, written, fault } = machine(value);
  expect({ config, written }).toEqual({ config: undefined, written: undefined });
  expect(fault).toBe("x: t.n.d: the machine config that the stack's manifest says is there (synth-unreadable)");
});

test("a config that cannot be rendered is there as it is written", () => {
  const merge = [{ source: "data:,no%20config" }];
  const { config, written, fault } = machine(encodeIgnition({ ignition: { ...VERSION, config: { merge } } }));
  expect(config).toBeUndefined();
  expect(written?.ignition?.config?.merge).toEqual(merge);
  expect(fault).toMatch(/\(ignition-source-invalid\)$/);
});

test("a machine without a place has neither a config nor a fault", () => {
  const { config, written, fault } = machine("{}", { place: undefined });
  expect({ config, written, fault }).toEqual({ config: undefined, written: undefined, fault: undefined });
});

test("it is read once, and not before it is asked for", () => {
  let reads = 0;
  const resource = {
    get d(): string {
      reads++;
      return encodeIgnition(CONFIG);
    },
  };
  const made = new CheckedMachine(stackOf({ resources: { t: { n: resource } } }), {
    name: "a",
    address: "t.n",
    resources: [],
    place: PLACE,
  });
  expect(reads).toBe(0);
  expect([made.config, made.written, made.fault]).toEqual([CONFIG, CONFIG, undefined]);
  expect(reads).toBe(1);
});

import { expect, test, vi } from "vitest";
import { configDiffs, poolDiffs } from "../../../lib/check/model/config-diff";
import { Reach } from "../../../lib/check/model/reach";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { IgnitionConfig, diffIgnition, encodeIgnition, wrapGzip } from "../../../lib/ignition";
import { Configs, checked, configOf, fileOf, foreignStack, noteOf, poolStack } from "../config-stacks";
import { stackOf } from "../manifests";

vi.mock(import("../../../lib/ignition"), async (original) => {
  const actual = await original();
  return { ...actual, diffIgnition: vi.fn(actual.diffIgnition) };
});

const machine = (name: string, note: string): IgnitionConfig =>
  configOf({ storage: { files: [fileOf("/etc/hostname", name), fileOf("/etc/note", note)] } });

/** `a b: /etc/note`, for each group of machines that change alike. */
function diffs(after: SynthesisedStack, before?: SynthesisedStack | null): string[] {
  return configDiffs(checked(after, before)).map(
    ({ machines, diff }) => `${machines.join(" ")}: ${diff.changes.map(({ name }) => name).join(" ")}`,
  );
}

test("machines whose configs change alike are one group, whatever they are called", () => {
  const before = poolStack({ a: machine("a", "1"), b: machine("b", "1"), c: machine("c", "1") });
  const after = poolStack({ a: machine("a", "2"), b: machine("b", "3"), c: machine("c", "2") });
  expect(diffs(after, before)).toEqual(["a c: /etc/note", "b: /etc/note"]);
});

test("what is written otherwise and means the same is no change", () => {
  const before = poolStack({ a: noteOf("1") });
  const written = (text: string) => ({ ...before, resources: { hcloud_server: { a: { user_data: text } } } });
  expect(diffs(written(JSON.stringify(noteOf("1"), null, 2)), before)).toEqual([]);
  expect(diffs(written(wrapGzip(encodeIgnition(noteOf("1")), "3.4.0")), before)).toEqual([]);
  expect(diffs(written(JSON.stringify(noteOf("2"))), before)).toEqual(["a: /etc/note"]);
});

test("machines and pools that are new or gone are not compared", () => {
  expect(diffs(poolStack({ a: noteOf("1"), b: noteOf("2") }), poolStack({ a: noteOf("1"), c: noteOf("3") }))).toEqual([]);
  expect(diffs(poolStack({ a: noteOf("1") }), stackOf())).toEqual([]);
  expect(diffs(poolStack({ a: noteOf("1") }), null)).toEqual([]);
  expect(diffs(poolStack({ a: noteOf("1") }))).toEqual([]);
});

test("a value of a local counts, though the text that refers to it is the same", () => {
  const stack = (note: string) => ({
    ...poolStack({ a: noteOf("x") }),
    resources: { hcloud_server: { a: { user_data: "${local.config}" } } },
    locals: { config: JSON.stringify(noteOf(note)) },
  });
  expect(diffs(stack("2"), stack("1"))).toEqual(["a: /etc/note"]);
  expect(diffs(stack("1"), stack("1"))).toEqual([]);
});

test("the same text in another encoding is another config", () => {
  const stack = (encoding: "plain" | "base64", text: string) => {
    const { pools } = poolStack({ a: noteOf("1") });
    const { nodes = {} } = pools["x/db"];
    const node = { ...nodes.a, config: { ...nodes.a.config, encoding } };
    return stackOf({
      resources: { hcloud_server: { a: { user_data: text } } },
      pools: { "x/db": { ...pools["x/db"], nodes: { a: node } } },
    });
  };
  const text = JSON.stringify(noteOf("1"));
  const encoded = Buffer.from(text).toString("base64");
  expect(diffs(stack("base64", encoded), stack("plain", text))).toEqual([]);
  // It cannot be read on one side, so there is nothing to compare.
  expect(diffs(stack("base64", encoded), stack("plain", encoded))).toEqual([]);
  expect(diffs(stack("base64", Buffer.from(JSON.stringify(noteOf("2"))).toString("base64")), stack("plain", text))).toEqual([
    "a: /etc/note",
  ]);
});

test("how it reaches the machines is told, and makes groups of its own", () => {
  const stack = (note: string, generation: number) => {
    const made = poolStack({ a: noteOf(note), b: noteOf(note) }, { onConfigChange: "new-nodes-only" });
    const pool = made.pools["x/db"];
    const { nodes = {} } = pool;
    return stackOf({ resources: made.resources, pools: { "x/db": { ...pool, nodes: { ...nodes, a: { ...nodes.a, generation } } } } });
  };
  const found = configDiffs(checked(stack("2", 2), stack("1", 1)));
  expect(found.map(({ stack: name, pool, machines, reach, onlyNewMachines }) => [name, pool, machines, reach, onlyNewMachines])).toEqual([
    ["x", "x/db", ["a"], Reach.REPLACEMENT, false],
    ["x", "x/db", ["b"], Reach.NEW_MACHINES, true],
  ]);
});

test("of machines that no pool made the address is told", () => {
  const stack = (note: string) =>
    foreignStack({ hcloud_server: { a: { user_data: JSON.stringify(noteOf(note)) }, b: { user_data: "#!/bin/sh" } } });
  const [found, ...others] = configDiffs(checked(stack("2"), stack("1")));
  expect([found.pool, found.machines, others]).toEqual(["hcloud_server.a", ["hcloud_server.a"], []]);
});

test("secrets are masked, though most of the configs is left out of what is compared", () => {
  const secret = (text: string): IgnitionConfig =>
    configOf({ passwd: { users: [{ name: "core" }, { name: "ops", passwordHash: `$6$salt$${text.repeat(43)}` }] } });
  const json = JSON.stringify(configDiffs(checked(poolStack({ a: secret("b") }), poolStack({ a: secret("a") }))));
  expect(json).toContain("passwordHash");
  expect(json).not.toContain("aaaaaaaa");
  expect(json).not.toContain("bbbbbbbb");
});

test("the pool is the one of the stack as it is now", () => {
  const stack = checked(poolStack({ a: noteOf("2") }), poolStack({ a: noteOf("1") }, {}, { path: "x/old/db" }));
  expect(poolDiffs(stack)[0].pool).toBe(stack.pools[0]);
});

test("what is the same for many machines is compared once", () => {
  const names = Array.from({ length: 50 }, (_, i) => `m${i}`);
  const configs = (note: string): Configs => Object.fromEntries(names.map((name) => [name, machine(name, note)]));
  vi.mocked(diffIgnition).mockClear();
  expect(configDiffs(checked(poolStack(configs("2")), poolStack(configs("1")))).map(({ machines }) => machines)).toEqual([names]);
  expect(diffIgnition).toHaveBeenCalledTimes(1);
});

test("nothing is read of a config that is the same text", () => {
  const stack = checked(poolStack({ a: noteOf("1") }), poolStack({ a: noteOf("1") }));
  const read = vi.spyOn(stack.pools[0].machines[0], "config", "get");
  expect(configDiffs(stack)).toEqual([]);
  expect(read).not.toHaveBeenCalled();
});

test.each(["2.3.0", "3.9.0", "3.7.0-experimental", "${var.version}"])(
  "configs of spec %s, which is not known here, are compared all the same",
  (version) => {
    const of = (note: string, spec: string) => poolStack({ a: { ...noteOf(note), ignition: { version: spec } } });
    expect(diffs(of("2", version), of("1", version))).toEqual(["a: /etc/note"]);
    // The section itself has no name.
    expect(diffs(of("1", version), of("1", "3.4.0"))).toEqual(["a: "]);
  },
);

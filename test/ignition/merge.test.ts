import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IgnitionConfig, IgnitionSpecVersion, encodeIgnition, mergeIgnition, normaliseIgnition, translateUp } from "../../lib/ignition";
import { CONFIG, Struct, StructSpec, isStruct, keyOf } from "../../lib/ignition/schema";
import { config } from "./arbitrary";

interface Recorded {
  readonly name: string;
  readonly parent: IgnitionConfig;
  readonly child: IgnitionConfig;
  readonly result: IgnitionConfig;
}

const recorded: readonly Recorded[] = JSON.parse(fs.readFileSync(path.join(__dirname, "../vectors/ignition/merge.json"), "utf8"));
const up = (value: IgnitionConfig): IgnitionConfig => translateUp(value, IgnitionSpecVersion.V3_6_0);
const withFiles = (...files: NonNullable<NonNullable<IgnitionConfig["storage"]>["files"]>): IgnitionConfig => ({
  ignition: { version: "3.4.0" },
  storage: { files },
});

describe("merged as Ignition merged it:", () => {
  test.each(recorded)("$name", ({ parent, child, result }) => {
    expect(normaliseIgnition(up(mergeIgnition(parent, child)))).toEqual(normaliseIgnition(result));
  });
});

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

test("merging with nothing changes nothing, on either side", () => {
  fc.assert(
    fc.property(
      config,
      fc.constantFrom<IgnitionConfig>({}, { ignition: { version: "3.4.0" } }, { storage: {}, systemd: { units: [] } }),
      (value, nothing) => {
        expect(normaliseIgnition(mergeIgnition(value, nothing))).toEqual(normaliseIgnition(value));
        expect(normaliseIgnition(mergeIgnition(nothing, value))).toEqual(normaliseIgnition(value));
      },
    ),
  );
});

test("the inputs are not changed", () => {
  fc.assert(
    fc.property(config, config, (parent, child) => {
      frozen(parent);
      frozen(child);
      expect(() => mergeIgnition(parent, child)).not.toThrow();
    }),
  );
});

test("every scalar of the child is in the result", () => {
  fc.assert(
    fc.property(config, config, (parent, child) => {
      expectWithin(CONFIG, normaliseIgnition(child), normaliseIgnition(mergeIgnition(parent, child)));
    }),
  );
});

/** Checks that each scalar of `part` is in `whole`, entries of lists being found by key. */
function expectWithin(spec: StructSpec, part: unknown, whole: unknown): void {
  if (!isStruct(part) || !isStruct(whole)) throw new Error("not an object");
  for (const field of spec.fields) {
    const expected = part[field.name];
    const found = whole[field.name];
    if (expected === undefined) continue;
    if (field.kind === "struct") expectWithin(field.struct, expected, found);
    else if (field.kind === "strings") expect(found).toEqual(expect.arrayContaining(expected as unknown[]));
    else if (field.kind === "structs" && field.exempt)
      expect((found as unknown[]).slice(-(expected as unknown[]).length)).toEqual(expected);
    else if (field.kind === "structs") {
      for (const entry of expected as Struct[]) {
        const matches = (found as Struct[]).filter((other) => keyOf(field, other) === keyOf(field, entry));
        expect(matches).toHaveLength(1);
        expectWithin(field.struct, entry, matches[0]);
      }
    } else expect(found).toEqual(expected);
  }
}

test("the parent's order is kept, and the child's new entries follow in its order", () => {
  const names = fc.shuffledSubarray(["/a", "/b", "/c", "/d", "/e", "/f"]);
  fc.assert(
    fc.property(names, names, (ours, theirs) => {
      const merged = mergeIgnition(withFiles(...ours.map((p) => ({ path: p }))), withFiles(...theirs.map((p) => ({ path: p }))));
      expect((merged.storage?.files ?? []).map((file) => file.path)).toEqual([...ours, ...theirs.filter((p) => !ours.includes(p))]);
    }),
  );
});

const APPENDED = new Set(["append", "options", "mountOptions"]);

/** One kind of node for each path, and one list for each kernel argument: where a key changes its list, merging is not associative. */
function settled(value: IgnitionConfig): IgnitionConfig {
  const { storage, kernelArguments, ...rest } = value;
  const { directories: _directories, links: _links, ...kept } = storage ?? {};
  return { ...rest, storage: kept, kernelArguments: { shouldExist: kernelArguments?.shouldExist } };
}

test("merging is associative where no key changes its list", () => {
  fc.assert(
    fc.property(config, config, config, (one, two, three) => {
      const [a, b, c] = [settled(one), settled(two), settled(three)];
      expect(normaliseIgnition(mergeIgnition(mergeIgnition(a, b), c))).toEqual(normaliseIgnition(mergeIgnition(a, mergeIgnition(b, c))));
    }),
  );
});

test("merging a config with itself changes nothing, but for lists that are appended", () => {
  fc.assert(
    fc.property(config, (value) => {
      const once = JSON.parse(JSON.stringify(value), (key, entry) => (APPENDED.has(key) && Array.isArray(entry) ? undefined : entry));
      expect(normaliseIgnition(mergeIgnition(once, once))).toEqual(normaliseIgnition(once));
    }),
  );
});

test("what the child does not touch is shared, not copied", () => {
  const parent: IgnitionConfig = { ...withFiles({ path: "/a" }, { path: "/b" }), systemd: { units: [{ name: "a.service" }] } };
  const merged = mergeIgnition(parent, withFiles({ path: "/b", mode: 1 }));
  expect(merged.systemd).toBe(parent.systemd);
  expect(merged.storage?.files?.[0]).toBe(parent.storage?.files?.[0]);
});

test("a version is taken from where it is", () => {
  expect(mergeIgnition({ ignition: { version: "3.4.0" } }, { systemd: {} }).ignition).toEqual({ version: "3.4.0" });
  expect(mergeIgnition({ systemd: {} }, { ignition: { version: "3.4.0" } }).ignition).toEqual({ version: "3.4.0" });
});

test("of two versions the higher one is taken", () => {
  expect(mergeIgnition({ ignition: { version: "3.5.0" } }, { ignition: { version: "3.3.0" } }).ignition?.version).toBe("3.5.0");
  expect(mergeIgnition({ ignition: { version: "3.1.0" } }, { ignition: { version: "3.3.0" } }).ignition?.version).toBe("3.3.0");
  expect(() => mergeIgnition({ ignition: { version: "3.1.0" } }, { ignition: { version: "2.1.0" } })).toThrow(/\[ignition-version-legacy:/);
});

test("keys of no version are not lost, so that encoding refuses them", () => {
  const parent = JSON.parse(
    '{"ignition":{"version":"3.4.0"},"networkd":{"units":[]},"storage":{"files":[{"path":"/a","filesystem":"root"}]}}',
  );
  expect(() => encodeIgnition(mergeIgnition(parent, withFiles({ path: "/a", mode: 1 })))).toThrow(
    /unused key filesystem.*unused key networkd/,
  );
});

test("ten thousand nodes on one base take seconds, not minutes", () => {
  const base = mergeIgnition(
    withFiles(
      ...Array.from({ length: 40 }, (_, i) => ({ path: `/etc/base/${i}`, mode: 420, contents: { source: `data:,${"x".repeat(100)}` } })),
    ),
    { systemd: { units: Array.from({ length: 10 }, (_, i) => ({ name: `u${i}.service`, enabled: true })) } },
  );
  const start = process.hrtime.bigint();
  for (let i = 0; i < 10_000; i++) mergeIgnition(base, withFiles({ path: "/etc/hostname", contents: { source: `data:,node-${i}` } }));
  expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(5);
});

test("the time to merge grows with the size, not with its square", () => {
  const many = (n: number, from: number): IgnitionConfig => withFiles(...Array.from({ length: n }, (_, i) => ({ path: `/f/${from + i}` })));
  const start = process.hrtime.bigint();
  expect(mergeIgnition(many(50_000, 0), many(50_000, 25_000)).storage?.files).toHaveLength(75_000);
  expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(5);
});

test("a key __proto__ is carried along as any other that means nothing, and lends the result nothing", () => {
  const odd = JSON.parse('{"ignition":{"version":"3.4.0"},"__proto__":{"storage":{"files":[{"path":"/a"}]}}}') as IgnitionConfig;
  const plain: IgnitionConfig = { ignition: { version: "3.4.0" }, systemd: { units: [{ name: "a.service" }] } };
  for (const merged of [mergeIgnition(odd, plain), mergeIgnition(plain, odd)]) {
    expect(merged.storage).toBeUndefined();
    expect(() => encodeIgnition(merged)).toThrow(/unused key __proto__/);
  }
});

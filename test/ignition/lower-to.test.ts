import fc from "fast-check";
import { expect, test } from "vitest";
import { FlatcarError } from "../../lib/errors";
import {
  IgnitionConfig,
  IgnitionSpecVersion,
  encodeIgnition,
  lowerTo,
  mergeIgnition,
  normaliseIgnition,
  translateUp,
  validateIgnition,
} from "../../lib/ignition";
import { config } from "./arbitrary";

const { V3_7_0_EXPERIMENTAL, V3_2_0, V3_3_0 } = IgnitionSpecVersion;
const VERSIONS = [...IgnitionSpecVersion.ALL, V3_7_0_EXPERIMENTAL];

/** Something that a spec version brought: https://coreos.github.io/ignition/migrating-configs/ */
const NEWS: readonly IgnitionConfig[] = [
  { storage: { files: [{ path: "/n/a", contents: { source: "gs://b/o" } }] } },
  { storage: { files: [{ path: "/n/b", contents: { source: "arn:aws:s3:::b/k" } }] } },
  { storage: { files: [{ path: "/n/c", contents: { source: "data:,", verification: { hash: `sha256-${"0".repeat(64)}` } } }] } },
  { storage: { files: [{ path: "/n/d", mode: 0o4755 }], directories: [{ path: "/n/e", mode: 0o1777 }] } },
  { storage: { filesystems: [{ device: "/dev/n", format: "none", mountOptions: ["ro"] }] } },
  { storage: { luks: [{ name: "n", device: "/dev/o", clevis: { custom: { pin: "new", config: "{}" } } }] } },
  { storage: { luks: [{ name: "o", device: "/dev/p", clevis: { custom: { needsNetwork: false }, tpm2: true } }] } },
  { storage: { luks: [{ name: "p", device: "/dev/q", cex: { enabled: true }, discard: true }] } },
  { storage: { disks: [{ device: "/dev/r", partitions: [{ number: 1, resize: true }] }] } },
  { passwd: { users: [{ name: "n", shouldExist: false }] } },
  { kernelArguments: { shouldExist: ["n"] } },
  { ignition: { proxy: { httpProxy: "http://p" } } },
  { ignition: { config: { merge: [{ source: "http://n", compression: "gzip", httpHeaders: [{ name: "A", value: "b" }] }] } } },
];

/** A config that is valid in its version, whatever that is. */
const valid = fc
  .tuple(config, fc.subarray([...NEWS]), fc.constantFrom(...VERSIONS))
  .map(([value, news, version]) => news.reduce(mergeIgnition, { ...value, ignition: { ...value.ignition, version: version.toString() } }))
  .filter((value) => read(value).length === 0);

/** What Ignition says of a config, special bits without effect aside. */
function read(value: IgnitionConfig): string[] {
  return validateIgnition(JSON.stringify(value))
    .reports.filter(({ code }) => code !== "mode-special-bits")
    .map(({ path, message }) => `${path}: ${message}`);
}

const meaning = (value: IgnitionConfig): IgnitionConfig => normaliseIgnition(translateUp(value, V3_7_0_EXPERIMENTAL));

/** The lowered config, or what stands in the way. */
function lowered(value: IgnitionConfig, target: IgnitionSpecVersion): { result?: IgnitionConfig; named?: readonly string[] } {
  try {
    return { result: lowerTo(value, target) };
  } catch (e) {
    if (!FlatcarError.isFlatcarError(e) || e.code !== "ignition-spec-too-new" || !Array.isArray(e.received)) throw e;
    return { named: e.received.map((line) => String(line).replace(/ \(since .*/, "")) };
  }
}

test("a config that can be lowered means the same after, to Ignition too", () => {
  let count = 0;
  fc.assert(
    fc.property(valid, fc.constantFrom(...VERSIONS), (value, target) => {
      const { result } = lowered(value, target);
      if (result === undefined) return;
      count++;
      expect(result.ignition?.version).toBe(target.toString());
      expect(read(result)).toEqual([]);
      expect(validateIgnition(encodeIgnition(result)).error).toBeUndefined();
      // A version before 3.3.0 can not say that a text of a pin is absent.
      if (JSON.stringify(value).includes("needsNetwork")) return;
      expect(meaning(result)).toEqual(meaning(value));
    }),
    { numRuns: 200 },
  );
  expect(count).toBeGreaterThan(40);
});

test("everything that is named is unread, refused or without effect in the lower version, and nothing else would be", () => {
  let count = 0;
  fc.assert(
    fc.property(valid, fc.constantFrom(...VERSIONS), (value, target) => {
      const { named } = lowered(value, target);
      if (named === undefined) return;
      count++;
      const written = normaliseIgnition(value);
      const relabelled = { ...written, ignition: { ...written.ignition, version: target.toString() } };
      const said = validateIgnition(JSON.stringify(relabelled)).reports.map(({ path }) => path);
      const touches = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
      // With a key that is unread, wrong values in it are not seen.
      for (const path of named)
        expect(
          said.some((at) => touches(at, path)),
          path,
        ).toBe(true);
      for (const path of said) {
        expect(named.some((at) => touches(at, path)) || isWithoutEffect(value, path), path).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  expect(count).toBeGreaterThan(40);
});

/** Special bits do nothing before 3.6.0, in the config's own version either. */
function isWithoutEffect(value: IgnitionConfig, path: string): boolean {
  return path.endsWith(".mode") && !IgnitionSpecVersion.read(value.ignition?.version ?? "").isAtLeast(IgnitionSpecVersion.V3_6_0);
}

test("special bits that do nothing are not in the way", () => {
  const storage = { files: [{ path: "/a", mode: 0o4755 }] };
  expect(lowerTo({ ignition: { version: "3.5.0" }, storage }, V3_2_0)).toEqual({ ignition: { version: "3.2.0" }, storage });
});

test("what a lower version refuses by a rule of its own is named with the version that takes it", () => {
  const storage = { luks: [{ name: "l", device: "/dev/a", clevis: { custom: { needsNetwork: false }, tpm2: true } }] };
  const value = { ignition: { version: "3.5.0" }, storage };
  expect(() => lowerTo(value, V3_2_0)).toThrow(/received \["storage\.luks\.0\.clevis \(since 3\.3\.0\)"\]/);
  expect(() => lowerTo(value, V3_3_0)).not.toThrow();
});

import { createHash } from "crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  IgnitionConfig,
  IgnitionResource,
  IgnitionSpecVersion,
  dataUrl,
  encodeIgnition,
  mergeIgnition,
  normaliseIgnition,
  renderIgnition,
  translateUp,
  validateIgnition,
} from "../../../lib/ignition";
import { gzip } from "../../../lib/ignition/gzip";
import { config as anyConfig } from "../../ignition/arbitrary";
import { Workspace, requires } from "../../integration/harness";
import { PAIRS } from "./pairs";
import { RealIgnition } from "./real-ignition";
import { treeOf } from "./tree";

// Whether what we merge and render is what the Ignition makes that runs at boot.

const { V3_7_0_EXPERIMENTAL } = IgnitionSpecVersion;
const inUrl = (config: IgnitionConfig): IgnitionResource => ({ source: dataUrl(encodeIgnition(config)) });

function referringTo(config: IgnitionConfig, references: { merge?: IgnitionResource[]; replace?: IgnitionResource }): IgnitionConfig {
  return { ...config, ignition: { ...config.ignition, config: references } };
}

/** As Ignition leaves it: of its highest version, the references that it has followed still there. */
function asFetched(config: IgnitionConfig): IgnitionConfig {
  const { ignition, ...rest } = normaliseIgnition(translateUp(config, V3_7_0_EXPERIMENTAL));
  const { config: _followed, ...section } = ignition ?? {};
  return { ...rest, ignition: section };
}

requires("root", "tool-ignition")("a config that merges another in", () => {
  const real = new RealIgnition(Workspace.forSuite());

  test("there are pairs enough", () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(PAIRS.map(({ name }) => name)).size).toBe(PAIRS.length);
  });

  describe("leaves the files that our merged config leaves:", () => {
    test.each(PAIRS)("$name", async ({ parent, child }) => {
      const theirs = treeOf(await real.apply(referringTo(parent, { merge: [inUrl(child)] })));
      expect(treeOf(await real.apply(mergeIgnition(parent, child)))).toEqual(theirs);
      expect(treeOf(await real.apply(renderIgnition(referringTo(parent, { merge: [inUrl(child)] }))))).toEqual(theirs);
      // Otherwise it would not show that the child counts.
      expect(treeOf(await real.apply(parent))).not.toEqual(theirs);
    });
  });

  test("is, of every section, what we make of the two", async () => {
    const pairs = fc.sample(fc.tuple(anyConfig, anyConfig), { numRuns: 60, seed: 5 });
    for (const [one, two] of pairs) {
      const [parent, child] = [one, two].map(withoutNetwork);
      const referring = referringTo(parent, { merge: [inUrl(child)] });
      if (validateIgnition(encodeIgnition(asFetched(mergeIgnition(parent, child)))).error !== undefined) {
        // Two good configs can contradict each other.
        await expect(real.fetch(referring)).rejects.toThrow(/invalid config/);
        continue;
      }
      const theirs = asFetched(await real.fetch(referring));
      expect(asFetched(mergeIgnition(parent, child))).toEqual(theirs);
      expect(asFetched(renderIgnition(referring))).toEqual(theirs);
    }
  });

  test("means the same in every pair of versions", async () => {
    const versions = [...IgnitionSpecVersion.ALL, V3_7_0_EXPERIMENTAL].map(String);
    const of = (version: string, path: string): IgnitionConfig => ({
      ignition: { version },
      storage: {
        files: [{ path: `${path}/f`, mode: 0o4755 }],
        directories: [{ path: `${path}/d`, mode: 0o1777 }],
        links: [{ path: `${path}/l`, target: "/x" }],
        raid: [{ name: "r", level: "raid1", devices: ["/dev/a", "/dev/b"] }],
      },
    });
    for (const [i, parent] of versions.entries()) {
      for (const child of [versions[i], versions[(i + 3) % versions.length], versions[(i + 5) % versions.length]]) {
        const referring = referringTo(of(parent, "/p"), { merge: [inUrl(of(child, "/c"))] });
        expect(asFetched(renderIgnition(referring)), `${parent} and ${child}`).toEqual(asFetched(await real.fetch(referring)));
      }
    }
  });
});

requires("tool-ignition")("a config that refers to others", () => {
  const real = new RealIgnition(Workspace.forSuite());
  const of = (path: string, version = "3.4.0"): IgnitionConfig => ({ ignition: { version }, storage: { files: [{ path, mode: 0o4755 }] } });
  const hashed = (config: IgnitionConfig, name: string, hash?: string): IgnitionResource => {
    const bytes = Buffer.from(encodeIgnition(config));
    const verification = { hash: hash ?? `${name}-${createHash(name).update(bytes).digest("hex")}` };
    return { source: dataUrl(gzip(bytes)), compression: "gzip", verification };
  };

  test.each<[string, IgnitionConfig]>([
    ["replaced", referringTo(of("/a"), { replace: inUrl(of("/b")), merge: [inUrl(of("/c"))] })],
    ["replaced by one that is replaced", referringTo(of("/a"), { replace: inUrl(referringTo(of("/b"), { replace: inUrl(of("/c")) })) })],
    [
      "replaced by an older one that merges",
      referringTo(of("/a", "3.6.0"), { replace: inUrl(referringTo(of("/b", "3.1.0"), { merge: [inUrl(of("/c"))] })) }),
    ],
    [
      "merged in order",
      referringTo(of("/a"), { merge: [inUrl({ ...of("/a"), systemd: { units: [{ name: "a.service" }] } }), inUrl(of("/c", "3.6.0"))] }),
    ],
    [
      "merged at several levels",
      referringTo(of("/a"), { merge: [inUrl(referringTo(of("/b"), { merge: [inUrl(of("/c"))] })), inUrl(of("/d"))] }),
    ],
    ["merged, one of them replaced", referringTo(of("/a"), { merge: [inUrl(referringTo(of("/b"), { replace: inUrl(of("/c")) }))] })],
    ["verified and compressed", referringTo(of("/a"), { merge: [hashed(of("/b"), "sha512"), hashed(of("/c"), "sha256")] })],
    [
      "read with keys in any case",
      referringTo(of("/a"), {
        merge: [{ source: dataUrl('{"Ignition":{"VERSION":"3.4.0"},"storage":{"Files":[{"PATH":"/b","x":1}]},"y":null}') }],
      }),
    ],
  ])("is %s as we render it", async (_, config) => {
    expect(asFetched(renderIgnition(config))).toEqual(asFetched(await real.fetch(config)));
  });

  test.each<[string, IgnitionResource]>([
    ["a hash that is wrong", hashed(of("/b"), "sha512", `sha512-${"0".repeat(128)}`)],
    [
      "a hash in capitals",
      hashed(
        of("/b"),
        "sha256",
        `sha256-${createHash("sha256")
          .update(encodeIgnition(of("/b")))
          .digest("hex")
          .toUpperCase()}`,
      ),
    ],
    ["no config", { source: "data:,x" }],
    ["a config that breaks a rule", inUrl(of("relative"))],
    ["an unknown version", { source: dataUrl('{"ignition":{"version":"3.9.0"}}') }],
    ["what is not compressed", { source: dataUrl(encodeIgnition(of("/b"))), compression: "gzip" }],
  ])("is refused for %s, by both", async (_, reference) => {
    const config = referringTo(of("/a"), { merge: [reference] });
    expect(() => renderIgnition(config)).toThrow(/\[ignition-source-(?:hash|invalid):/);
    await expect(real.fetch(config)).rejects.toThrow();
  });
});

/** Without what Ignition would fetch from elsewhere, and named by one version. */
function withoutNetwork({ ignition, ...rest }: IgnitionConfig): IgnitionConfig {
  const { config: _references, security: _authorities, ...section } = ignition ?? {};
  return { ...rest, ignition: { ...section, version: "3.5.0" } };
}

import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { IgnitionConfig, IgnitionSpecVersion, normaliseIgnition, parseIgnition, translateUp } from "../../../lib/ignition";
import { requires } from "../../integration/harness";
import { Rig, escape } from "./rig";

// Whether a config passes through matchbox: all configs of test/vectors/ignition, put by Terraform and asked for by MAC.

const VECTORS = path.join(__dirname, "../../vectors/ignition");
const READ_BY_MATCHBOX = /^3\.[0-4]\.0$/;

interface Vector {
  readonly text: string;
  /** Whether Ignition 2.26.0 accepts it. */
  readonly accepted: boolean;
}

function vectors(): Vector[] {
  const recorded = fs.readFileSync(path.join(VECTORS, "recorded.ndjson"), "utf8").trimEnd().split("\n");
  const manifest = JSON.parse(fs.readFileSync(path.join(VECTORS, "validate/manifest.json"), "utf8")) as { input: string; exit: number }[];
  const validated = manifest.map(({ input, exit }) => ({
    text: fs.readFileSync(path.join(VECTORS, "validate", input), "utf8"),
    accepted: exit === 0,
  }));
  // An empty text is no config to the provider.
  return [...recorded.map((line) => JSON.parse(line) as Vector), ...validated].filter(({ text }) => text !== "");
}

function versionOf(text: string): string {
  try {
    return String((JSON.parse(text) as IgnitionConfig).ignition?.version);
  } catch {
    return "none";
  }
}

/** The config where our rules accept it; they differ from Ignition's in that a key which the version does not have is an error. */
function accepted(text: string): IgnitionConfig | undefined {
  try {
    return parseIgnition(text);
  } catch (e) {
    if (e instanceof FlatcarError) return undefined;
    throw e;
  }
}

/** What a machine with Ignition 2.26 does with it. */
const meaningOf = (config: IgnitionConfig): IgnitionConfig => normaliseIgnition(translateUp(config, IgnitionSpecVersion.V3_6_0));

const macOf = (i: number): string => `52:54:00:00:${[i >> 8, i & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("the recorded Ignition configs in matchbox", () => {
  const all = vectors();
  const rig = Rig.forSuite();
  const served: { text: string; version: string }[] = [];

  beforeAll(async () => {
    await rig.begin();
    const entries = <T>(make: (vector: Vector, i: number) => T) => Object.fromEntries(all.map((vector, i) => [`v${i}`, make(vector, i)]));
    await rig.apply({
      profiles: entries(({ text }, i) => ({ name: `v${i}`, raw_ignition: escape(text) })),
      groups: entries((_, i) => ({ name: `v${i}`, profile: `v${i}`, selector: { mac: macOf(i) } })),
    });
    for (let i = 0; i < all.length; i++) {
      const { text, json } = await rig.matchbox.ignition({ mac: macOf(i) });
      served.push({ text, version: (json as { ignition: { version: string } }).ignition.version });
    }
    return () => rig.stop();
  });

  test("are readable to it exactly where Ignition 2.26 accepts them and their version is 3.4.0 or lower", () => {
    const readable = all.map(({ text, accepted }) => accepted && READ_BY_MATCHBOX.test(versionOf(text)));
    expect(readable.filter(Boolean).length).toBeGreaterThan(80);
    expect(readable.filter((r) => !r).length).toBeGreaterThan(150);
    const different = all.filter((_, i) => served[i].version !== (readable[i] ? "3.4.0" : ""));
    expect(different).toEqual([]);
  });

  test("mean to the machine what they meant, unless they have keys that we refuse", () => {
    let compared = 0;
    all.forEach(({ text }, i) => {
      const [before, after] = [accepted(text), accepted(served[i].text)];
      if (served[i].version !== "3.4.0" || before === undefined) return;
      expect(after, text).toBeDefined();
      expect(meaningOf(after ?? {}), text).toEqual(meaningOf(before));
      compared++;
    });
    expect(compared).toBeGreaterThan(60);
  });

  test("can still be refused by the machine: a merge without a source was nothing in 3.0.0 and is an error in 3.4.0", () => {
    const refused = all.filter((_, i) => served[i].version === "3.4.0" && accepted(served[i].text) === undefined);
    expect(refused.map(({ text }) => versionOf(text))).toEqual(["3.0.0"]);
    expect(refused[0].text).toContain('"config":{"merge":[{"verification":{}}]}');
  });
});

import { describe, expect, test } from "vitest";
import { atPath } from "../../lib/errors";
import { Architecture, Channel, FlatcarLock, FlatcarRelease } from "../../lib/release";
import { thrown, untyped } from "./thrown";

const { AMD64, ARM64 } = Architecture;
const SHA512 = "0f".repeat(64);

/** A lock with one release, `prod`, of the given fields. */
function locked(fields: Record<string, unknown>): FlatcarRelease {
  const prod = { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: {}, arm64: {} }, ...fields };
  return FlatcarLock.parse(JSON.stringify({ lockVersion: 1, releases: { prod } }), "flatcar.lock.json").release("prod");
}

describe("a release named by its version", () => {
  test("has what its version and the catalogue tell", () => {
    const release = FlatcarRelease.version("4593.2.5");
    expect(release.channel).toBe(Channel.STABLE);
    expect(release.version.toString()).toBe("4593.2.5");
    expect(release.ignitionVersion).toBe("2.24.0");
    expect(release.ignitionSpec).toBe("3.5.0");
    expect(release.releaseDate).toBe("2026-08-13");
    expect(release.architectures).toEqual([AMD64, ARM64]);
    expect(release.lockName).toBeUndefined();
    expect(release.toString()).toBe("stable 4593.2.5");
    expect(() => release.validate()).not.toThrow();
  });

  test("need not be in the catalogue", () => {
    const release = FlatcarRelease.version("4593.2.4", { channel: Channel.STABLE });
    expect(release.ignitionSpec).toBe("3.5.0");
    expect(release.releaseDate).toBeUndefined();
    expect(release.supports(AMD64) && release.supports(ARM64)).toBe(true);
  });

  test("knows neither hashes nor AMI ids", () => {
    const release = FlatcarRelease.version("4593.2.5");
    expect(release.artifact(AMD64, "flatcar_production_qemu_image.img")).toBeUndefined();
    expect(release.ami(AMD64, "eu-central-1")).toBeUndefined();
  });
});

describe("a mistake", () => {
  const mistakes: [string, () => FlatcarRelease, string][] = [
    ["a moving name", () => FlatcarRelease.version("current"), "version-malformed"],
    ["no version at all", () => FlatcarRelease.version(untyped(undefined)), "version-malformed"],
    ["a contradicted channel", () => FlatcarRelease.version("4593.2.5", { channel: Channel.BETA }), "release-channel-contradicted"],
    ["a channel by an unknown name", () => FlatcarRelease.version("4593.2.5", { channel: untyped("stabel") }), "channel-unknown"],
    ["a channel that is no channel", () => FlatcarRelease.version("4593.2.5", { channel: untyped({}) }), "channel-unknown"],
    ["a number no channel has", () => FlatcarRelease.version("4593.7.0"), "channel-unknown"],
    ["an edge version", () => FlatcarRelease.version("4593.99.0"), "channel-retired"],
    ["spec 2 only", () => FlatcarRelease.version("3033.3.18"), "release-without-ignition-3"],
    ["spec 2 only, from before channels were told", () => FlatcarRelease.version("2345.3.1"), "release-without-ignition-3"],
    ["a contradicted channel in a lock", () => locked({ channel: "beta" }), "release-channel-contradicted"],
    ["spec 2 only in a lock", () => locked({ channel: "lts", version: "3033.3.18", ignition: "0.36.1" }), "release-without-ignition-3"],
    ["a contradicted Ignition in a lock", () => locked({ ignition: "2.26.0" }), "release-ignition-contradicted"],
  ];

  test.each(mistakes)("(%s) is no error when it is written down, but at each use", (_what, write, code) => {
    const release = write();
    const uses: (() => unknown)[] = [
      () => release.validate(),
      () => release.channel,
      () => release.version,
      () => release.ignitionVersion,
      () => release.ignitionSpec,
      () => release.releaseDate,
      () => release.architectures,
      () => release.supports(AMD64),
      () => release.artifact(AMD64, "f"),
      () => release.ami(AMD64, "eu-central-1"),
      () => release.equals(FlatcarRelease.version("4593.2.5")),
    ];
    for (const use of uses) expect(thrown(use).code).toBe(code);
  });

  test("gets the place of the construct that uses the release", () => {
    const release = FlatcarRelease.version("4593.2");
    expect(thrown(() => atPath("prod/db", () => release.validate())).path).toBe("prod/db");
    expect(thrown(() => atPath("prod/web", () => release.validate())).path).toBe("prod/web");
  });

  test("is shown as it was written down", () => {
    expect(FlatcarRelease.version("4593.2").toString()).toBe("4593.2");
    expect(FlatcarRelease.version("4593.2.5", { channel: Channel.BETA }).toString()).toBe("beta 4593.2.5");
    expect(locked({ channel: "beta" }).toString()).toBe('release "prod" of flatcar.lock.json');
  });
});

test("a caller without types may name the channel", () => {
  expect(FlatcarRelease.version("4593.2.5", { channel: untyped("stable") }).channel).toBe(Channel.STABLE);
});

test("two releases are equal where channel and version are, wherever they come from", () => {
  const release = FlatcarRelease.version("4593.2.5");
  expect(release.equals(FlatcarRelease.version("4593.2.5", { channel: Channel.STABLE }))).toBe(true);
  expect(release.equals(locked({}))).toBe(true);
  expect(locked({}).equals(release)).toBe(true);
  expect(release.equals(FlatcarRelease.version("4593.2.4"))).toBe(false);
  expect(release.equals(FlatcarRelease.version("4593.2.5+nightly-20260821-2100"))).toBe(false);
});

describe("a release of a lock", () => {
  const release = locked({
    architectures: {
      amd64: {
        artifacts: { "flatcar_production_hetzner_image.bin.bz2": { sha512: SHA512, size: 494927872 } },
        amis: { "eu-central-1": "ami-018d9b9d7151ab6c8" },
      },
    },
  });

  test("has its name, and the hashes and AMI ids of the lock", () => {
    expect(release.lockName).toBe("prod");
    expect(release.artifact(AMD64, "flatcar_production_hetzner_image.bin.bz2")).toEqual({ sha512: SHA512, size: 494927872 });
    expect(release.ami(AMD64, "eu-central-1")).toBe("ami-018d9b9d7151ab6c8");
  });

  test("has nothing for what the lock does not name", () => {
    expect(release.artifact(AMD64, "flatcar_production_qemu_image.img")).toBeUndefined();
    expect(release.artifact(AMD64, "toString")).toBeUndefined();
    expect(release.ami(AMD64, "eu-west-1")).toBeUndefined();
    expect(release.artifact(ARM64, "flatcar_production_hetzner_image.bin.bz2")).toBeUndefined();
  });

  test("supports the architectures in the lock alone", () => {
    expect(release.architectures).toEqual([AMD64]);
    expect(release.supports(ARM64)).toBe(false);
  });

  test("has the lock's date, or else the catalogue's", () => {
    expect(locked({ releaseDate: "2026-08-14" }).releaseDate).toBe("2026-08-14");
    expect(locked({}).releaseDate).toBe("2026-08-13");
    expect(locked({ version: "4593.2.4" }).releaseDate).toBeUndefined();
  });

  test("has the lock's Ignition where the catalogue does not know the version", () => {
    const future = locked({ version: "4900.2.0", ignition: "2.26.0" });
    expect([future.ignitionVersion, future.ignitionSpec]).toEqual(["2.26.0", "3.6.0"]);
  });
});

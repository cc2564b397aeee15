import { expect, test } from "vitest";
import { Architecture, catalogue, Channel, FlatcarVersion, ReleaseCatalogue } from "../../lib/release";

test("a release in the catalogue is found by its exact version", () => {
  expect(catalogue.find("4593.2.5")).toEqual({
    channel: Channel.STABLE,
    version: "4593.2.5",
    releaseDate: "2026-08-13",
    kernel: "6.12.102",
    systemd: "257",
    docker: "28.0.4",
    containerd: "2.1.5",
    ignition: "2.24.0",
    architectures: [Architecture.AMD64, Architecture.ARM64],
    endOfLife: false,
  });
});

test("a version that is not in the catalogue is not found, and nothing near it is offered", () => {
  expect(catalogue.find("4593.2.4")).toBeUndefined();
  expect(catalogue.find("4593.2")).toBeUndefined();
  expect(catalogue.find("stable")).toBeUndefined();
});

test("each version stands in the catalogue once, on the channel its second number tells", () => {
  const versions = catalogue.releases.map((release) => release.version);
  expect(new Set(versions).size).toBe(versions.length);
  for (const release of catalogue.releases) expect(FlatcarVersion.parse(release.version).channel).toBe(release.channel);
});

test("the entries of a channel go from new to old", () => {
  for (const channel of Channel.all()) {
    const versions = catalogue.releases
      .filter((release) => release.channel === channel)
      .map((release) => FlatcarVersion.parse(release.version));
    expect(versions.length).toBeGreaterThan(0);
    expect([...versions].sort((a, b) => b.compare(a))).toEqual(versions);
  }
});

test("release dates are days and component versions are numbers with dots", () => {
  for (const release of catalogue.releases) {
    expect(release.releaseDate).toMatch(/^20\d\d-\d\d-\d\d$/);
    for (const version of [release.kernel, release.systemd, release.docker, release.ignition, release.containerd ?? "0"]) {
      expect(version).toMatch(/^\d+(\.\d+)*$/);
    }
  }
});

test("the first LTS stream was for amd64 only", () => {
  expect(catalogue.find("2605.32.1")?.architectures).toEqual([Architecture.AMD64]);
});

test("only LTS streams before 2024 are at their end of life", () => {
  expect(catalogue.releases.filter((release) => release.endOfLife).map((release) => release.version)).toEqual([
    "3510.3.8",
    "3033.3.18",
    "2605.32.1",
  ]);
});

test("a catalogue of one's own answers from its entries alone", () => {
  const release = catalogue.releases[1];
  const own = new ReleaseCatalogue([release]);
  expect(own.find(release.version)).toBe(release);
  expect(own.find(catalogue.releases[0].version)).toBeUndefined();
});

import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionSpecVersion } from "../../lib/ignition";
import { newerValues } from "../../lib/ignition/newer-values";

const config: IgnitionConfig = {
  ignition: {
    config: { merge: [{ source: "GS://b/o" }], replace: { source: "arn:aws:s3:::b/k" } },
    security: { tls: { certificateAuthorities: [{ source: "http://x", verification: { hash: "sha256-0" } }] } },
  },
  storage: {
    directories: [{ path: "/d", mode: 0o1777 }, { path: "/e" }],
    files: [
      { path: "/a", mode: 0o4755, append: [{ source: "gs://b/o" }], contents: { source: "data:,x" } },
      { path: "/b", mode: 0o755, contents: { source: "arn:aws:s3:::b/k", verification: { hash: "sha512-0" } } },
    ],
    filesystems: [
      { device: "/dev/a", format: "none" },
      { device: "/dev/b", format: "ext4" },
    ],
    luks: [
      { name: "l", keyFile: { source: "gs://b/o" }, clevis: { custom: { pin: "foo" } } },
      { name: "m", clevis: { custom: { pin: "tpm2" } } },
    ],
  },
};

const newer = (version: string): string[] =>
  newerValues(config, IgnitionSpecVersion.parse(version)).map(({ path, needs }) => `${path} ${needs}`);

test("the highest version has all values", () => {
  expect(newer("3.6.0")).toEqual([]);
});

test("each value is named with the version that has it first", () => {
  expect(newer("3.0.0")).toEqual([
    "ignition.config.merge.0.source 3.2.0",
    "ignition.config.replace.source 3.4.0",
    "ignition.security.tls.certificateAuthorities.0.verification.hash 3.1.0",
    "storage.files.0.append.0.source 3.2.0",
    "storage.files.1.contents.source 3.4.0",
    "storage.luks.0.keyFile.source 3.2.0",
    "storage.directories.0.mode 3.6.0",
    "storage.files.0.mode 3.6.0",
    "storage.filesystems.0.format 3.3.0",
    "storage.luks.0.clevis.custom.pin 3.6.0",
  ]);
});

test("what a version has is not named", () => {
  expect(newer("3.4.0")).toEqual([
    "storage.directories.0.mode 3.6.0",
    "storage.files.0.mode 3.6.0",
    "storage.luks.0.clevis.custom.pin 3.6.0",
  ]);
  expect(newer("3.3.0")).toContain("ignition.config.replace.source 3.4.0");
  expect(newer("3.3.0")).not.toContain("storage.filesystems.0.format 3.3.0");
});

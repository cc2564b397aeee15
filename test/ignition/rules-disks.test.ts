import { expect, test } from "vitest";
import { IgnitionClevis, IgnitionFilesystem, IgnitionLuks, IgnitionPartition, IgnitionRaid } from "../../lib/ignition";
import { findings } from "./findings";

const TOKEN = "${TfToken[TOKEN.1]}";

function without(lines: readonly string[], prefix: string): string[] {
  return lines.map((line) => line.replace(prefix, ""));
}

const partitions = (...list: IgnitionPartition[]): string[] =>
  without(findings({ storage: { disks: [{ device: "/dev/a", partitions: list }] } }), "storage.disks.0.partitions");
const filesystem = (fields: Partial<IgnitionFilesystem>, version?: string): string[] =>
  without(findings({ storage: { filesystems: [{ device: "/dev/a", ...fields }] } }, version), "storage.filesystems.0");
const luks = (fields: Partial<IgnitionLuks>, version?: string): string[] =>
  without(findings({ storage: { luks: [{ name: "l", device: "/dev/a", ...fields }] } }, version), "storage.luks.0");
const raid = (fields: Partial<IgnitionRaid>, version?: string): string[] =>
  without(findings({ storage: { raid: [{ name: "r", level: "raid1", devices: ["/dev/a"], ...fields }] } }, version), "storage.raid.0");

test("a disk needs a device; without one its table is not looked at", () => {
  expect(findings({ storage: { disks: [{ partitions: [{ number: 1 }, { number: 1 }] }, { device: "sda" }] } })).toEqual([
    "error storage.disks.0.device: disk device is required",
    "error storage.disks.1.device: path not absolute",
    "error storage.disks.0.partitions.1: duplicate entry defined",
  ]);
});

test("numbers and labels are used once", () => {
  expect(partitions({ number: 1, label: "a" }, { number: 2, label: "b" }, { label: "c" })).toEqual([]);
  expect(partitions({ number: 1, label: "a" }, { number: 1, label: "a" })).toEqual([
    "error .1: partition numbers collide",
    "error .1: cannot use the same partition label twice",
    "error .1: duplicate entry defined",
  ]);
});

test.each<[string, IgnitionPartition, IgnitionPartition, boolean]>([
  ["apart", { startMiB: 1, sizeMiB: 9 }, { startMiB: 10, sizeMiB: 5 }, false],
  ["touching", { startMiB: 1, sizeMiB: 10 }, { startMiB: 10, sizeMiB: 5 }, true],
  ["one around the other", { startMiB: 1, sizeMiB: 20 }, { startMiB: 5, sizeMiB: 2 }, true],
  ["one within the other", { startMiB: 5, sizeMiB: 2 }, { startMiB: 1, sizeMiB: 20 }, true],
  ["placed by Ignition", { startMiB: 0, sizeMiB: 20 }, { startMiB: 5, sizeMiB: 2 }, false],
  ["without a size", { startMiB: 1 }, { startMiB: 1, sizeMiB: 2 }, false],
  ["filling what is free", { startMiB: 5, sizeMiB: 0 }, { startMiB: 1, sizeMiB: 5 }, true],
])("partitions %s", (_, a, b, overlap) => {
  expect(partitions({ number: 1, ...a }, { number: 2, ...b })).toEqual(overlap ? ["error .1: partitions overlap"] : []);
});

test("deleting by number does not go with a free number", () => {
  expect(partitions({ number: 1, shouldExist: false }, { label: "a" })).toEqual([
    "error : shouldExist is false for a partition and other partition(s) has start or size 0",
  ]);
});

test("a partition is named, and has nothing else where it is deleted", () => {
  expect(partitions({ sizeMiB: 1 })).toEqual(["error .0: a partition number >= 1 or a label must be specified"]);
  for (const options of [{ label: "a" }, { guid: "01234567-89AB-CDEF-EDCB-A98765432101" }, { sizeMiB: 0 }, { startMiB: 0 }]) {
    expect(partitions({ number: 1, shouldExist: false, ...options })).toEqual([
      "error .0: shouldExist specified false with other options also specified",
    ]);
  }
  expect(partitions({ number: 1, shouldExist: false, guid: "", typeGuid: "" })).toEqual([]);
});

test("a label has at most 36 bytes and no colon", () => {
  expect(partitions({ label: "x".repeat(36) }, { label: `${TOKEN}:${"x".repeat(40)}` })).toEqual([]);
  expect(partitions({ label: "é".repeat(19) })).toEqual(["error .0.label: partition labels may not exceed 36 characters"]);
  expect(partitions({ label: "a:b" })).toEqual(["error .0.label: partition label will be truncated to text before the colon"]);
});

test("GUIDs have their form", () => {
  expect(partitions({ number: 1, guid: "01234567-89ab-CDEF-EDCB-A98765432101", typeGuid: TOKEN }, { number: 2, guid: "" })).toEqual([]);
  const message = 'doesn\'t match the form "01234567-89AB-CDEF-EDCB-A98765432101"';
  expect(partitions({ number: 1, guid: "x", typeGuid: "01234567-89AB-CDEF-EDCB-A9876543210" })).toEqual([
    `error .0.guid: ${message}`,
    `error .0.typeGuid: ${message}`,
  ]);
});

test("formats are those that Ignition makes; none since 3.3.0", () => {
  for (const format of ["ext4", "btrfs", "xfs", "swap", "vfat", "none", TOKEN]) expect(filesystem({ format })).toEqual([]);
  expect(filesystem({ format: "zfs" })).toEqual(["error .format: invalid filesystem format"]);
  expect(filesystem({ format: "none" }, "3.2.0")).toEqual(["error .format: invalid filesystem format"]);
});

test("without a format nothing is made", () => {
  expect(filesystem({})).toEqual([]);
  const message = "error .format: format cannot be empty when path, label, uuid, wipeFilesystem, options, or mountOptions is specified";
  for (const fields of [{ path: "/x" }, { uuid: "x" }, { wipeFilesystem: true }, { options: ["-x"] }, { mountOptions: ["ro"] }]) {
    expect(filesystem(fields)).toEqual([message]);
  }
  expect(filesystem({ label: "x" })).toEqual([message, "error .label: filesystem must specify format if label is specified"]);
});

test.each([
  ["ext4", 16],
  ["btrfs", 256],
  ["xfs", 12],
  ["swap", 15],
  ["vfat", 11],
])("a label of %s has at most %d bytes", (format, limit) => {
  expect(filesystem({ format, label: "x".repeat(limit) })).toEqual([]);
  expect(filesystem({ format, label: TOKEN.repeat(20) })).toEqual([]);
  expect(filesystem({ format, label: "x".repeat(limit + 1) })).toEqual([
    `error .label: filesystem labels cannot be longer than ${limit} characters when using ${format}`,
  ]);
});

test("paths of filesystems are checked", () => {
  expect(filesystem({ device: "vda", path: "x/", format: "ext4" })).toEqual([
    "error .path: path not absolute",
    "error .device: path not absolute",
  ]);
});

test("a volume has a device, a name without slashes and a short label", () => {
  expect(luks({ name: "a/b", label: "x".repeat(48), device: "" })).toEqual([
    "error .name: device names cannot contain slashes",
    "error .label: luks device labels cannot be longer than 47 characters",
    "error .device: disk device is required",
  ]);
  expect(luks({ name: `${TOKEN}/`, label: TOKEN.repeat(3) })).toEqual([]);
});

test("a bad key file is reported twice, as Ignition does", () => {
  expect(luks({ keyFile: { source: "x:" } })).toEqual([
    "error .keys: invalid key-file source",
    "error .keyFile.source: invalid url scheme",
  ]);
});

test("cex goes with neither clevis nor a key file", () => {
  expect(luks({ cex: { enabled: true }, clevis: { tpm2: true }, keyFile: { source: "data:,x" } }, "3.5.0")).toEqual([
    "error .cex: cannot use cex with clevis",
    "error .cex: cannot use key file with cex",
  ]);
  expect(luks({ cex: { enabled: false }, clevis: { tpm2: true } }, "3.5.0")).toEqual([]);
});

test.each<[string, IgnitionClevis, string[]]>([
  ["3.4.0", { custom: { pin: "tpm2", config: "{}" } }, []],
  ["3.4.0", { custom: { pin: "foo", config: "{}" } }, ["error .clevis.custom.pin: unsupported clevis pin"]],
  ["3.6.0", { custom: { pin: "foo", config: "{}" } }, []],
  ["3.4.0", { custom: { pin: TOKEN, config: "{}" } }, []],
  ["3.4.0", { custom: {} }, []],
  ["3.4.0", { custom: { pin: "tpm2" } }, ["error .clevis.custom.config: missing required custom clevis config"]],
  ["3.4.0", { custom: { config: "{}" } }, ["error .clevis.custom.pin: missing required custom clevis pin"]],
  ["3.2.0", { custom: { config: "{}" } }, ["error .clevis.custom.pin: unsupported clevis pin"]],
  [
    "3.4.0",
    { custom: { pin: "tpm2", config: "{}" }, tpm2: true },
    ["error .clevis: cannot use custom clevis config with tpm2, tang, or threshold"],
  ],
  ["3.4.0", { custom: {}, threshold: 1 }, []],
  ["3.2.0", { custom: {}, threshold: 1 }, ["error .clevis: cannot use custom clevis config with tpm2, tang, or threshold"]],
])("clevis in %s: %j", (version, clevis, expected) => {
  expect(luks({ clevis }, version)).toEqual(expected);
});

test("a Tang server has an HTTP URL, a thumbprint and an advertisement in JSON", () => {
  const tang = (fields: object): string[] => luks({ clevis: { tang: [{ url: "http://x", thumbprint: "t", ...fields }] } });
  expect(tang({ advertisement: '{"payload":1e2}' })).toEqual([]);
  expect(tang({ url: TOKEN, thumbprint: TOKEN, advertisement: TOKEN })).toEqual([]);
  expect(tang({ url: "ftp://x", thumbprint: "", advertisement: "{" })).toEqual([
    "error .clevis.tang.0.url: invalid url scheme",
    "error .clevis.tang.0.thumbprint: thumbprint is required",
    "error .clevis.tang.0.advertisement: advertisement is not valid JSON",
  ]);
  expect(tang({ url: ":" })).toEqual(["error .clevis.tang.0.url: unable to parse url"]);
});

test("an array has a level, devices, and spares where the level has any", () => {
  expect(raid({ level: TOKEN, devices: [TOKEN] })).toEqual([]);
  expect(raid({ level: "", devices: [] })).toEqual(["error .level: raid level is required", "error .devices: raid devices required"]);
  expect(raid({ level: "" }, "3.2.0")).toEqual(["error .level: unrecognized raid level"]);
  expect(raid({ level: "raid7", devices: ["sda"] })).toEqual([
    "error .level: unrecognized raid level",
    "error .devices.0: path not absolute",
  ]);
  expect(raid({ level: "stripe", spares: 1 })).toEqual(["error .level: spares unsupported for linear and raid0 arrays"]);
  expect(raid({ level: "stripe", spares: 0 })).toEqual([]);
});

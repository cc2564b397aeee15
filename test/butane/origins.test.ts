import { expect, test } from "vitest";
import { Origins } from "../../lib/butane/origins";
import type { Decoded } from "../../lib/butane/struct";
import { said, translated } from "./translated";

test("what keeps its place keeps its path, in Butane's names", () => {
  const source: Decoded = { storage: { disks: [{ device: "/dev/sda", partitions: [{ number: 1 }] }] } };
  expect(new Origins().of("storage.disks.0.partitions.0.sizeMiB", source)).toBe("storage.disks.0.partitions.0.size_mib");
  expect(new Origins().of("ignition.security.tls.certificateAuthorities.0", {})).toBe("ignition.security.tls.certificate_authorities.0");
});

test("a source and its compression are where the contents were given", () => {
  const source: Decoded = {
    storage: { files: [{ contents: { inline: "a" } }, { contents: { local: "a", compression: "gzip" } }, { contents: {} }] },
  };
  const of = (path: string): string => new Origins().of(`storage.files.${path}`, source);
  expect(of("0.contents.source")).toBe("storage.files.0.contents.inline");
  expect(of("0.contents.compression")).toBe("storage.files.0.contents.inline");
  expect(of("1.contents.source")).toBe("storage.files.1.contents.local");
  expect(of("1.contents.compression")).toBe("storage.files.1.contents.compression");
  expect(of("1.contents.httpHeaders")).toBe("storage.files.1.contents.http_headers");
  expect(of("2.contents.source")).toBe("storage.files.2.contents.source");
});

test("contents of a unit are in its file where they were given so", () => {
  const source: Decoded = { systemd: { units: [{ contents_local: "a", dropins: [{ contents_local: "" }, { contents_local: "b" }] }] } };
  const of = (path: string): string => new Origins().of(`systemd.units.0.${path}`, source);
  expect([of("contents"), of("dropins.0.contents"), of("dropins.1.contents")]).toEqual([
    "systemd.units.0.contents_local",
    "systemd.units.0.dropins.0.contents",
    "systemd.units.0.dropins.1.contents_local",
  ]);
});

test("made nodes, filled nodes and keys of files are found where they come from", () => {
  const origins = new Origins();
  origins.addNode("files", 3, { at: "systemd.quadlets.0", path: "systemd.quadlets.0.name", contents: "systemd.quadlets.0.contents" });
  origins.fillNode("files", 1, "storage.trees.0", ["contents", "contents.source"]);
  origins.addKeys("passwd.users.0", 2, [["a"], [], ["b", "c"]]);
  const of = (path: string): string => origins.of(path, {});
  expect(of("storage.files.3")).toBe("systemd.quadlets.0");
  expect(of("storage.files.3.path")).toBe("systemd.quadlets.0.name");
  expect(of("storage.files.3.contents.source")).toBe("systemd.quadlets.0.contents");
  expect(of("storage.files.3.mode")).toBe("systemd.quadlets.0");
  expect(of("storage.files.1.contents.source")).toBe("storage.trees.0");
  expect(of("storage.files.1.mode")).toBe("storage.files.1.mode");
  expect([0, 1, 2, 3, 4].map((i) => of(`passwd.users.0.sshAuthorizedKeys.${i}`))).toEqual([
    "passwd.users.0.ssh_authorized_keys.0",
    "passwd.users.0.ssh_authorized_keys.1",
    "passwd.users.0.ssh_authorized_keys_local.0",
    "passwd.users.0.ssh_authorized_keys_local.2",
    "passwd.users.0.ssh_authorized_keys_local.2",
  ]);
});

const MOUNT = "filesystems: [{device: /dev/a, path: /a, format: ext4, with_mount_unit: true}]";

test("behind a made unit those of the user are found at their own index", () => {
  expect(said(translated(`storage: {${MOUNT}}\nsystemd: {units: [{name: a.servic}]}`))).toEqual([
    "error at systemd.units.0.name: invalid systemd unit extension",
    "config generated was invalid",
  ]);
});

test("what is absent is named as if nothing had moved, as in butane", () => {
  const units = "systemd: {units: [{name: 'a@.service', contents: \"[Unit]\"}, {name: 'a@b.service', enabled: true}, {name: ''}]}";
  expect(said(translated(`storage: {${MOUNT}}\n${units}`))).toEqual([
    `warning at systemd.units.2.contents: template unit "a@.service" for "a@b.service" doesn't have Install section`,
    "error at systemd.units.3.name: invalid systemd unit extension",
    "config generated was invalid",
  ]);
});

test("of a unit that was made and given, each field is found with whoever set it", () => {
  const unit = (fields: string): string => `storage: {${MOUNT}}\nsystemd: {units: [{name: x.service}, {name: a.mount, ${fields}}]}`;
  expect(said(translated(unit('contents: "["')))).toContain(
    "error at systemd.units.1.contents: invalid unit content: unable to find end of section",
  );
  const twice = MOUNT.replace("[", "[{device: /dev/b, path: /a, format: ext4, with_mount_unit: true}, ");
  expect(said(translated(`storage: {${twice}}`))[0]).toBe("error at storage.filesystems.1.with_mount_unit: duplicate entry defined");
});

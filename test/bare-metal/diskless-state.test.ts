import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { DisklessFormat, DisklessState, StatePartitionOptions } from "../../lib/bare-metal";
import { refuseKeptFiles } from "../../lib/bare-metal/diskless-state";
import { assertIgnition, ignitionFromObject, IgnitionConfig, IgnitionSpecVersion } from "../../lib/ignition";
import { scratchStack, thrown } from "../support";

const config = (options: StatePartitionOptions): IgnitionConfig =>
  ignitionFromObject(DisklessState.partition(options).config() ?? {}, IgnitionSpecVersion.V3_4_0, "state");

test("RAM keeps nothing, and needs nothing in the config", () => {
  expect(DisklessState.ram().path).toBeUndefined();
  expect(DisklessState.ram().config()).toBeUndefined();
});

test("a partition is found by its own name, made a filesystem only when it has none, and mounted", () => {
  const made = config({ label: "state" });
  expect(made.storage?.filesystems).toEqual([
    { device: "/dev/disk/by-partlabel/state", format: "ext4", path: "/var/lib", wipeFilesystem: false },
  ]);
  const [unit] = made.systemd?.units ?? [];
  expect(unit).toMatchObject({ name: "var-lib.mount", enabled: true });
  for (const line of ["What=/dev/disk/by-partlabel/state", "Where=/var/lib", "Type=ext4", "RequiredBy=local-fs.target"]) {
    expect(unit.contents?.split("\n")).toContain(line);
  }
  expect(() => assertIgnition(made, "state")).not.toThrow();
});

test.each([
  ["/srv", "srv.mount"],
  ["/var/lib/my-data", "var-lib-my\\x2ddata.mount"],
  ["/.data/a.b_c:d", "\\x2edata-a.b_c:d.mount"],
  ["/größe", "gr\\xc3\\xb6\\xc3\\x9fe.mount"],
])("the unit of %s is called as systemd wants it", (path, name) => {
  expect(config({ label: "state", path, format: DisklessFormat.XFS }).systemd?.units?.[0].name).toBe(name);
});

test.each(["", "a b", "x".repeat(37), "a/b", "ä"])("%j is no name of a partition", (label) => {
  expect(thrown(() => config({ label }))).toMatchObject({ code: "diskless-state", received: label });
});

test.each([...["", "var", "/", "/etc", "/etc/x", "/usr/lib", "/run/x", "/tmp", "/var/../etc", "/var/", "/var//lib", "/a b", "/a%b"]])(
  "%j is no folder that can stay",
  (path) => {
    expect(thrown(() => config({ label: "state", path }))).toMatchObject({ code: "diskless-state", received: path });
  },
);

test("the partition's name may be known only at apply, the folder must be known before", () => {
  const value = new TerraformVariable(scratchStack(), "value", {}).stringValue;
  expect(config({ label: value }).storage?.filesystems?.[0].device).toBe(`/dev/disk/by-partlabel/${value}`);
  expect(thrown(() => config({ label: "state", path: value }))).toMatchObject({ code: "diskless-state" });
});

test("what Ignition could not write twice is refused below the kept folder", () => {
  const refuse = (storage: IgnitionConfig["storage"]): void => refuseKeptFiles({ storage }, "/var/lib", "a");
  const contents = { source: "data:," };
  for (const storage of [
    { files: [{ path: "/var/lib/x", contents }] },
    { files: [{ path: "/var/lib/x", append: [contents] }] },
    { links: [{ path: "/var/lib/x", target: "/y" }] },
  ]) {
    expect(thrown(() => refuse(storage))).toMatchObject({
      code: "diskless-state-file",
      received: "/var/lib/x",
      subject: "machine config of a",
    });
  }
  for (const storage of [
    { files: [{ path: "/var/lib/x", contents, overwrite: true }] },
    { files: [{ path: "/var/lib/x" }] },
    { files: [{ path: "/var/library", contents }] },
    { links: [{ path: "/var/lib/x", target: "/y", overwrite: true }] },
    { directories: [{ path: "/var/lib/x" }] },
  ]) {
    expect(() => refuse(storage)).not.toThrow();
  }
});

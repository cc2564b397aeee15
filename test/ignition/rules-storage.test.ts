import { expect, test } from "vitest";
import { IgnitionFile, IgnitionLink } from "../../lib/ignition";
import { findings } from "./findings";

const TOKEN = "${TfToken[TOKEN.1]}";
const file = (fields: Partial<IgnitionFile>): unknown => ({ storage: { files: [{ path: "/a", ...fields }] } });

test("a mode is within four octal digits", () => {
  for (const mode of [0, 0o644, 0o777]) expect(findings(file({ mode }))).toEqual([]);
  expect(findings(file({ mode: 0o10000 }))).toEqual(["error storage.files.0.mode: illegal file mode"]);
  expect(findings(file({ mode: -1 }))[0]).toBe("error storage.files.0.mode: illegal file mode");
  expect(findings({ storage: { directories: [{ path: "/d", mode: 0o10000 }] } })).toEqual([
    "error storage.directories.0.mode: illegal file mode",
  ]);
});

test("special bits are of no use before 3.6.0", () => {
  const message = "setuid/setgid/sticky bits are not supported or functional in spec versions older than 3.6.0";
  expect(findings(file({ mode: 0o4755 }), "3.5.0")).toEqual([`warning storage.files.0.mode: ${message}`]);
  expect(findings(file({ mode: 0o4755 }), "3.6.0")).toEqual([]);
});

test("overwrite needs a source, which may be empty", () => {
  expect(findings(file({ overwrite: true }))).toEqual([
    "error storage.files.0.overwrite: overwrite must be false if source is unspecified",
  ]);
  expect(findings(file({ overwrite: true, contents: { source: "" } }))).toEqual([]);
  expect(findings(file({ overwrite: false }))).toEqual([]);
});

test("an owner has an id or a name", () => {
  expect(findings(file({ user: { id: 0 }, group: { name: "x" } }))).toEqual([]);
  expect(findings(file({ user: { id: 0, name: "" } }))).toEqual([]);
  expect(findings(file({ user: { id: 1, name: "x" }, group: { id: 1, name: "x" } }))).toEqual([
    "error storage.files.0.group: cannot set both id and name",
    "error storage.files.0.user: cannot set both id and name",
  ]);
});

test("contents and fragments are checked", () => {
  expect(findings(file({ append: [{}, { source: "x:" }], contents: { source: "y:" } }))).toEqual([
    "error storage.files.0.append.1.source: invalid url scheme",
    "error storage.files.0.contents.source: invalid url scheme",
  ]);
});

test("nothing lies below a link", () => {
  const links = [
    { path: "/l", target: "/x" },
    { path: "/l/m", target: "/x" },
  ];
  expect(findings({ storage: { links, files: [{ path: "/l/f" }, { path: "/lf" }], directories: [{ path: "/l/m/d" }] } })).toEqual([
    "error storage.directories.0: directory path includes link in config",
    "error storage.directories.0: directory path includes link in config",
    "error storage.files.0: file path includes link in config",
    "error storage.links.1: link path includes link in config",
  ]);
});

test("a link needs a target since 3.3.0", () => {
  const storage = { links: [{ path: "/a", target: "" }, { path: "/b" }] };
  expect(findings({ storage })).toEqual([
    "error storage.links.0.target: link target is required",
    "error storage.links.1.target: link target is required",
  ]);
  expect(findings({ storage }, "3.2.0")).toEqual([]);
});

test.each<[IgnitionLink, boolean]>([
  [{ path: "/l", target: "/d", hard: true }, true],
  [{ path: "/l", target: "/x/../d", hard: true }, true],
  [{ path: "/l", target: "../d", hard: true }, true],
  [{ path: "/l", target: "d", hard: true }, false],
  [{ path: "/l", target: "/d" }, false],
  [{ path: "/l", target: TOKEN, hard: true }, false],
])("a hard link to a directory: %j", (link, isRefused) => {
  const found = findings({ storage: { links: [link], directories: [{ path: "/d" }] } });
  expect(found).toEqual(isRefused ? ["error storage.links.0: hard link target is a directory"] : []);
});

test("the owner of a hard link is not used", () => {
  const link = { path: "/l", target: "/x", hard: true, user: { id: 1 }, group: { name: "x" } };
  expect(findings({ storage: { links: [link] } })).toEqual([
    "warning storage.links.0.user.id: user/group ignored for hard link",
    "warning storage.links.0.group.name: user/group ignored for hard link",
  ]);
  expect(findings({ storage: { links: [{ ...link, hard: false }] } })).toEqual([]);
});

test("a filesystem on a whole disk that is partitioned or wiped is a warning", () => {
  const filesystems = [
    { device: "/dev/a", format: "ext4" },
    { device: "/dev/b", format: "ext4" },
    { device: "/dev/c", format: "ext4", wipeFilesystem: true },
  ];
  const disks = [
    { device: "/dev/a", partitions: [{ number: 1 }] },
    { device: "/dev/b", wipeTable: true },
    { device: "/dev/c", wipeTable: true },
  ];
  expect(findings({ storage: { filesystems, disks } })).toEqual([
    "warning storage.filesystems.0.device: filesystem overwrites partitioned device",
    "warning storage.filesystems.1.device: device matches disk with wipeTable enabled; filesystem will be wiped",
  ]);
});

test("ten thousand files below as many links take no time", () => {
  const links = Array.from({ length: 10_000 }, (_, i) => ({ path: `/l${i}`, target: "/x" }));
  const files = Array.from({ length: 10_000 }, (_, i) => ({ path: `/f${i}/a/b` }));
  const start = process.hrtime.bigint();
  expect(findings({ storage: { links, files } })).toEqual([]);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
});

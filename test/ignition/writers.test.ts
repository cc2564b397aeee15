import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionFile, IgnitionResource, writtenPaths } from "../../lib/ignition";
import { gzip } from "../../lib/ignition/gzip";

const TOKEN = "${TfToken[TOKEN.1]}";

function fileOf(fields: Partial<IgnitionFile>): string | undefined {
  return writtenPaths({ storage: { files: [{ path: "/a", ...fields }] } }).get("/a");
}

const contentsOf = (contents: IgnitionResource): string | undefined => fileOf({ contents });

test("every path that is written is there", () => {
  const config: IgnitionConfig = {
    storage: {
      directories: [{ path: "/d" }],
      files: [{ path: "/f" }],
      links: [{ path: "/l", target: "/x" }],
    },
    systemd: {
      units: [
        { name: "a.service", contents: "[Unit]\n", dropins: [{ name: "x.conf", contents: "[Unit]\n" }, { name: "y.conf" }] },
        { name: "b.service", enabled: true },
        { name: "c.service", mask: true },
      ],
    },
  };
  expect([...writtenPaths(config).keys()]).toEqual([
    "/d",
    "/f",
    "/l",
    "/etc/systemd/system/a.service",
    "/etc/systemd/system/a.service.d/x.conf",
    "/etc/systemd/system/c.service",
  ]);
  expect(writtenPaths({}).size).toBe(0);
});

test("equal contents are equal in every encoding", () => {
  const gzipped = Buffer.from(gzip(Buffer.from("hello\n"))).toString("base64");
  const forms: IgnitionResource[] = [
    { source: "data:,hello%0A" },
    { source: "data:,%68ello%0a", compression: "" },
    { source: "data:text/plain;charset=utf-8;base64,aGVsbG8K" },
    { source: `data:;base64,${gzipped}`, compression: "gzip" },
  ];
  expect(new Set(forms.map(contentsOf)).size).toBe(1);
});

test("an empty source is an empty file, none is a file as it is", () => {
  expect(contentsOf({ source: "" })).toBe(contentsOf({ source: "data:," }));
  expect(contentsOf({})).toBe(fileOf({}));
  expect(contentsOf({})).not.toBe(contentsOf({ source: "" }));
});

test("other contents, fragments, modes and owners differ", () => {
  const same = { contents: { source: "data:,x" } };
  const descriptions = [
    fileOf(same),
    fileOf({ contents: { source: "data:,y" } }),
    fileOf({ ...same, mode: 0o600 }),
    fileOf({ ...same, user: { id: 500 } }),
    fileOf({ ...same, group: { name: "core" } }),
    fileOf({ ...same, append: [{ source: "data:,z" }] }),
  ];
  expect(new Set(descriptions).size).toBe(descriptions.length);
});

test("what is written out and what is the default are the same", () => {
  const contents = { source: "data:,x" };
  expect(fileOf({ contents, mode: 0o644, user: { name: "root" }, group: { id: 0 }, overwrite: true })).toBe(fileOf({ contents }));
  const directory = (mode?: number): unknown => writtenPaths({ storage: { directories: [{ path: "/d", mode }] } }).get("/d");
  expect(directory(0o755)).toBe(directory());
  expect(directory(0o700)).not.toBe(directory());
});

test("what is fetched is compared by how it is fetched", () => {
  const hash = `sha512-${"0".repeat(128)}`;
  expect(contentsOf({ source: "http://x" })).toBe(contentsOf({ source: "http://x", compression: "" }));
  const forms: IgnitionResource[] = [
    { source: "http://x" },
    { source: "http://y" },
    { source: "http://x", compression: "gzip" },
    { source: "http://x", verification: { hash } },
    { source: "http://x", httpHeaders: [{ name: "A", value: "b" }] },
  ];
  expect(new Set(forms.map(contentsOf)).size).toBe(forms.length);
});

test("what is known only at apply, or can not be decoded, equals itself", () => {
  for (const source of [`data:,${TOKEN}`, "data:;base64,x"]) expect(contentsOf({ source })).toBe(contentsOf({ source }));
  expect(contentsOf({ source: `data:,${TOKEN}` })).not.toBe(contentsOf({ source: `data:,${TOKEN}x` }));
  expect(contentsOf({ source: "data:,plain", compression: "gzip" })).not.toBe(contentsOf({ source: "data:,plain" }));
});

test("a file with the text of a unit leaves the same", () => {
  const unit = (contents: string): unknown =>
    writtenPaths({ systemd: { units: [{ name: "a.service", contents }] } }).get("/etc/systemd/system/a.service");
  const path = "/etc/systemd/system/a.service";
  const file = writtenPaths({ storage: { files: [{ path, contents: { source: "data:,%5BUnit%5D" } }] } }).get(path);
  expect(unit("[Unit]")).toBe(file);
  expect(unit(TOKEN)).not.toBe(file);
});

test("a mask is a link, whatever the text of the unit", () => {
  const path = "/etc/systemd/system/a.service";
  const link = writtenPaths({ storage: { links: [{ path, target: "/dev/null" }] } }).get(path);
  expect(writtenPaths({ systemd: { units: [{ name: "a.service", mask: true, contents: "[Unit]" }] } }).get(path)).toBe(link);
  expect(writtenPaths({ storage: { links: [{ path, target: "/dev/null", hard: true }] } }).get(path)).not.toBe(link);
});

import { expect, test } from "vitest";
import { LocalFileFault, MemoryFilesDirectory } from "../../../lib/butane";

const files = new MemoryFilesDirectory({
  a: "text",
  "dir/bytes": Uint8Array.of(0xff),
  "/dir/run": { contents: "#!", executable: true },
  "dir/link": { target: "../a" },
});

test("files are read by their path", () => {
  expect([..."a,/a,dir/../a".split(",")].map((local) => Buffer.from(files.read(local)).toString())).toEqual(["text", "text", "text"]);
  expect([...files.read("dir/bytes")]).toEqual([0xff]);
});

test.each([
  ["x", "open files/x: no such file or directory"],
  ["a/x", "open files/a/x: not a directory"],
  ["dir", "read files/dir: is a directory"],
  ["dir/link", "open files/dir/link: no such file or directory"],
  ["../a", "local file path traverses outside the files directory"],
])("%s can not be read", (local, message) => {
  expect(() => files.read(local)).toThrow(new LocalFileFault(message));
});

test("a walk goes by names, and has the name that messages have", () => {
  expect([...files.walk("")].map(({ path, kind }) => [path, kind])).toEqual([
    ["", "directory"],
    ["a", "file"],
    ["dir", "directory"],
    ["dir/bytes", "file"],
    ["dir/link", "link"],
    ["dir/run", "file"],
  ]);
  expect(() => [...files.walk("a")]).toThrow("root of tree must be a directory");
  expect(() => new MemoryFilesDirectory({}, "../other").read("b")).toThrow("open ../other/b: no such file or directory");
});

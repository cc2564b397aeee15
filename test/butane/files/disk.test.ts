import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DiskFilesDirectory, LocalFileFault, TreeNode } from "../../../lib/butane";

let root: string;
let files: DiskFilesDirectory;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "butane-disk-"));
  fs.mkdirSync(path.join(root, "files/dir/sub"), { recursive: true });
  fs.writeFileSync(path.join(root, "secret"), "outside");
  fs.writeFileSync(path.join(root, "files/a"), "text");
  fs.writeFileSync(path.join(root, "files/dir/run"), "#!", { mode: 0o755 });
  fs.writeFileSync(path.join(root, "files/dir/sub/b"), "b");
  fs.writeFileSync(Buffer.concat([Buffer.from(path.join(root, "files/dir/sub/")), Buffer.of(0xff)]), "odd");
  fs.symlinkSync("a", path.join(root, "files/inner"));
  fs.symlinkSync("dir", path.join(root, "files/inner-dir"));
  fs.symlinkSync("../secret", path.join(root, "files/outer"));
  fs.symlinkSync(root, path.join(root, "files/outer-dir"));
  fs.symlinkSync("loop", path.join(root, "files/loop"));
  fs.symlinkSync("nowhere", path.join(root, "files/dir/dangling"));
  files = new DiskFilesDirectory(path.join(root, "files"), "files");
});
afterAll(() => fs.rmSync(root, { recursive: true }));

const read = (local: string): string => Buffer.from(files.read(local)).toString();
const fault = (fn: () => unknown): string => {
  try {
    fn();
  } catch (e) {
    if (e instanceof LocalFileFault) return e.message;
    throw e;
  }
  throw new Error("nothing was thrown");
};
const OUTSIDE = "local file path traverses outside the files directory";

test("files are read below the directory, also by a path that begins with a slash and by a link within", () => {
  expect(["a", "/a", "dir/../a", "./dir//sub/b", "inner", "inner-dir/run"].map(read)).toEqual(["text", "text", "text", "b", "text", "#!"]);
});

test.each(["../secret", "dir/../../secret", "..", "outer", "outer-dir/secret", "outer-dir/files/../secret"])("%s is outside", (local) => {
  expect(fault(() => files.read(local))).toBe(OUTSIDE);
  expect(fault(() => [...files.walk(local)])).toBe(OUTSIDE);
});

test.each([
  ["missing", "open files/missing: no such file or directory"],
  ["a/b", "open files/a/b: not a directory"],
  ["dir/", "read files/dir: is a directory"],
  ["", "read files: is a directory"],
  ["loop", "open files/loop: too many levels of symbolic links"],
  ["a\0b", "open files/a\0b: invalid argument"],
  ["x".repeat(300), `open files/${"x".repeat(300)}: file name too long`],
])("%j can not be read", (local, message) => {
  expect(fault(() => files.read(local))).toBe(message);
});

test("a pipe is not waited for", () => {
  const device = new DiskFilesDirectory("/dev", "files");
  expect(fault(() => device.read("null"))).toBe("read files/null: not a regular file");
});

test("a directory is named as it was given where no other name was", () => {
  const relative = path.relative(process.cwd(), path.join(root, "files"));
  expect(fault(() => new DiskFilesDirectory(relative).read("x/../y"))).toBe(`open ${relative}/y: no such file or directory`);
  expect(fault(() => new DiskFilesDirectory(path.join(root, "none"), "none").read("y"))).toBe("open none/y: no such file or directory");
});

test("a walk tells directories first, names by their bytes, links as they are", () => {
  const told = (node: TreeNode): unknown[] => [
    node.path,
    node.kind,
    "executable" in node ? node.executable : "target" in node ? node.target : "",
  ];
  expect([...files.walk("dir")].map(told)).toEqual([
    ["", "directory", ""],
    ["dangling", "link", "nowhere"],
    ["run", "file", true],
    ["sub", "directory", ""],
    ["sub/b", "file", false],
    ["sub/\udcff", "file", false],
  ]);
  expect([...files.walk("inner-dir")].map(told)).toEqual([["", "link", "dir"]]);
});

test("a file of a walk is read when it is asked for, also one whose name is no text", () => {
  const contents = [...files.walk("dir/sub")].map((node) => (node.kind === "file" ? Buffer.from(node.read()).toString() : node.kind));
  expect(contents).toEqual(["directory", "b", "odd"]);
});

test("what is no directory can not be walked", () => {
  expect(fault(() => [...files.walk("a")])).toBe("root of tree must be a directory");
  expect(fault(() => [...files.walk("missing")])).toBe("stat files/missing: no such file or directory");
});

test("a file that no string can hold is not read", () => {
  const huge = path.join(root, "files/huge");
  fs.closeSync(fs.openSync(huge, "w"));
  fs.truncateSync(huge, 2 ** 28 + 1);
  expect(fault(() => read("huge"))).toBe("read files/huge: 268435457 bytes are more than 268435456");
  fs.rmSync(huge);
});

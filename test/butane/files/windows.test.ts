import * as fs from "node:fs";
import * as os from "node:os";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DiskFilesDirectory } from "../../../lib/butane/files/disk";

// Paths are resolved by the rules of Windows; what is opened is the same.
vi.mock("node:path", async () => (await vi.importActual<typeof import("node:path")>("node:path")).win32);

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(`${os.tmpdir()}/butane-windows-`);
  fs.mkdirSync(`${root}/files/dir`, { recursive: true });
  fs.writeFileSync(`${root}/secret`, "outside");
  fs.writeFileSync(`${root}/files/dir/a`, "text");
  fs.symlinkSync("../secret", `${root}/files/outer`);
});
afterAll(() => fs.rmSync(root, { recursive: true }));

test("where paths have backslashes, files are read below the directory and nothing outside is", () => {
  const files = new DiskFilesDirectory(`${root}/files`, "files");
  expect(Buffer.from(files.read("dir/a")).toString()).toBe("text");
  expect([...files.walk("dir")].map(({ path }) => path)).toEqual(["", "a"]);
  expect(() => files.read("dir/b")).toThrow("open files/dir/b: no such file or directory");
  for (const local of ["../secret", "..\\secret", "dir\\..\\..\\secret", "outer"]) {
    expect(() => files.read(local), local).toThrow("local file path traverses outside the files directory");
  }
});

import * as fs from "node:fs/promises";
import * as path from "node:path";
import { expect, test } from "vitest";
import { diskErrorCode, ifThere, makeFolder, reading, writing } from "../../../lib/release/cache/disk-error";
import { rejected } from "../rejected";
import { temporary } from "./testing";

const missing = (): Promise<string> => fs.readFile(path.join(temporary(), "missing"), "utf8");

test("an error of the system becomes one of the file that it is about", async () => {
  expect(await rejected(writing("/a/file", missing))).toMatchObject({ code: "file-not-writable", path: "/a/file", received: "ENOENT" });
  expect(await rejected(reading("/a/file", missing))).toMatchObject({ code: "file-not-readable", path: "/a/file", received: "ENOENT" });
});

test("any other error, and what the work gives, goes through as it is", async () => {
  const error = Object.assign(new Error("mine"), { code: "MINE" });
  await expect(writing("/a", () => Promise.reject(error))).rejects.toBe(error);
  await expect(reading("/a", () => Promise.reject(error))).rejects.toBe(error);
  expect(await writing("/a", () => Promise.resolve(1))).toBe(1);
  expect(await reading("/a", () => Promise.resolve(1))).toBe(1);
});

test("only errors of the system have a code of it", async () => {
  expect(diskErrorCode(Object.assign(new Error(), { code: "ENOSPC", syscall: "write" }))).toBe("ENOSPC");
  expect(diskErrorCode(Object.assign(new Error(), { code: "ERR_INVALID_ARG_TYPE" }))).toBeUndefined();
  expect(diskErrorCode({ code: "ENOSPC", syscall: "write" })).toBeUndefined();
});

test("what is not there is undefined, also below a file, and any other error stays one", async () => {
  const folder = temporary();
  await fs.writeFile(path.join(folder, "file"), "");
  expect(await ifThere(() => fs.readFile(path.join(folder, "missing")))).toBeUndefined();
  expect(await ifThere(() => fs.readFile(path.join(folder, "file", "below")))).toBeUndefined();
  await expect(ifThere(() => fs.readFile(folder))).rejects.toMatchObject({ code: "EISDIR" });
});

test("a folder is made with those above it, and may be there already", async () => {
  const folder = path.join(temporary(), "a", "b", "c");
  await makeFolder(folder);
  await makeFolder(folder);
  expect((await fs.stat(folder)).isDirectory()).toBe(true);
});

test("a folder that cannot be made is told of by the reason, not as one that is not there", async () => {
  const folder = temporary();
  await fs.writeFile(path.join(folder, "file"), "");
  await fs.symlink("nowhere", path.join(folder, "link"));
  const below = (name: string) => rejected(makeFolder(path.join(folder, name, "a", "b")));
  expect(await below("file")).toMatchObject({ code: "file-not-writable", received: "ENOTDIR" });
  expect(await below("link")).toMatchObject({ code: "file-not-writable", received: "ENOTDIR" });
});

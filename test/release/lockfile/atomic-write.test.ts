import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareWrite, removeLeftovers, targetOf, writeAtomically } from "../../../lib/release/lockfile/atomic-write";
import { PROJECT, build, run, scratch } from "../../support/project";
import { thrown } from "../thrown";

let folder: string;
let file: string;
beforeAll(build, 120_000);
beforeEach(() => {
  folder = scratch();
  file = path.join(folder, "flatcar.lock.json");
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("a new file and an old one have the new content, and nothing is left beside it", () => {
  writeAtomically(file, "one");
  expect(fs.readFileSync(file, "utf8")).toBe("one");
  writeAtomically(file, "two");
  expect(fs.readFileSync(file, "utf8")).toBe("two");
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("the permissions of an old file are kept, and a new one has those that the process gives", () => {
  const before = process.umask(0o027);
  try {
    writeAtomically(file, "one");
    expect(fs.statSync(file).mode & 0o7777).toBe(0o640);
    fs.chmodSync(file, 0o664);
    writeAtomically(file, "two");
    expect(fs.statSync(file).mode & 0o7777).toBe(0o664);
  } finally {
    process.umask(before);
  }
});

test.runIf(process.getuid?.() === 0)("the owner of an old file is kept where that is allowed", () => {
  writeAtomically(file, "one");
  fs.chownSync(file, 1234, 5678);
  writeAtomically(file, "two");
  expect(fs.statSync(file)).toMatchObject({ uid: 1234, gid: 5678 });
});

test("who reads while the file is replaced finds the old content or the new one", () => {
  const texts = ["a", "b"].map((letter) => letter.repeat(100_000));
  writeAtomically(file, texts[0]);
  const old = fs.openSync(file, "r");
  writeAtomically(file, texts[1], () => expect(fs.readFileSync(file, "utf8")).toBe(texts[0]));
  expect(fs.readFileSync(old, "utf8")).toBe(texts[0]);
  fs.closeSync(old);
});

test("what is thrown right before the renaming leaves the old file, and nothing else", () => {
  writeAtomically(file, "one");
  const refuse = (): void => {
    throw new Error("no");
  };
  expect(() => writeAtomically(file, "two", refuse)).toThrow("no");
  expect(fs.readFileSync(file, "utf8")).toBe("one");
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("a content that waits is put in its place, or nothing is left of it", () => {
  writeAtomically(file, "one");
  const first = prepareWrite(file, Buffer.from("two"));
  expect(fs.readFileSync(file, "utf8")).toBe("one");
  first.discard();
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
  const second = prepareWrite(file, Buffer.from("three"));
  second.commit();
  second.discard();
  expect(fs.readFileSync(file, "utf8")).toBe("three");
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("what waits in a folder that is gone is an error with the file's name", () => {
  const inside = path.join(folder, "gone", "lock.json");
  fs.mkdirSync(path.dirname(inside));
  const prepared = prepareWrite(inside, "x");
  fs.rmSync(path.dirname(inside), { recursive: true });
  expect(thrown(() => prepared.commit())).toMatchObject({ code: "file-not-writable", received: "ENOENT", path: inside });
  expect(() => prepared.discard()).not.toThrow();
});

test("what there is no room for is an error with the file's name, and leaves the old file and nothing else", () => {
  writeAtomically(file, "old");
  const program = `
    const { writeAtomically } = require(${JSON.stringify(path.join(PROJECT, "dist/lib/release/lockfile/atomic-write.js"))});
    process.on("SIGXFSZ", () => {});
    try { writeAtomically(${JSON.stringify(file)}, "x".repeat(1 << 20)); } catch (e) { console.log(JSON.stringify({ ...e, message: e.message })); }`;
  // A limit to the size of files stands for the full disk: the writing fails in its middle.
  const { stdout, stderr } = run("bash", ["-c", 'ulimit -f 16; exec "$0" -e "$1"', process.execPath, program]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ code: "file-not-writable", received: "EFBIG", path: file });
  expect(fs.readFileSync(file, "utf8")).toBe("old");
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("a folder that is not to be written to is an error with the file's name", () => {
  // Nobody, not even root, makes files there.
  expect(thrown(() => writeAtomically("/proc/self/flatcar.lock.json", "x"))).toMatchObject({
    code: "file-not-writable",
    path: "/proc/self/flatcar.lock.json",
  });
});

test("what killed processes left of this file is removed, and nothing else", () => {
  const others = [".flatcar.lock.json.tmp", ".flatcar.lock.json.1-2.tmp.bak", ".other.lock.json.1-2.tmp", "flatcar.lock.json"];
  for (const name of [...others, ".flatcar.lock.json.4711-1.tmp", ".flatcar.lock.json.12-34.tmp"])
    fs.writeFileSync(path.join(folder, name), "");
  removeLeftovers(file);
  expect(fs.readdirSync(folder).sort()).toEqual([...others].sort());
});

test("a link leads to its target, through folders that are links and links to links, whether the target is there or not", () => {
  const target = path.join(folder, "real", "lock.json");
  fs.mkdirSync(path.dirname(target));
  fs.symlinkSync("real", path.join(folder, "alias"));
  fs.symlinkSync("alias/lock.json", path.join(folder, "second"));
  fs.symlinkSync(path.join(folder, "second"), file);
  expect(targetOf(file)).toBe(target);
  fs.writeFileSync(target, "x");
  expect(targetOf(file)).toBe(target);
  expect(targetOf(target)).toBe(target);
});

test("links in a circle and folders that are not there are errors with the file's name", () => {
  fs.symlinkSync("other", file);
  fs.symlinkSync("flatcar.lock.json", path.join(folder, "other"));
  expect(thrown(() => targetOf(file))).toMatchObject({ code: "file-not-writable", received: "ELOOP", path: file });
  const missing = path.join(folder, "missing", "lock.json");
  expect(thrown(() => targetOf(missing))).toMatchObject({ code: "file-not-writable", received: "ENOENT", path: missing });
});

import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parseLockText, readLockText, systemCode } from "../../lib/release/lock-text";
import { withScratch } from "../support/project";
import { thrown } from "./thrown";

test("a lock is read as UTF-8 text", () => {
  withScratch((folder) => {
    const file = path.join(folder, "flatcar.lock.json");
    fs.writeFileSync(file, "{ ü }");
    expect(readLockText(file)).toBe("{ ü }");
    fs.writeFileSync(file, new Uint8Array([0x7b, 0xff, 0x7d]));
    expect(thrown(() => readLockText(file))).toMatchObject({ code: "lock-not-json", allowed: "UTF-8", path: file });
    expect(thrown(() => readLockText(folder))).toMatchObject({ code: "lock-unreadable", received: "EISDIR", path: folder });
    const missing = path.join(folder, "missing.json");
    expect(thrown(() => readLockText(missing))).toMatchObject({ code: "lock-missing", received: "ENOENT", path: missing });
  });
});

test("a key that stands twice and what is no JSON are told with line and column", () => {
  expect(parseLockText('{ "a": [1, null] }', "lock")).toEqual({ a: [1, null] });
  expect(thrown(() => parseLockText('{\n  "a": 1,\n  "a": 2 }', "lock"))).toMatchObject({
    code: "lock-not-json",
    subject: "line 3, column 3",
    path: "lock",
  });
  expect(thrown(() => parseLockText("{", "lock"))).toMatchObject({ received: "the end of the file" });
});

test("an error of the system is told by its code, and any other by its text", () => {
  expect(systemCode(Object.assign(new Error("no"), { code: "ENOSPC" }))).toBe("ENOSPC");
  expect(systemCode(new Error("no"))).toBe("Error: no");
  expect(systemCode("no")).toBe("no");
});

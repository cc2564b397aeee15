import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../lib/cli/command";
import { InputFailure, checkOperands, prefixed, readConfig, readInput } from "../../lib/cli/ignition-input";
import { CommandIo } from "../../lib/cli/io";
import { scratch } from "../support/project";

let folder: string;
beforeAll(() => (folder = scratch()));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function io(stdin = ""): CommandIo & { readonly told: string[] } {
  const told: string[] = [];
  return {
    readStdin: () => Promise.resolve(Buffer.from(stdin)),
    stdout: { isTTY: false, write: () => undefined },
    stderr: { isTTY: false, write: (text) => void told.push(text) },
    env: {},
    cwd: folder,
    now: () => new Date(0),
    signal: new AbortController().signal,
    told,
  };
}

test("a file is found in the working directory, - is standard input", async () => {
  fs.writeFileSync(path.join(folder, "a.ign"), "text");
  expect(Buffer.from(await readInput("a.ign", io())).toString()).toBe("text");
  expect(Buffer.from(await readInput("-", io("input"))).toString()).toBe("input");
});

test("what can not be read is told in the words of Go", async () => {
  await expect(readInput("missing.ign", io())).rejects.toThrow(new InputFailure("open missing.ign: no such file or directory"));
  await expect(readInput(".", io())).rejects.toThrow(new InputFailure("read .: is a directory"));
});

test("a config is read as Ignition does, and its warnings are told", async () => {
  const there = io('{"ignition":{"version":"3.4.0"},"x":1}');
  expect(await readConfig("-", there)).toEqual({ ignition: { version: "3.4.0" } });
  expect(there.told.join("")).toBe("-: warning at $.x, line 1 col 33: unused key x\n");
});

test("what is no config is a failure that says why", async () => {
  await expect(readConfig("-", io("{}"))).rejects.toThrow("-: couldn't parse config: invalid config version (couldn't parse)");
  await expect(readConfig("-", io("x"))).rejects.toThrow("-: error at line 0 col 0: invalid character 'x' looking for beginning of value");
});

test("every line has the file before it", () => {
  expect(prefixed("a", "one\ntwo\n")).toBe("a: one\na: two\n");
  expect(prefixed("$&", "one\n")).toBe("$&: one\n");
  expect(prefixed("a", "")).toBe("");
});

test("standard input is read once", () => {
  expect(() => checkOperands(["-", "a", "-"])).toThrow(UsageError);
  expect(() => checkOperands(["-", "a"])).not.toThrow();
});

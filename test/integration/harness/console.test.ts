import * as fs from "fs";
import { expect, test } from "vitest";
import { Console } from "./console";
import { Workspace } from "./workspace";

test("text that comes later is waited for, across pieces, and given with what stands before it", async () => {
  const file = Workspace.forTest().path("serial");
  const console = new Console(file);
  expect(console.text()).toBe("");
  const seen = console.until(/log(in|out):/, 60);
  fs.writeFileSync(file, "\u001b[0;32mStarting\u001b[0m\r\nlog");
  fs.appendFileSync(file, "in: \r\nmore");
  expect(await seen).toBe("Starting\nlogin:");
  expect(await console.until("Start", 60)).toBe("Start");
});

test("an error ends with all that the console has", async () => {
  const console = new Console(Workspace.forTest().write("serial", "one\r\ntwo\r\n"));
  await expect(console.until("three", 0)).rejects.toThrow("three on the console: not after 0 s\none\ntwo\n");
  await expect(console.until(/three/, 60, () => "QEMU has ended")).rejects.toThrow("no /three/ on the console: QEMU has ended\none\ntwo\n");
});

test("what the last words say is seen although nothing more will come", async () => {
  const console = new Console(Workspace.forTest().write("serial", "bye"));
  expect(await console.until("bye", 60, () => "QEMU has ended")).toBe("bye");
});

import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ReleaseServerProcess } from ".";
import { STABLE } from "./testing";

const SCRIPT = path.join(__dirname, "serve.mjs");

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a server of its own process serves what it was told, and leaves nothing behind", async () => {
  const files = { "large.bin": { seed: "large", size: 5_000_000 } };
  const server = await ReleaseServerProcess.start([{ ...STABLE, files }]);
  onTestFinished(() => server.close());
  expect(fs.readFileSync(server.keyFile, "utf8")).toContain("PUBLIC KEY BLOCK");
  const large = await fetch(`${server.url}/stable/amd64-usr/current/large.bin`, { method: "HEAD" });
  expect(large.headers.get("content-length")).toBe("5000000");
  expect((await fetch(`${server.url}/stable/amd64-usr/4593.2.5/large.bin.DIGESTS.asc`)).status).toBe(200);
  await server.close();
  expect(isRunning(server.pid)).toBe(false);
  expect(fs.existsSync(server.keyFile)).toBe(false);
});

test("a server whose parent dies ends", async () => {
  const middle = spawn(process.execPath, [
    "-e",
    `const child = require("child_process").spawn(process.execPath, [${JSON.stringify(SCRIPT)}], { stdio: ["pipe", "inherit", "inherit"] });
     process.stderr.write(child.pid + "\\n");`,
  ]);
  let pid = 0;
  middle.stderr.setEncoding("utf8").once("data", (text: string) => (pid = Number(text)));
  const ready = await new Promise<string>((resolve) => middle.stdout.setEncoding("utf8").once("data", resolve));
  expect(JSON.parse(ready)).toMatchObject({ url: expect.stringMatching(/^http:/) });
  expect(isRunning(pid)).toBe(true);
  middle.kill("SIGKILL");
  const until = performance.now() + 10_000;
  while (isRunning(pid) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isRunning(pid)).toBe(false);
});

test("publications that cannot be read are an error that tells why", async () => {
  const publication = { channel: "stable", version: "newest", date: "2026-08-13" };
  await expect(ReleaseServerProcess.start([publication])).rejects.toThrow(/version-malformed/);
});

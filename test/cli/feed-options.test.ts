import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Command, ExitCode } from "../../lib/cli/command";
import { FEED_OPTIONS, withFeed } from "../../lib/cli/feed-options";
import { packageVersion } from "../../lib/cli/version";
import { Channel } from "../../lib/release";
import { Fault, ReleaseServer } from "../emulators/release";
import { scratch } from "../support/project";
import { Outside, run as runWith } from "./run";

let server: ReleaseServer;
let folder: string;
beforeAll(async () => {
  server = await ReleaseServer.start();
  server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13" });
  folder = scratch();
  await server.writeTo(path.join(folder, "mirror"));
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Prints what is newest. */
const newest: Command = {
  name: "newest",
  summary: "print what is newest",
  usage: "[options]",
  options: FEED_OPTIONS,
  examples: [],
  run: (args, io) =>
    withFeed(args, io, async (feed) => {
      io.stdout.write(`${(await feed.current(Channel.STABLE)).toString()}\n`);
      return ExitCode.FINE;
    }),
};

const run = (args: readonly string[], outside: Outside = {}) =>
  runWith(["newest", ...args], { cwd: folder, commands: [newest], ...outside });

test("the feed of a mirror is read and its signatures judged by the key that is named", async () => {
  const { length } = server.requests;
  expect(await run(["--mirror", server.url, "--key", server.keyFile])).toEqual({ code: 0, stdout: "4593.2.5\n", stderr: "" });
  expect(server.requests[length].headers["user-agent"]).toBe(`cdktf-flatcar/${packageVersion()}`);
});

test("a directory is relative to where the command runs, and a file URL is not", async () => {
  expect((await run(["--mirror", "mirror", "--key", server.keyFile])).stdout).toBe("4593.2.5\n");
  expect((await run(["--mirror", `file://${folder}/mirror`, "--key", path.relative(folder, server.keyFile)])).stdout).toBe("4593.2.5\n");
});

test("without a key the project's own judges, and takes no others", async () => {
  const { code, stdout, stderr } = await run(["--mirror", server.url]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^http:.*version\.txt: signature: .* \[signature-foreign: [^\n]+\n$/);
});

test("the end of the project's key is warned of 60 days ahead", async () => {
  const { stderr } = await run(["--mirror", "mirror"], { now: new Date("2027-02-01T00:00:00Z") });
  expect(stderr).toMatch(/^warning: .*2027-03-08/);
});

test.each([
  ["a mirror that is not there", ["--mirror", "none"], 1, "mirror-missing"],
  ["a URL that is no mirror", ["--mirror", "ftp://a.example"], 1, "mirror-url-invalid"],
  ["a key that is not there", ["--mirror", "mirror", "--key", "none.asc"], 1, "key-unreadable"],
  ["an empty mirror", ["--mirror="], 2, "--mirror needs a URL or a directory"],
  ["hosts that are none", ["--mirror", "mirror", "--allow-host", "a.example,https://b.example"], 2, 'not "https://b.example"'],
  ["no host at all", ["--mirror", "mirror", "--allow-host", ""], 2, 'not ""'],
])("%s is told in one line", async (_what, args, code, words) => {
  const ran = await run(args);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(words);
  expect(ran.stderr.split("\n")[0]).not.toBe("");
});

test("redirects may lead to hosts that are allowed", async () => {
  const other = await ReleaseServer.start(server.keys);
  const sent = /^\/stable\/amd64-usr\/4593\.2\.5\/version\.txt$/;
  other.fault(sent, Fault.redirect(`${server.url}/stable/amd64-usr/4593.2.5/version.txt`), { times: Infinity });
  other.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13" });
  const args = ["--mirror", other.url, "--key", server.keyFile];
  expect((await run(args)).stderr).toContain("feed-redirect");
  expect(await run([...args, "--allow-host", `a.example, ${new URL(server.url).host}`])).toMatchObject({ code: 0, stderr: "" });
  await other.close();
});

test("whoever interrupts it gets his prompt back with 130, and nothing else", async () => {
  const hanging = await ReleaseServer.start(server.keys);
  hanging.fault(/./, Fault.hang(), { times: Infinity });
  const controller = new AbortController();
  setTimeout(() => controller.abort("SIGINT"), 50);
  const ran = await run(["--mirror", hanging.url, "--key", server.keyFile], { signal: controller.signal });
  expect(ran).toEqual({ code: ExitCode.INTERRUPTED, stdout: "", stderr: "interrupted\n" });
  await hanging.close();
});

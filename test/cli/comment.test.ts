import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ForgeEmulator } from "../forge/forge-emulator";
import { run } from "./run";

let emulator: ForgeEmulator;
let folder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "comment-"));
  fs.writeFileSync(path.join(folder, "check.md"), "<!-- x -->\nfrom a file\n");
  emulator = await ForgeEmulator.start("github");
  emulator.accounts.set("t", { name: "robot" });
});
afterAll(async () => {
  await emulator.stop();
  fs.rmSync(folder, { recursive: true });
});

const env = () => ({ GITHUB_ACTIONS: "true", GITHUB_API_URL: emulator.url, GITHUB_REPOSITORY: "acme/site", GITHUB_TOKEN: "t" });

test("a file, or standard input, becomes the comment on the pull request of the job", async () => {
  const job = { cwd: folder, env: { ...env(), GITHUB_REF: "refs/pull/7/merge" } };
  expect(await run(["comment", "check.md"], job)).toEqual({ code: 0, stdout: "", stderr: "comment on acme/site 7: created\n" });
  expect(await run(["comment", "-"], { ...job, stdin: "<!-- x -->\nfrom standard input\n" })).toMatchObject({
    code: 0,
    stderr: "comment on acme/site 7: updated\n",
  });
  expect(emulator.comments.map(({ body }) => body)).toEqual(["<!-- x -->\nfrom standard input\n"]);
});

test("or on another one that is named", async () => {
  const named = ["comment", "--project", "acme/site", "--number", "7", "check.md"];
  expect(await run(named, { cwd: folder, env: { ...env(), GITHUB_REPOSITORY: "acme/other" } })).toMatchObject({ code: 0 });
});

test("a wrong call is told with a hint", async () => {
  for (const args of [[], ["a", "b"], ["--number", "x", "check.md"]]) {
    const { code, stderr } = await run(["comment", ...args], { cwd: folder, env: env() });
    expect({ code, hint: stderr.includes("See cdktf-flatcar comment --help") }).toEqual({ code: 2, hint: true });
  }
});

test("a file that is not there is one line", async () => {
  const { code, stderr } = await run(["comment", "none.md"], { cwd: folder, env: { ...env(), GITHUB_REF: "refs/pull/7/merge" } });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^the text of the comment: received "none.md"; .*\[comment-unreadable: [^\n]*\n$/);
});

import { expect, test } from "vitest";
import { CommandArguments } from "../../lib/cli/arguments";
import { FEED_OPTIONS } from "../../lib/cli/feed-options";
import { CommandIo } from "../../lib/cli/io";
import { withLockWork, writeNotes } from "../../lib/cli/lock-work";

function outside(): { io: CommandIo; stderr: () => string } {
  let text = "";
  const output = { isTTY: true, write: (more: string) => void (text += more) };
  const io = { stdout: output, stderr: output, env: {}, cwd: "/", now: () => new Date(0), signal: new AbortController().signal };
  return { io: { ...io, readStdin: () => Promise.resolve(new Uint8Array()) }, stderr: () => text };
}
const args = CommandArguments.parse(["--mirror", __dirname], FEED_OPTIONS);

test("what was asked for is shown when the progress is seen no more", async () => {
  const { io, stderr } = outside();
  const code = await withLockWork(
    args,
    io,
    async ({ progress, resolver, feed }) => {
      progress.begin("stable 4593.2.5", 1);
      return Promise.resolve(resolver.feed === feed ? 3 : 4);
    },
    (result) => {
      io.stderr.write("result");
      return result;
    },
  );
  expect(code).toBe(3);
  expect(stderr()).toMatch(/\(stable 4593\.2\.5\)\r\u001b\[Kresult$/);
});

test("the progress is seen no more when the work fails, either", async () => {
  const { io, stderr } = outside();
  const failing = withLockWork(
    args,
    io,
    ({ progress }) => {
      progress.begin("stable 4593.2.5", 1);
      return Promise.reject(new Error("no"));
    },
    () => 0,
  );
  await expect(failing).rejects.toThrow("no");
  expect(stderr()).toMatch(/\r\u001b\[K$/);
});

test("a note is told once", () => {
  const { io, stderr } = outside();
  writeNotes(io, ["a", "b", "a"]);
  expect(stderr()).toBe("note: a\nnote: b\n");
});

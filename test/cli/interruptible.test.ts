import { expect, test } from "vitest";
import { interruptible } from "../../lib/cli/interruptible";

/** All of the outside that is needed, with what was written to standard error. */
function outside() {
  const controller = new AbortController();
  const written: string[] = [];
  const output = { isTTY: false, write: (text: string) => void written.push(text) };
  const io = {
    readStdin: () => Promise.resolve(new Uint8Array()),
    stdout: output,
    stderr: output,
    env: {},
    cwd: "/",
    now: () => new Date(0),
    signal: controller.signal,
  };
  return { io, controller, written };
}

test("work that nobody ends is what it is", async () => {
  const { io, written } = outside();
  expect(await interruptible(io, () => Promise.resolve(1))).toBe(1);
  const error = new Error("mine");
  await expect(interruptible(io, () => Promise.reject(error))).rejects.toBe(error);
  expect(written).toEqual([]);
});

test("work that was ended ends with 130 and a word, whatever it threw", async () => {
  const { io, controller, written } = outside();
  const work = (): Promise<number> => {
    controller.abort("SIGINT");
    return Promise.reject(new Error("the reader was closed"));
  };
  expect(await interruptible(io, work)).toBe(130);
  expect(written).toEqual(["interrupted\n"]);
});

test("work that came to its end all the same is done", async () => {
  const { io, controller } = outside();
  controller.abort("SIGINT");
  expect(await interruptible(io, () => Promise.resolve(0))).toBe(0);
});

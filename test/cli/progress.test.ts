import { expect, test } from "vitest";
import { Progress } from "../../lib/cli/progress";
import { FileStep } from "../../lib/release/cache";

const MIB = 1024 * 1024;

/** A progress on a terminal or elsewhere, with a clock that stands still until it is set. */
function display(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  let ms = 0;
  const progress = new Progress({ stderr: { isTTY, columns, write: (text) => void written.push(text) }, now: () => new Date(ms) });
  return { written, progress, at: (milliseconds: number) => void (ms = milliseconds) };
}

test("elsewhere than on a terminal there is a line at every tenth, with what can be told", () => {
  const { written, progress, at } = display(false);
  for (let i = 0; i <= 100; i++) {
    at(i * 100);
    progress.show({ label: "fetching disk.img", done: i * MIB, total: 100 * MIB });
  }
  progress.end();
  expect(written).toHaveLength(10);
  expect(written[0]).toBe("fetching disk.img: 10 % of 100.0 MiB, 10.0 MiB/s, 0:09 left\n");
  expect(written[9]).toBe("fetching disk.img: 100 % of 100.0 MiB, 10.0 MiB/s\n");
});

test("one large step is one line, and what was there before is none", () => {
  const { written, progress } = display(false);
  progress.show({ label: "fetching disk.img", done: 55 * MIB, total: 100 * MIB });
  progress.show({ label: "fetching disk.img", done: 95 * MIB, total: 100 * MIB });
  expect(written).toEqual(["fetching disk.img: 95 % of 100.0 MiB\n"]);
});

test("what nobody waits for has no line", () => {
  const { written, progress } = display(false);
  for (const done of [0, 500, 1000]) progress.show({ label: "fetching a signature", done, total: 1000 });
  progress.show({ label: "fetching nothing", done: 0, total: 0 });
  expect(written).toEqual([]);
});

test("of what has no known end there is a line each gibibyte", () => {
  const { written, progress, at } = display(false);
  for (let i = 0; i <= 25; i++) {
    at(i * 1000);
    progress.show({ label: "unpacking disk.bin", done: i * 100 * MIB });
  }
  expect(written).toEqual(["unpacking disk.bin: 1.1 GiB, 100.0 MiB/s\n", "unpacking disk.bin: 2.1 GiB, 100.0 MiB/s\n"]);
});

test("a terminal has one line, drawn anew at most ten times a second and at the end, which then is taken away", () => {
  const { written, progress, at } = display(true, 60);
  for (let ms = 0; ms <= 1000; ms += 10) {
    at(ms);
    progress.show({ label: "fetching disk.img", done: ms * 100, total: 100_000 });
  }
  expect(written).toHaveLength(11);
  for (const text of written) expect(text).toMatch(/^\rfetching disk\.img .*\x1b\[K$/);
  expect(written.at(-1)).toContain("100 % of 97.7 KiB");
  progress.end();
  progress.end();
  expect(written.slice(11)).toEqual(["\r\x1b[K"]);
});

test("a terminal is asked for its width at each line, and is 80 wide where it does not say", () => {
  let columns: number | undefined = 40;
  const written: string[] = [];
  const stderr = {
    isTTY: true,
    get columns() {
      return columns;
    },
    write: (text: string) => void written.push(text),
  };
  let ms = 0;
  const progress = new Progress({ stderr, now: () => new Date((ms += 1000)) });
  const work = { label: "fetching ".padEnd(200, "x"), done: 1, total: 2 };
  const width = (): number => (written.at(-1) ?? "").replace(/\r|\x1b\[K/g, "").length;
  for (const [given, expected] of [
    [40, 39],
    [100, 99],
    [undefined, 79],
  ] as const) {
    columns = given;
    progress.show(work);
    expect(width()).toBe(expected);
  }
});

test("the next work takes the line of the one before, at its own rate, and something said stands above it", () => {
  const { written, progress, at } = display(true, 80);
  progress.show({ label: "one", done: 0, total: 100 });
  at(50);
  progress.show({ label: "two", done: 0, total: 100 });
  progress.say("waiting for process 1");
  expect(written).toEqual([
    expect.stringMatching(/^\rone /),
    "\r\x1b[K",
    expect.stringMatching(/^\rtwo /),
    "\r\x1b[K",
    "waiting for process 1\n",
  ]);
});

test("each step of a file is told by its verb", () => {
  const { written, progress } = display(false);
  for (const step of Object.values(FileStep)) {
    progress.file({ step, fileName: "disk.img", done: 0, total: MIB });
    progress.file({ step, fileName: "disk.img", done: MIB, total: MIB });
  }
  expect(written.map((line) => line.split(":")[0])).toEqual(
    ["fetching", "verifying", "unpacking", "copying"].map((verb) => `${verb} disk.img`),
  );
});

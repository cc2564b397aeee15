import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdFile, tidyUp } from "../../../lib/release/lockfile/hold";
import { Holder, ownHolder } from "../../../lib/release/lockfile/holder";
import { scratch } from "../../support/project";

let folder: string;
let file: string;
let place: string;
beforeEach(() => {
  folder = scratch();
  file = path.join(folder, "flatcar.lock.json");
  place = path.join(folder, ".flatcar.lock.json.hold");
});
afterEach(() => {
  vi.useRealTimers();
  fs.rmSync(folder, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const write = (holder: Partial<Holder>): void => fs.writeFileSync(place, JSON.stringify({ ...ownHolder(), ...holder }));
const dead = (): Partial<Holder> => ({ pid: spawnSync(process.execPath, ["--version"]).pid });

test("work gives its result, and leaves nothing beside the file", async () => {
  const during = await holdFile(file, () => fs.readdirSync(folder));
  expect(during).toEqual([path.basename(place)]);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("work that fails leaves nothing beside the file either", async () => {
  await expect(holdFile(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("work on one file is done by one at a time, also within a process", async () => {
  let at = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++at);
    await pause(3);
    at--;
  };
  await Promise.all(Array.from({ length: 20 }, () => holdFile(file, work)));
  expect(most).toBe(1);
});

test("work on two files is done at once", async () => {
  await holdFile(file, () => holdFile(path.join(folder, "other"), () => undefined, { waitMs: 0 }));
});

test("who waits in vain is told who holds the file, and the file is not touched", async () => {
  const waits: string[] = [];
  await holdFile(file, async () => {
    const error = await holdFile(file, () => undefined, { waitMs: 60, onWait: (holder) => waits.push(holder) }).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "file-held",
      path: file,
      received: expect.stringContaining(`held by process ${process.pid}`) as string,
      mend: expect.stringContaining(".flatcar.lock.json.hold") as string,
    });
    expect(fs.readdirSync(folder)).toEqual([path.basename(place)]);
  });
  expect(waits).toHaveLength(1);
  expect(waits[0]).toContain(`process ${process.pid}`);
});

test("waiting ends with the reason that it is ended with", async () => {
  const controller = new AbortController();
  await holdFile(file, async () => {
    const waiting = holdFile(file, () => undefined, { signal: controller.signal, onWait: () => controller.abort(new Error("enough")) });
    await expect(waiting).rejects.toThrow("enough");
  });
});

test("a dead process blocks nobody, and what it left is gone afterwards", async () => {
  write(dead());
  fs.writeFileSync(`${place}.0123456789abcdef`, JSON.stringify({ ...ownHolder(), ...dead() }));
  fs.writeFileSync(path.join(folder, "flatcar.lock.json.hold.mine"), "");
  expect(await holdFile(file, () => "done", { waitMs: 0 })).toBe("done");
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json.hold.mine"]);
});

test("what a dead process left beside a finished file is tidied up, and nothing is waited for", async () => {
  let tidied = 0;
  await tidyUp(
    file,
    () => false,
    () => void tidied++,
  );
  expect(tidied).toBe(0);
  await tidyUp(
    file,
    () => true,
    () => void tidied++,
  );
  write(dead());
  await tidyUp(
    file,
    () => false,
    () => void tidied++,
  );
  expect(tidied).toBe(2);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("where one cannot look, nothing is tidied up, and that is no error", async () => {
  await tidyUp(
    path.join(folder, "none", "x"),
    () => false,
    () => expect.unreachable(),
  );
  await tidyUp(
    file,
    () => fs.statSync(path.join(folder, "none")).isFile(),
    () => expect.unreachable(),
  );
});

test("what somebody is at who lives is not tidied up", async () => {
  await holdFile(file, () =>
    tidyUp(
      file,
      () => true,
      () => expect.unreachable(),
    ),
  );
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("a process that died while it removed what another had left blocks nobody", async () => {
  write(dead());
  // The first to come dies with the right to remove the hold.
  const rights: string[] = [];
  await holdFile(file, () => void rights.push(...fs.readdirSync(folder)), { waitMs: 0 });
  expect(rights).toEqual([path.basename(place)]);
  const text = JSON.stringify({ ...ownHolder(), ...dead() });
  fs.writeFileSync(place, text);
  const { createHash } = await import("node:crypto");
  const right = `${place}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  fs.writeFileSync(right, JSON.stringify({ ...ownHolder(), ...dead() }));
  expect(await holdFile(file, () => fs.readdirSync(folder), { waitMs: 0 })).toEqual([path.basename(place)]);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("of many who find a dead process's hold, one at a time takes its place", async () => {
  for (let round = 0; round < 10; round++) {
    write(dead());
    let at = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++at);
      await pause(1);
      at--;
    };
    await Promise.all(Array.from({ length: 8 }, () => holdFile(file, work)));
    expect(most).toBe(1);
  }
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("a holder of another machine counts as dead once it has shown no sign of life for six seconds", async () => {
  vi.useFakeTimers();
  write({ place: "somewhere else", host: "build-1", pid: 4711 });
  let isDone = false;
  const work = holdFile(file, () => (isDone = true));
  await vi.advanceTimersByTimeAsync(5_900);
  expect(isDone).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(await work).toBe(true);
});

test("a holder of another machine that shows that it lives is waited for, and named", async () => {
  vi.useFakeTimers();
  write({ place: "somewhere else", host: "build-1", pid: 4711 });
  const beat = setInterval(() => fs.appendFileSync(place, "\n"), 5_000);
  const waiting = holdFile(file, () => undefined, { waitMs: 60_000 });
  const end = expect(waiting).rejects.toThrow(/held by process 4711 on build-1/);
  await vi.advanceTimersByTimeAsync(61_000);
  await end;
  clearInterval(beat);
});

test("a hold that nobody has signed is waited for as one of another machine", async () => {
  vi.useFakeTimers();
  fs.writeFileSync(place, "");
  const inVain = expect(holdFile(file, () => undefined, { waitMs: 100 })).rejects.toThrow(/held by a process that does not say which/);
  const work = holdFile(file, () => "done");
  await vi.advanceTimersByTimeAsync(7_000);
  await inVain;
  expect(await work).toBe("done");
});

test("a holder shows every second that it lives", async () => {
  vi.useFakeTimers();
  await holdFile(file, async () => {
    const before = fs.readFileSync(place, "utf8");
    await vi.advanceTimersByTimeAsync(2_100);
    expect(fs.readFileSync(place, "utf8")).toBe(`${before}\n\n`);
  });
});

test("a holder that was taken for dead does not go on, and leaves the next one's hold alone", async () => {
  await holdFile(file, ({ confirm }) => {
    confirm();
    write({ pid: 4711, place: "somewhere else" });
    expect(confirm).toThrow(/file-held/);
  });
  expect(fs.readFileSync(place, "utf8")).toContain("4711");
});

test("a folder that is not there, or not to be written to, is an error that names the file", async () => {
  const missing = path.join(folder, "missing", "flatcar.lock.json");
  await expect(holdFile(missing, () => undefined)).rejects.toMatchObject({ code: "file-not-writable", received: "ENOENT", path: missing });
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { expect, test } from "vitest";
import { Liveness, holderText, livenessOf, ownHolder, parseHolder } from "../../../lib/release/lockfile/holder";

test("this process lives, and each of its holds is another one", () => {
  const one = ownHolder();
  expect(one.pid).toBe(process.pid);
  expect(livenessOf(one)).toBe(Liveness.ALIVE);
  expect(ownHolder()).not.toEqual(one);
});

test("what a holder writes is read back, and anything else is none", () => {
  const one = ownHolder();
  expect(parseHolder(`${JSON.stringify(one)}\n\n\n`)).toEqual(one);
  const others: unknown[] = [null, 1, "x", [], {}, { ...one, pid: "1" }, { ...one, pid: 0 }, { ...one, start: 1 }, { ...one, place: null }];
  for (const other of [...others, { ...one, host: undefined }, { ...one, hold: -1 }])
    expect(parseHolder(JSON.stringify(other)), JSON.stringify(other)).toBeUndefined();
  for (const text of ["", "{", JSON.stringify(one).slice(0, -1)]) expect(parseHolder(text), text).toBeUndefined();
});

test("a process that has ended is dead, and so is one whose id another process has now", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(livenessOf({ ...ownHolder(), pid })).toBe(Liveness.DEAD);
  expect(livenessOf({ ...ownHolder(), start: "1" })).toBe(Liveness.DEAD);
});

test.runIf(process.platform === "linux")("a process that was killed is dead before its parent has taken note of it", async () => {
  // The shell becomes another program before its child ends, and that one never asks for it.
  const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    const state = (): string => fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1][0];
    const start = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[19];
    expect(livenessOf({ ...ownHolder(), pid, start })).toBe(Liveness.ALIVE);
    while (state() !== "Z") await new Promise((resolve) => setTimeout(resolve, 10));
    expect(livenessOf({ ...ownHolder(), pid, start })).toBe(Liveness.DEAD);
  } finally {
    parent.kill("SIGKILL");
    await once(parent, "exit");
  }
});

test("of a process on another machine, or before the machine's last start, nothing is known", () => {
  expect(livenessOf({ ...ownHolder(), place: "somewhere else" })).toBe(Liveness.UNKNOWN);
});

test("a holder is named by its process and its machine", () => {
  const one = { ...ownHolder(), pid: 4711 };
  expect(holderText({ ...one, host: "build-1" })).toBe("process 4711 on build-1");
  expect(holderText({ ...one, host: "" })).toBe("process 4711");
});

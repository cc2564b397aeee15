import * as fs from "fs";
import { spawn } from "child_process";
import * as path from "path";
import { expect, onTestFinished, test } from "vitest";
import { until } from "./exec";
import { Service } from "./service";
import { Workspace } from "./workspace";

const isThere = (pid: number | string): boolean => fs.existsSync(`/proc/${pid}`);

function started(script: string): Service {
  const service = new Service("sh", ["-c", script], { log: Workspace.forTest().path("log") });
  onTestFinished(() => service.stop());
  return service;
}

test("runs until it is stopped, once or twice, and what it wrote can be read after that", async () => {
  const service = started("echo out; echo err >&2; exec sleep 100");
  await until("it writes", 5, () => (service.output() === "out\nerr\n" ? true : undefined));
  expect(service.ended).toBe(false);
  expect(fs.readFileSync(`/proc/${service.pid}/cmdline`, "utf8")).toBe("sleep\u0000100\u0000");
  await service.stop();
  expect(service.ended).toBe(true);
  expect(isThere(service.pid)).toBe(false);
  await service.stop();
  expect(service.output()).toBe("out\nerr\n");
});

test("a program that ends by itself has ended", async () => {
  const service = started("exit 3");
  await until("it has ended", 5, () => (service.ended ? true : undefined));
});

test("a program that ignores the polite signal is killed, with its children", async () => {
  const service = started(`trap "" TERM; sh -c 'trap "" TERM; echo $$; sleep 100; :'; :`);
  const child = await until("it writes", 5, () => /^(\d+)\n/.exec(service.output())?.[1]);
  await service.stop();
  expect(isThere(service.pid)).toBe(false);
  await until("its child has ended", 5, () => (isThere(child) ? undefined : true));
}, 20_000);

test("a program that is not there is an error", () => {
  expect(() => new Service("no-such-program", [], { log: Workspace.forTest().path("log") })).toThrow("there is no program no-such-program");
});

test("a program ends with the process that started it, also when that is killed", async () => {
  const log = Workspace.forTest().path("log");
  const child = spawn(process.execPath, [path.join(__dirname, "fixtures/service-orphan.mjs"), log], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const pid = await until("it has started its program", 30, () => /^(\d+)\n/.exec(output)?.[1]);
  expect(isThere(pid)).toBe(true);
  child.kill("SIGKILL");
  await until("the program has ended", 5, () => (isThere(pid) ? undefined : true));
});

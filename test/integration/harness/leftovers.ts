import * as fs from "fs";
import { expect } from "vitest";
import { until } from "./exec";
import type { SandboxProcess } from "./sandbox";

/** What must not be there any more. */
export interface Traces {
  readonly pids: readonly number[];
  /** Of the sandbox's process 1: `mnt:[4026532283]`, ... */
  readonly namespaces: readonly string[];
  readonly directory: string;
}

const GONE_SECONDS = 30;

/** What a sandbox would leave. */
export function traces(processes: readonly SandboxProcess[], directory: string): Traces {
  const own = namespacesOf(process.pid);
  const namespaces = new Set(processes.flatMap(({ pid }) => namespacesOf(pid)).filter((namespace) => !own.includes(namespace)));
  return { pids: processes.map(({ pid }) => pid), namespaces: [...namespaces], directory };
}

/** What of the traces is still there, as text. */
export function leftovers({ pids, namespaces, directory }: Traces): string[] {
  const running = fs.readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const mounts = fs.readFileSync("/proc/self/mounts", "utf8").split("\n");
  return [
    ...pids.filter((pid) => running.includes(String(pid))).map((pid) => `process ${pid}`),
    ...running.flatMap(namespacesOf).filter((namespace) => namespaces.includes(namespace)),
    ...mounts.filter((mount) => mount.includes(directory)),
    ...(fs.existsSync(directory) ? [directory] : []),
  ];
}

/** Waits until nothing of the traces is left. */
export async function expectNothingLeft(found: Traces): Promise<void> {
  await until("nothing is left", GONE_SECONDS, () => (leftovers(found).length === 0 ? true : undefined)).catch(() => undefined);
  expect(leftovers(found)).toEqual([]);
}

function namespacesOf(pid: number | string): string[] {
  return ["mnt", "net", "pid", "ipc", "uts"].flatMap((kind) => {
    try {
      return [fs.readlinkSync(`/proc/${pid}/ns/${kind}`)];
    } catch {
      return [];
    }
  });
}

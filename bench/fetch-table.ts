import { spawn } from "child_process";
import { randomFillSync } from "crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "fs";
import * as path from "path";
import { caseCost, run, timed } from "./measure";
import type { Table } from "./table";

/** What `fetch-case.ts` prints. */
export interface FetchCost {
  readonly sha512: string;
  readonly bytes: number;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

interface Server {
  readonly url: string;
  readonly keyFile: string;
  close(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
const VERSION = "4593.2.5";
const FILE = "large.bin";

/** How fast a large file is fetched and verified, against `curl | sha512sum` of the same file from the same server, which keeps nothing. */
export const FETCH: Table = {
  name: "fetch",
  title: "fetching a file from a server on this machine, verified by its signature and its signed hash, into a cache on disk",
  against: "curl | sha512sum, which keeps nothing",
  async measure({ scratch, project, runs, mebibytes }, add) {
    const file = path.join(scratch, FILE);
    writeRandom(file, mebibytes);
    const server = await startServer(project, file);
    try {
      const url = `${server.url}/stable/amd64-usr/${VERSION}/${FILE}`;
      // The server hashes and signs what it is first asked for.
      for (const name of ["DIGESTS.asc", "sig"]) await shell(`curl --silent --fail --output /dev/null ${url}.${name}`);
      const times: { readonly curl: number[]; readonly ours: number[] } = { curl: [], ours: [] };
      const megabytes: number[] = [];
      for (let i = 0; i < runs; i++) {
        const [seconds, hash] = await timed(async () => shell(`curl --silent --fail ${url} | sha512sum`));
        times.curl.push(seconds);
        const cache = path.join(scratch, `cache-${i}`);
        mkdirSync(cache);
        const [ours, cost] = await timed(async () =>
          caseCost<FetchCost>("fetch-case.js", server.url, server.keyFile, cache, VERSION, FILE),
        );
        rmSync(cache, { recursive: true });
        if (cost.sha512 !== hash.split(" ")[0] || cost.bytes !== mebibytes * MEBIBYTE)
          throw new Error("the two did not fetch the same file");
        times.ours.push(ours);
        megabytes.push(cost.megabytes);
      }
      const speed = (seconds: readonly number[]): number => (mebibytes * MEBIBYTE) / 1e6 / Math.min(...seconds);
      const subject = `${mebibytes} MiB`;
      add({ subject, what: "speed", unit: "MB/s", ours: speed(times.ours), against: speed(times.curl) });
      // The most, as a limit of memory is met by that.
      add({ subject, what: "memory", unit: "MB", ours: Math.max(...megabytes) });
    } finally {
      await server.close();
      rmSync(file);
    }
  },
};

// Bytes that nothing on the way can make smaller.
function writeRandom(file: string, mebibytes: number): void {
  const handle = openSync(file, "w");
  const block = Buffer.alloc(MEBIBYTE);
  for (let i = 0; i < mebibytes; i++) writeSync(handle, randomFillSync(block));
  closeSync(handle);
}

/** The tests' release server in a process of its own, which ends when this one does. */
async function startServer(project: string, file: string): Promise<Server> {
  const publications = [{ channel: "stable", version: VERSION, date: "2026-08-13", files: { [FILE]: { file } } }];
  const script = path.join(project, "test", "emulators", "release", "serve.mjs");
  const child = spawn(process.execPath, [script, JSON.stringify(publications)], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`the release server ended with ${status}`)));
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.includes("\n")) resolve(text);
    });
  });
  const { url, keyFile }: { url: string; keyFile: string } = JSON.parse(line);
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  return { url, keyFile, close };
}

async function shell(command: string): Promise<string> {
  return run("bash", ["-c", `set -o pipefail; ${command}`]);
}

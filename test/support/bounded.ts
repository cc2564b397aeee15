import { spawn } from "child_process";
import { PROJECT, build } from "./project";

/** What a process may use. */
export interface Bounds {
  /** Megabytes of the heap of JavaScript, beyond which the process ends. */
  readonly heap: number;
  /** Seconds after which it is killed: generous, as nobody knows what else the machine does. */
  readonly seconds: number;
}

/**
 * Runs a script in a process of its own, with bounds on memory and time, and gives what it hands to `answer`, by way of JSON. The script has
 * the built package's modules as `lib("json.js")`. A process that is killed, runs out of memory or throws is an error.
 */
export async function bounded<T>(script: string, { heap, seconds }: Bounds): Promise<T> {
  build();
  const prelude = `const lib = (name) => require(${JSON.stringify(`${PROJECT}/dist/lib/`)} + name);
const answer = (value) => require("fs").writeSync(1, JSON.stringify(value));
`;
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, "-"], { timeout: seconds * 1000, killSignal: "SIGKILL" });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined).end(prelude + script);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(JSON.parse(stdout) as T);
      else reject(new Error(`ended with ${signal ?? code}: ${stderr.slice(-2000)}`));
    });
  });
}

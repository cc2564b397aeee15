import { spawnSync } from "node:child_process";

/** A problem that the reader can mend: printed as it is, without a stack. */
export class StandInError extends Error {}

/** Runs a program to its end and gives what it printed; throws with what it said where it fails. */
export function run(file, args, options = {}) {
  const result = spawnSync(file, args, { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...options.env }, cwd: options.cwd });
  if (result.error?.code === "ENOENT") throw new StandInError(`there is no program ${file}; run .ci/provision as root (Debian)`);
  if (result.status === 0) return result.stdout;
  const reason = result.error?.message ?? (result.status === null ? `ended by ${result.signal}` : `exit code ${result.status}`);
  throw new StandInError(`${[file, ...args].join(" ").slice(0, 300)}: ${reason}\n${result.stdout}${result.stderr}`.trim());
}

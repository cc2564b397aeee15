import * as fs from "node:fs";

/** A process that holds a file, as it writes itself down. */
export interface Holder {
  readonly pid: number;
  /** What tells the process from a later one of the same id. */
  readonly start: string;
  /** The machine since its last start, and the container on it; empty where the system does not tell. */
  readonly place: string;
  /** The machine's name; empty where the system does not tell. */
  readonly host: string;
  /** Which hold of the process this is. */
  readonly hold: number;
}

/** What is known of a process that wrote itself down. */
export enum Liveness {
  ALIVE,
  DEAD,
  /** It runs on another machine or in another container, or nobody can tell. */
  UNKNOWN,
}

let holds = 0;

/** This process, with a number that no other of its holds has. */
export function ownHolder(): Holder {
  const { pid } = process;
  const start = startOf(pid) ?? String(Math.round(performance.timeOrigin));
  return { pid, start, place: ownPlace(), host: firstLine("/proc/sys/kernel/hostname"), hold: ++holds };
}

/** Reads what a holder wrote; undefined where it is none, or not yet whole. */
export function parseHolder(text: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { pid, start, place, host, hold } = value as Partial<Record<keyof Holder, unknown>>;
  if (!isCount(pid) || !isCount(hold)) return undefined;
  if (typeof start !== "string" || typeof place !== "string" || typeof host !== "string") return undefined;
  return { pid, start, place, host, hold };
}

/** Whether a holder still runs. */
export function livenessOf(holder: Holder): Liveness {
  if (holder.place !== ownPlace()) return Liveness.UNKNOWN;
  try {
    process.kill(holder.pid, 0);
  } catch (e) {
    // Somebody else's process may not be signalled, but is there.
    if ((e as NodeJS.ErrnoException).code === "ESRCH") return Liveness.DEAD;
  }
  const start = startOf(holder.pid);
  return start === undefined || start === holder.start ? Liveness.ALIVE : Liveness.DEAD;
}

/** A holder in words: `process 4711 on build-1`. */
export function holderText({ pid, host }: Holder): string {
  return host === "" ? `process ${pid}` : `process ${pid} on ${host}`;
}

/**
 * The start of a process in ticks since the machine's, `dead` for one that only waits to be collected by its parent; undefined where the system does not tell.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function startOf(pid: number): string | undefined {
  const stat = firstLine(`/proc/${pid}/stat`);
  // The name in brackets may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 20) return undefined;
  return fields[0] === "Z" || fields[0] === "X" ? "dead" : fields[19];
}

function ownPlace(): string {
  const boot = firstLine("/proc/sys/kernel/random/boot_id");
  try {
    return `${boot} ${fs.readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return boot;
  }
}

function firstLine(file: string): string {
  try {
    return fs.readFileSync(file, "utf8").split("\n")[0];
  } catch {
    return "";
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { FlatcarError } from "../../errors";
import { systemCode } from "../lock-text";
import { Holder, Liveness, holderText, livenessOf, ownHolder, parseHolder } from "./holder";

/** How long to wait for another holder. */
export interface HoldOptions {
  /**
   * Milliseconds.
   *
   * @default 10000
   */
  readonly waitMs?: number;
  /** Ends the waiting with the reason that it is aborted with. */
  readonly signal?: AbortSignal;
  /**
   * Told once, before the waiting begins.
   *
   * @param holder such as `process 4711 on build-1`
   */
  readonly onWait?: (holder: string) => void;
}

/** What a holder has while it holds. */
export interface Hold {
  /**
   * Makes sure that nobody has taken it away, as happens to a process that was stopped for seconds on another machine. To be called right before what must not be done twice.
   *
   * @throws FlatcarError `file-held`
   */
  confirm(): void;
}

const WAIT_MS = 10_000;
const POLL_MS = 25;
/** How often a holder shows that it lives. */
const BEAT_MS = 1_000;
/** After so many milliseconds without a sign of life a holder counts as dead, where the system cannot tell. */
const SILENCE_MS = 6 * BEAT_MS;

/** What follows the name of a hold in the names of the rights to remove it. */
const RIGHTS = /^(\.[0-9a-f]{16})+$/;

/**
 * Does work while no other process does work on the same file.
 *
 * Who holds a file is written beside it, in `.NAME.hold`. A process that was killed blocks nobody: its id and start are looked up, and where they cannot be, on
 * another machine, it has to show that it lives. Holders of one process exclude each other as well.
 *
 * @param file absolute path; it need not exist, but its folder has to
 * @throws FlatcarError `file-held` after the waiting; `file-not-writable`
 */
export async function holdFile<T>(file: string, work: (hold: Hold) => Promise<T> | T, options: HoldOptions = {}): Promise<T> {
  const name = holdName(file);
  const held = async (hold: Hold): Promise<T> => {
    // Nobody needs the rights to holds that are gone. They stay where a process is killed that has just used one.
    removeBeside(file, (sibling) => sibling.startsWith(name) && RIGHTS.test(sibling.slice(name.length)));
    return work(hold);
  };
  return hold(path.join(path.dirname(file), name), file, held, options);
}

/** Whether somebody holds a file, or did when he was killed. */
export function isHeld(file: string): boolean {
  return fs.readdirSync(path.dirname(file)).some((sibling) => sibling.startsWith(holdName(file)));
}

/**
 * Removes what killed processes left beside a file that needs no more work: their hold, where there is one, and what `work` removes. What is somebody's who is at work stays.
 *
 * @param isLeft whether there is something for `work`
 */
export async function tidyUp(file: string, isLeft: () => Promise<boolean> | boolean, work: () => Promise<void> | void): Promise<void> {
  try {
    if ((await isLeft()) || isHeld(file)) await holdFile(file, work, { waitMs: 0 });
  } catch (e) {
    // It harms nobody, and is no reason to end with an error; nor is a folder in which one may not look.
    if (!FlatcarError.isFlatcarError(e) && !(e instanceof Error && "syscall" in e)) throw e;
  }
}

function holdName(file: string): string {
  return `.${path.basename(file)}.hold`;
}

/** Removes files of a file's folder. What cannot be removed stays. */
export function removeBeside(file: string, isLeft: (sibling: string) => boolean): void {
  const folder = path.dirname(file);
  for (const sibling of fs.readdirSync(folder).filter(isLeft)) {
    try {
      fs.rmSync(path.join(folder, sibling), { force: true });
    } catch {
      // It is somebody else's, and harms nobody.
    }
  }
}

async function hold<T>(place: string, file: string, work: (hold: Hold) => Promise<T> | T, options: HoldOptions): Promise<T> {
  const own = JSON.stringify(ownHolder());
  const descriptor = await acquire(place, file, own, options);
  const beat = setInterval(() => {
    try {
      fs.writeSync(descriptor, "\n");
    } catch {
      // A full disk is for those who write more than a sign of life to tell of.
    }
  }, BEAT_MS);
  beat.unref();
  const isOwn = (): boolean => read(place, file)?.trimEnd() === own;
  try {
    return await work({
      confirm: () => {
        if (!isOwn()) throw heldError(file, place, "another process, while this one stood still");
      },
    });
  } finally {
    clearInterval(beat);
    fs.closeSync(descriptor);
    if (isOwn()) fs.rmSync(place, { force: true });
  }
}

async function acquire(place: string, file: string, own: string, options: HoldOptions): Promise<number> {
  const { waitMs = WAIT_MS, signal, onWait } = options;
  const seen = new Observation();
  for (let waited = 0; ; waited += POLL_MS) {
    signal?.throwIfAborted();
    const descriptor = create(place, file, own);
    if (descriptor !== undefined) return descriptor;
    const text = read(place, file);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    const isDead = seen.silence(text) >= SILENCE_MS;
    const liveness = holder === undefined ? Liveness.UNKNOWN : livenessOf(holder);
    if (liveness === Liveness.DEAD || (liveness === Liveness.UNKNOWN && isDead)) {
      await takeAway(place, file, text, options);
      continue;
    }
    const name = nameOf(holder);
    if (waited >= waitMs) throw heldError(file, place, name);
    if (waited === 0) onWait?.(name);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    seen.wait(POLL_MS);
  }
}

/** Undefined where somebody else is there already. */
function create(place: string, file: string, own: string): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(place, "wx");
    fs.writeSync(descriptor, own);
    return descriptor;
  } catch (e) {
    if (descriptor !== undefined) {
      fs.closeSync(descriptor);
      fs.rmSync(place, { force: true });
    }
    if (systemCode(e) === "EEXIST") return undefined;
    throw notWritable(file, e);
  }
}

/**
 * Removes what a dead process left. Two who find it at once must not both remove something: the second would remove the hold of the first. So whoever removes one holds the right to
 * it, which is a file named by its content, and looks again.
 */
async function takeAway(place: string, file: string, left: string, { waitMs, signal }: HoldOptions): Promise<void> {
  const right = `${place}.${createHash("sha256").update(left.trimEnd()).digest("hex").slice(0, 16)}`;
  await hold(
    right,
    file,
    () => {
      if (read(place, file) === left) fs.rmSync(place, { force: true });
    },
    { waitMs, signal },
  );
}

/** For how long a hold has not changed. */
class Observation {
  private text = "";
  private silenceMs = 0;

  public silence(text: string): number {
    if (text !== this.text) {
      this.text = text;
      this.silenceMs = 0;
    }
    return this.silenceMs;
  }

  public wait(ms: number): void {
    this.silenceMs += ms;
  }
}

function read(place: string, file: string): string | undefined {
  try {
    return fs.readFileSync(place, "utf8");
  } catch (e) {
    if (systemCode(e) === "ENOENT") return undefined;
    throw heldError(file, place, `a process whose word cannot be read (${systemCode(e)})`);
  }
}

function nameOf(holder: Holder | undefined): string {
  return holder === undefined ? "a process that does not say which" : holderText(holder);
}

function heldError(file: string, place: string, holder: string): FlatcarError {
  return new FlatcarError({
    code: "file-held",
    subject: "file",
    received: `held by ${holder}`,
    allowed: "one process that changes it at a time",
    mend: `try again when that process has ended; where it runs no more, delete ${path.basename(place)} beside the file`,
    path: file,
  });
}

/** The error of a file that cannot be written or made. */
export function notWritable(file: string, e: unknown): FlatcarError {
  return new FlatcarError({
    code: "file-not-writable",
    subject: "file",
    received: systemCode(e),
    allowed: "a file in a folder that can be written to, with room for it",
    mend: "make room, or see to it that you may write there; nothing was changed",
    path: file,
  });
}

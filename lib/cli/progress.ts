import { FileProgress, FileStep } from "../release/cache/progress";
import type { CommandIo, CommandOutput } from "./io";
import { Rate, progressLine, progressParts } from "./progress-text";

/** Something long that is being done. */
export interface Work {
  /** What, as a line begins: `fetching flatcar_production_image.bin.bz2`. */
  readonly label: string;
  /** Bytes done. */
  readonly done: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

const VERBS: Readonly<Record<FileStep, string>> = {
  [FileStep.DOWNLOAD]: "fetching",
  [FileStep.VERIFY]: "verifying",
  [FileStep.UNPACK]: "unpacking",
  [FileStep.COPY]: "copying",
};

/** Columns of a terminal that does not say how wide it is. */
const USUAL_COLUMNS = 80;
/** Milliseconds between two pictures: faster than this nobody reads. */
const REDRAW_MS = 100;
/** Bytes. Nobody waits for less, so that a log need not have a line of it. */
const WORTH_A_LINE = 1024 * 1024;
const STEPS = 10;
/** Bytes between two lines of a log where nobody knows how many there will be. */
const LINE_EACH = 1024 * 1024 * 1024;

/** How far long work has come, on standard error: a line that is drawn anew on a terminal, elsewhere a line at every tenth. */
export class Progress {
  private readonly output: CommandOutput;
  private work?: Work;
  private rate = new Rate();
  private drawnAt = -Infinity;
  private isDrawn = false;
  private lines = 0;

  constructor(private readonly io: Pick<CommandIo, "stderr" | "now">) {
    this.output = io.stderr;
  }

  /** Work has come so far. Work of another label is the next, and begins here. */
  public show(work: Work): void {
    const now = this.io.now().getTime();
    if (work.label !== this.work?.label) {
      this.end();
      this.rate = new Rate();
      this.lines = this.linesOf(work);
    }
    this.work = work;
    this.rate.add(now, work.done);
    if (this.output.isTTY) this.draw(work, now);
    else this.log(work);
  }

  /** A file has come so far. */
  public file({ step, fileName, done, total }: FileProgress): void {
    this.show({ label: `${VERBS[step]} ${fileName}`, done, total });
  }

  /** Says something else, above the line. */
  public say(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
  }

  /** Takes the line away: the work has ended, well or not. */
  public end(): void {
    this.clear();
    this.work = undefined;
    this.drawnAt = -Infinity;
  }

  private draw(work: Work, now: number): void {
    if (now - this.drawnAt < REDRAW_MS && work.done !== work.total) return;
    this.drawnAt = now;
    this.isDrawn = true;
    this.output.write(`\r${progressLine({ ...work, bytesPerSecond: this.rate.value }, this.output.columns ?? USUAL_COLUMNS)}\x1b[K`);
  }

  private log(work: Work): void {
    const lines = this.linesOf(work);
    if (lines <= this.lines || (work.total ?? Infinity) < WORTH_A_LINE) return;
    this.lines = lines;
    this.output.write(`${work.label}: ${progressParts({ ...work, bytesPerSecond: this.rate.value }).join(", ")}\n`);
  }

  private linesOf({ done, total }: Work): number {
    return Math.floor(total === undefined ? done / LINE_EACH : total === 0 ? STEPS : (STEPS * done) / total);
  }

  private clear(): void {
    if (this.isDrawn) this.output.write("\r\x1b[K");
    this.isDrawn = false;
  }
}

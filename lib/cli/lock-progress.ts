import type { ResolveProgress } from "../release/lockfile/resolve";
import type { CommandOutput } from "./io";

/** Begins a terminal's line anew and empties it. */
const ANEW = "\r\u001b[K";

/** What is seen of many small requests: on a terminal one line that counts, elsewhere a line for each release. */
export class LockProgress implements ResolveProgress {
  private total = 0;
  private count = 0;
  private release = "";

  constructor(private readonly output: CommandOutput) {}

  public begin(release: string, documents: number): void {
    this.total += documents;
    this.release = release;
    if (this.output.isTTY) this.draw();
    else this.output.write(`${release}: reading ${documents} signed document${documents === 1 ? "" : "s"}\n`);
  }

  public step(): void {
    this.count++;
    if (this.output.isTTY) this.draw();
  }

  /** Takes the line away, for what comes after it. */
  public end(): void {
    if (this.output.isTTY && this.total > 0) this.output.write(ANEW);
  }

  private draw(): void {
    this.output.write(`${ANEW}reading signed documents: ${this.count} of ${this.total} (${this.release})`);
  }
}

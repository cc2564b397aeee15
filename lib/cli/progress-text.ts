/** How far something has come, and how fast. */
export interface ProgressState {
  /** What is being done. */
  readonly label: string;
  /** Bytes done. */
  readonly done: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
  /** Undefined until it can be told. */
  readonly bytesPerSecond?: number;
}

const UNITS = ["KiB", "MiB", "GiB", "TiB"];
const KIBI = 1024;

/** A number of bytes, for people: `412.3 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes < KIBI) return `${Math.round(bytes)} B`;
  let value = bytes / KIBI;
  let unit = 0;
  // What would be rounded to 1024.0 is 1.0 of the next.
  while (value >= KIBI - 0.05 && unit < UNITS.length - 1) {
    value /= KIBI;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** A time, for people: `0:07`, `12:30`, `1:02:03`. */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** All there is to say of how far it has come: `45 % of 412.3 MiB`, `35.1 MiB/s`, `0:06 left`. */
export function progressParts({ done, total, bytesPerSecond }: ProgressState): string[] {
  const amount = total === undefined ? bytesText(done) : `${percent(done, total)} % of ${bytesText(total)}`;
  const rate = bytesPerSecond === undefined ? [] : [`${bytesText(bytesPerSecond)}/s`];
  const isUnderWay = total !== undefined && done < total && bytesPerSecond !== undefined && bytesPerSecond > 0;
  return [amount, ...rate, ...(isUnderWay ? [`${durationText((total - done) / bytesPerSecond)} left`] : [])];
}

const LONGEST_BAR = 30;
const SHORTEST_BAR = 8;
const SHORTEST_LABEL = 16;

/** The same in one line that is never wider than the terminal: what matters least is left out first, the bar, the time, the rate, and then the end of the label. */
export function progressLine(state: ProgressState, columns: number): string {
  // A full last column makes some terminals begin a new line.
  const width = Math.max(0, columns - 1);
  const parts = progressParts(state);
  const { label, done, total } = state;
  for (let count = parts.length; count > 0; count--) {
    const tail = parts.slice(0, count).join("  ");
    const room = width - tail.length - 2;
    if (room < Math.min(label.length, SHORTEST_LABEL)) continue;
    const shown = shortened(label, room);
    const bar = Math.min(LONGEST_BAR, room - shown.length - 4);
    return total === undefined || bar < SHORTEST_BAR ? `${shown}  ${tail}` : `${shown}  [${barText(done, total, bar)}]  ${tail}`;
  }
  return shortened(parts[0], width);
}

function percent(done: number, total: number): number {
  // 100 stands for what is done, and for nothing that is nearly so.
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}

function barText(done: number, total: number, length: number): string {
  const full = total === 0 ? length : Math.min(length, Math.floor((length * done) / total));
  return "#".repeat(full) + "-".repeat(length - full);
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : length < 1 ? "" : `${text.slice(0, length - 1)}…`;
}

/** Milliseconds that a rate is taken over: long enough to be calm, short enough to tell of now. */
const WINDOW_MS = 5_000;
const SAMPLE_MS = 200;

/** How fast something goes, over the last seconds. */
export class Rate {
  private samples: { readonly at: number; readonly bytes: number }[] = [];
  private last?: { readonly at: number; readonly bytes: number };

  /**
   * @param at milliseconds
   * @param bytes in all
   */
  public add(at: number, bytes: number): void {
    this.last = { at, bytes };
    const newest = this.samples.at(-1);
    if (newest === undefined || at - newest.at >= SAMPLE_MS) this.samples.push(this.last);
    while (this.samples.length > 1 && at - this.samples[1].at >= WINDOW_MS) this.samples.shift();
  }

  /** Bytes per second; undefined where no time has gone by. */
  public get value(): number | undefined {
    const [first] = this.samples;
    if (first === undefined || this.last === undefined || this.last.at <= first.at) return undefined;
    return (1000 * (this.last.bytes - first.bytes)) / (this.last.at - first.at);
  }
}

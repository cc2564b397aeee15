import { FlatcarError } from "../errors";
import { GoDurationFault, MINUTE, formatGoDuration, parseGoDuration } from "./go-duration";
import { checkSlot, checkSlots } from "./reboot-slot";
import { holdsToken } from "./token";
import { Weekday } from "./weekday";
import { WindowFault, WindowStart, formatWindowStart, laterStart, parseWindowLength, parseWindowStart, periodOf } from "./window-grammar";

/** A window of each day. */
export interface DailyRebootWindowOptions {
  /** When it opens: `HH:MM`, hours 0 to 23, minutes 0 to 59, in the node's local time zone (UTC unless the node changes it). */
  readonly start: string;
  /** How long it is: a Go duration such as `2h`, `90m` or `1h30m`, not negative and below 24 hours. */
  readonly length: string;
}

/** A window of one day in each week. */
export interface WeeklyRebootWindowOptions {
  /** The day it opens on. */
  readonly day: Weekday;
  /** When it opens: `HH:MM`, hours 0 to 23, minutes 0 to 59, in the node's local time zone (UTC unless the node changes it). */
  readonly start: string;
  /** How long it is: a Go duration such as `2h`, `90m` or `1h30m`, not negative and below 7 days (`168h`; Go has no unit for days). */
  readonly length: string;
}

/** How a window is spread over nodes, so that they do not all reboot in the same one. */
export interface StaggerOptions {
  /** The number of windows, one after the other. All of them have to fit into the period: a day, or a week for a window with a day. */
  readonly slots: number;
  /**
   * Time between the end of a window and the start of the next, a Go duration.
   *
   * Windows start on whole minutes, so the distance of two starts is rounded up to one.
   *
   * @default "0s"
   */
  readonly gap?: string;
}

/** A window as locksmithd is told it. */
export interface RebootWindowSettings {
  /** `HH:MM` or `Day HH:MM`. */
  readonly start: string;
  /** A Go duration in its shortest form. */
  readonly length: string;
}

/** One window for all nodes, or one for each slot. */
export interface IRebootWindow {
  /** How many windows there are. 1 where all nodes share one. */
  readonly slots: number;

  /**
   * The window of one slot.
   *
   * @param slot 0 to `slots - 1`
   * @throws FlatcarError `reboot-slot-range`, and what else is wrong with the window
   */
  forSlot(slot: number): RebootWindow;
}

const START_ALLOWED =
  '"HH:MM" or "Day HH:MM", hours 0 to 23, minutes 0 to 59, days Sun, Mon, Tue, Wed, Thu, Fri, Sat, in the local time of the node';

/**
 * When locksmithd may reboot a node into a staged update.
 *
 * Times are read as locksmithd reads them, quirks included: `9:5` is 09:05, and text after the minutes is ignored (`2:00pm` is two at night).
 * They are in the node's local time zone, which is UTC unless the node changes it. A window may pass midnight. Nothing is checked when a
 * window is written down; the construct that uses it checks it and says where it is.
 *
 * @see https://github.com/flatcar/locksmith/blob/flatcar-master/pkg/timeutil/periodic.go
 */
export class RebootWindow implements IRebootWindow {
  /** A window of each day. */
  public static daily(options: DailyRebootWindowOptions): RebootWindow {
    return new RebootWindow("daily", options.start, options.length);
  }

  /** A window of one day in each week. */
  public static weekly(options: WeeklyRebootWindowOptions): RebootWindow {
    return new RebootWindow("weekly", `${options.day} ${options.start}`, options.length);
  }

  /**
   * A window as it stands in a `update.conf`.
   *
   * @param start `HH:MM` for a window of each day, `Day HH:MM` for one of each week, day as three letters in any case
   * @param length a Go duration, below 24 hours without a day and below 7 days with one
   */
  public static parse(start: string, length: string): RebootWindow {
    return new RebootWindow("either", start, length);
  }

  public readonly slots = 1;

  private known?: RebootWindowSettings;

  private constructor(
    private readonly form: "daily" | "weekly" | "either",
    private readonly startText: string,
    private readonly lengthText: string,
  ) {}

  /**
   * The window in normal form. A part that holds a token is passed on as it is.
   *
   * @throws FlatcarError `reboot-window-start`, `reboot-window-length`: locksmithd would refuse the window
   */
  public settings(): RebootWindowSettings {
    // A pool asks once per node.
    this.known ??= this.readSettings();
    return this.known;
  }

  /**
   * Windows of the same length one after the other, the first of them this one. A node takes the window of its slot.
   *
   * Errors of `forSlot()`: `reboot-window-slots` for windows that do not fit into the period, a number of slots that is not a whole number from
   * 1, or a gap that is not a duration; `reboot-slot-range`; `reboot-window-start` and `reboot-window-length` for the first window.
   */
  public staggered(options: StaggerOptions): IRebootWindow {
    return new StaggeredRebootWindow(this, options);
  }

  /** @throws FlatcarError `reboot-slot-range` for any slot but 0 */
  public forSlot(slot: number): RebootWindow {
    checkSlot("reboot slot", slot, this.slots);
    return this;
  }

  /**
   * The window so many steps later, where a step is the length and a gap.
   *
   * @internal
   */
  public _later(slot: number, slots: number, gap: bigint): RebootWindow {
    const start = this.knownStart();
    const length = this.knownLength(start);
    if (start === undefined)
      throw startError(this.startText, "a value known while synthesising, because the windows of the slots follow from it");
    if (length === undefined) {
      throw lengthError(this.lengthText, "a value known while synthesising, because the windows of the slots follow from it");
    }
    const step = wholeMinutes(length + gap);
    const period = periodOf(start.day !== undefined);
    if (BigInt(slots) * step > period) {
      throw new FlatcarError({
        code: "reboot-window-slots",
        subject: "slots of a reboot window",
        received: slots,
        allowed: `1 to ${period / step}: a slot takes ${formatGoDuration(step)} of ${formatGoDuration(period)}`,
        mend:
          start.day === undefined
            ? "take fewer slots, a shorter window or gap, or a weekly window"
            : "take fewer slots, or a shorter window or gap",
      });
    }
    const later = laterStart(start, Number((BigInt(slot) * step) / MINUTE));
    return RebootWindow.parse(formatWindowStart(later), formatGoDuration(length));
  }

  private readSettings(): RebootWindowSettings {
    const start = this.knownStart();
    const length = this.knownLength(start);
    return {
      start: start === undefined ? this.startText : formatWindowStart(start),
      length: length === undefined ? this.lengthText : formatGoDuration(length),
    };
  }

  private knownStart(): WindowStart | undefined {
    if (holdsToken(this.startText)) return undefined;
    try {
      const start = parseWindowStart(this.startText);
      if (this.form === "daily" && start.day !== undefined)
        throw startError(this.startText, '"HH:MM"', "leave the day out, or use RebootWindow.weekly()");
      return start;
    } catch (e) {
      throw e instanceof WindowFault ? startError(this.startText, START_ALLOWED, said(e)) : e;
    }
  }

  private knownLength(start: WindowStart | undefined): bigint | undefined {
    if (holdsToken(this.lengthText)) return undefined;
    const weekly = start === undefined ? this.form !== "daily" : start.day !== undefined;
    try {
      return parseWindowLength(this.lengthText, weekly);
    } catch (e) {
      if (!(e instanceof WindowFault)) throw e;
      const bound = weekly ? "7 days (168h)" : "24 hours";
      throw lengthError(
        this.lengthText,
        `a Go duration such as "2h", "90m" or "1h30m" (units h, m, s, ms, us, ns), from 0s to below ${bound}`,
        said(e),
      );
    }
  }
}

class StaggeredRebootWindow implements IRebootWindow {
  public readonly slots: number;
  private readonly gap: string;

  public constructor(
    private readonly first: RebootWindow,
    options: StaggerOptions,
  ) {
    this.slots = options.slots;
    this.gap = options.gap ?? "0s";
  }

  public forSlot(slot: number): RebootWindow {
    checkSlots(this.slots);
    checkSlot("reboot slot", slot, this.slots);
    return this.first._later(slot, this.slots, parseGap(this.gap));
  }
}

function parseGap(text: string): bigint {
  let why = "a gap cannot be negative";
  try {
    const gap = parseGoDuration(text);
    if (gap >= 0n) return gap;
  } catch (e) {
    if (!(e instanceof GoDurationFault)) throw e;
    why = e.message;
  }
  throw new FlatcarError({
    code: "reboot-window-slots",
    subject: "gap of a staggered reboot window",
    received: text,
    allowed: 'a Go duration from "0s", known while synthesising',
    mend: `write it as "30m" or "1h30m" (${why})`,
  });
}

// Never 0: nodes of different slots are not to reboot in the same minute, however short the window is.
function wholeMinutes(nanoseconds: bigint): bigint {
  const minutes = (nanoseconds + MINUTE - 1n) / MINUTE;
  return (minutes === 0n ? 1n : minutes) * MINUTE;
}

function said(fault: WindowFault): string {
  return `correct it; locksmithd would say: ${fault.message}`;
}

function startError(received: string, allowed: string, mend = "write the time into the program"): FlatcarError {
  return new FlatcarError({ code: "reboot-window-start", subject: "start of a reboot window", received, allowed, mend });
}

function lengthError(received: string, allowed: string, mend = "write the length into the program"): FlatcarError {
  return new FlatcarError({ code: "reboot-window-length", subject: "length of a reboot window", received, allowed, mend });
}

import { GoDurationFault, HOUR, MINUTE, goQuote, parseGoDuration } from "./go-duration";
import { WEEKDAYS, Weekday } from "./weekday";

/**
 * The reader of reboot windows in locksmithd, with its quirks: `9:5` is 09:05, signs are read, and what follows the minutes is not.
 *
 * @see https://github.com/flatcar/locksmith/blob/flatcar-master/pkg/timeutil/periodic.go
 */

/** Why locksmithd refuses a window, in its own words. */
export class WindowFault extends Error {
  public constructor(
    public readonly part: "start" | "length",
    message: string,
  ) {
    super(message);
  }
}

/** When a window opens. */
export interface WindowStart {
  /** The day, or undefined for a window of each day. */
  readonly day?: Weekday;
  /** Minutes from midnight, 0 to 1439. */
  readonly minuteOfDay: number;
}

// Go's unicode.IsSpace: not the same set as `\s`, which has U+FEFF and lacks U+0085.
const FIELD = /[^\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
const DAY = 24n * HOUR;

/** @throws WindowFault */
export function parseWindowStart(text: string): WindowStart {
  const fields = text.match(FIELD) ?? [];
  if (fields.length !== 1 && fields.length !== 2) throw startFault("wrong number of fields");
  const time = fields[fields.length - 1];
  if (fields.length === 1) return { minuteOfDay: parseTimeOfDay(time) };
  const day = WEEKDAYS.find((weekday) => weekday.toLowerCase() === goLowerCase(fields[0]));
  if (day === undefined) throw startFault(`invalid day of week ${goQuote(fields[0])}`);
  return { day, minuteOfDay: parseTimeOfDay(time) };
}

/**
 * The nanoseconds of a window's length.
 *
 * @param weekly whether the window has a day, and with it a period of a week instead of a day
 * @throws WindowFault
 */
export function parseWindowLength(text: string, weekly: boolean): bigint {
  let length: bigint;
  try {
    length = parseGoDuration(text);
  } catch (e) {
    if (e instanceof GoDurationFault) throw new WindowFault("length", `unable to parse duration: ${e.message}`);
    throw e;
  }
  if (length < 0n) throw new WindowFault("length", "duration cannot be negative");
  if (length >= periodOf(weekly)) throw new WindowFault("length", "duration cannot exceed period");
  return length;
}

/** `HH:MM` or `Day HH:MM`. */
export function formatWindowStart(start: WindowStart): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const time = `${two(Math.floor(start.minuteOfDay / 60))}:${two(start.minuteOfDay % 60)}`;
  return start.day === undefined ? time : `${start.day} ${time}`;
}

/** The start so many minutes later, on the next day or in the next week where it has to be. */
export function laterStart(start: WindowStart, minutes: number): WindowStart {
  const minutesOfDay = Number(DAY / MINUTE);
  if (start.day === undefined) return { minuteOfDay: (start.minuteOfDay + minutes) % minutesOfDay };
  const later = WEEKDAYS.indexOf(start.day) * minutesOfDay + start.minuteOfDay + minutes;
  return { day: WEEKDAYS[Math.floor(later / minutesOfDay) % WEEKDAYS.length], minuteOfDay: later % minutesOfDay };
}

/** How often a window comes, in nanoseconds. */
export function periodOf(weekly: boolean): bigint {
  return weekly ? 7n * DAY : DAY;
}

// What fmt.Sscanf makes of "%d:%d": an optional sign and decimal digits, twice, and whatever follows is left unread.
function parseTimeOfDay(text: string): number {
  const invalid = (why: string) => startFault(`invalid time of day ${goQuote(text)}: ${why}`);
  const integer = (at: number): { value: bigint; end: number } => {
    const [token, sign, digits] = /^([-+]?)([0-9]*)/.exec(text.slice(at)) ?? ["", "", ""];
    const end = at + token.length;
    if (digits === "") throw invalid(end === text.length ? "EOF" : "expected integer");
    const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
    if (value !== BigInt.asIntN(64, value)) throw invalid(`strconv.ParseInt: parsing ${goQuote(token)}: value out of range`);
    return { value, end };
  };
  const hour = integer(0);
  if (text[hour.end] !== ":") throw invalid(hour.end === text.length ? "unexpected EOF" : "input does not match format");
  const minute = integer(hour.end + 1);
  if (hour.value < 0n || hour.value > 23n) throw invalid("hour must be >= 0 and <= 23");
  if (minute.value < 0n || minute.value > 59n) throw invalid("minute must be >= 0 and <= 59");
  return Number(hour.value) * 60 + Number(minute.value);
}

// Go maps each code point by itself. U+0130 is the one letter whose lower case in JavaScript is longer.
function goLowerCase(text: string): string {
  return text.replace(/\u0130/g, "i").toLowerCase();
}

function startFault(message: string): WindowFault {
  return new WindowFault("start", `unable to parse start: ${message}`);
}

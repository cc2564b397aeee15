import type { IgnitionConfig } from "../../ignition";
import { RebootWindow } from "../../update";
import { WEEKDAYS } from "../../update/weekday";
import { MINUTE } from "../../update/go-duration";
import { WindowFault, parseWindowLength, parseWindowStart, periodOf } from "../../update/window-grammar";
import { configTexts } from "../model/config-texts";
import { machineUpdates } from "../model/machine-updates";

/** When locksmithd may reboot a machine, without asking anybody. */
export interface RebootHours {
  /** The window as a person reads it, `Sat 02:00 for 1h`; undefined where it may at any time. */
  readonly window: string | undefined;
  /** The time zone that it is in, as far as the config sets one. */
  readonly zone: string;
  /** Pieces of a week from Sunday 00:00 on in nanoseconds, the end not included, none of which passes the week's end. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly from: number;
  readonly to: number;
}

const WEEK = Number(periodOf(true));
const DAY = Number(periodOf(false));
const ANY_TIME: readonly Piece[] = [{ from: 0, to: WEEK }];

/**
 * When locksmithd may reboot the machine that boots with a config, by the strategy `reboot`. Undefined where it does not: with another strategy, masked,
 * without updates, or by a window that it refuses; and where nobody knows before an apply.
 */
export function rebootHours(config: IgnitionConfig): RebootHours | undefined {
  const { settings, rebootStrategy, isServerDisabled, isEngineMasked, isLocksmithMasked } = machineUpdates(config);
  if (rebootStrategy !== "reboot" || isServerDisabled || isEngineMasked || isLocksmithMasked) return undefined;
  const start = settings.get("LOCKSMITHD_REBOOT_WINDOW_START") ?? "";
  const length = settings.get("LOCKSMITHD_REBOOT_WINDOW_LENGTH") ?? "";
  const zone = zoneOf(config);
  if (start === "" && length === "") return { window: undefined, zone, pieces: ANY_TIME };
  try {
    const pieces = piecesOf(start, length);
    const normal = RebootWindow.parse(start, length).settings();
    return { window: `${normal.start} for ${normal.length}`, zone, pieces };
  } catch (e) {
    if (e instanceof WindowFault) return undefined;
    throw e;
  }
}

function piecesOf(startText: string, lengthText: string): Piece[] {
  const { day, minuteOfDay } = parseWindowStart(startText);
  const given = Number(parseWindowLength(lengthText, day !== undefined));
  // One that closes as it opens still reboots a machine that looks in that minute.
  const length = Math.max(given, Number(MINUTE));
  const days = day === undefined ? [...WEEKDAYS.keys()] : [WEEKDAYS.indexOf(day)];
  return days.flatMap((index) => {
    const from = index * DAY + minuteOfDay * Number(MINUTE);
    const to = from + length;
    return to <= WEEK
      ? [{ from, to }]
      : [
          { from, to: WEEK },
          { from: 0, to: to - WEEK },
        ];
  });
}

const UTC = "UTC";
const ZONES = /^.*\/zoneinfo\//;
const SET_ZONE = /\btimedatectl\s+set-timezone\s+(\S+)/;

// A link says it, or a unit that has timedatectl make it (https://www.freedesktop.org/software/systemd/man/latest/localtime.html).
function zoneOf(config: IgnitionConfig): string {
  const link = config.storage?.links?.find(({ path }) => path === "/etc/localtime");
  const set = configTexts(config).flatMap(({ text }) => SET_ZONE.exec(text)?.[1] ?? []);
  return set[0] ?? link?.target?.replace(ZONES, "") ?? UTC;
}

/** Something, and when it may be rebooted. */
export interface Rebooted<T> {
  readonly of: T;
  readonly hours: RebootHours;
}

/** Whether there is a time that two have in common. Of different time zones nobody knows: what lies between them changes over the year. */
export function haveCommon(one: RebootHours, other: RebootHours): boolean {
  if (one.zone !== other.zone) return false;
  return one.pieces.some((a) => other.pieces.some((b) => a.from < b.to && b.from < a.to));
}

/** The most that may be rebooted at one time, in their order: those of one time zone alone. */
export function atOnce<T>(all: readonly Rebooted<T>[]): readonly Rebooted<T>[] {
  let most: readonly Rebooted<T>[] = [];
  for (const zone of new Set(all.map(({ hours }) => hours.zone))) {
    const here = all.filter(({ hours }) => hours.zone === zone);
    // Where most are open, one of them has just opened.
    const starts = new Set(here.flatMap(({ hours }) => hours.pieces.map(({ from }) => from)));
    for (const at of starts) {
      const open = here.filter(({ hours }) => hours.pieces.some(({ from, to }) => from <= at && at < to));
      if (open.length > most.length) most = open;
    }
  }
  return most;
}

/**
 * Go's durations, which is what locksmithd reads the length of a reboot window as.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);
const PRINTED_UNITS = ["h", "m", "s", "ms", "us", "ns"] as const;
const TWO_TO_63 = 2n ** 63n;
const FRACTION_LIMIT = (TWO_TO_63 - 1n) / 10n;
// A number (with a point or without), then everything up to the next number as its unit.
const TERM = /^([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/u;

export const MINUTE: bigint = 60_000_000_000n;
export const HOUR: bigint = 60n * MINUTE;

/** Why a text is not a duration, in Go's words. */
export class GoDurationFault extends Error {}

/**
 * The nanoseconds of a duration such as `2h`, `1h30m` or `1.5h`.
 *
 * @throws GoDurationFault with Go's own message
 */
export function parseGoDuration(text: string): bigint {
  const invalid = new GoDurationFault(`time: invalid duration ${goQuote(text)}`);
  const negative = text.startsWith("-");
  let rest = /^[-+]/.test(text) ? text.slice(1) : text;
  if (rest === "0") return 0n;
  if (rest === "") throw invalid;
  let sum = 0n;
  while (rest !== "") {
    const [term, whole, fraction = "", unitName] = TERM.exec(rest) ?? ["", "", "", ""];
    if (whole === "" && fraction === "") throw invalid;
    if (BigInt(whole) > TWO_TO_63) throw invalid;
    if (unitName === "") throw new GoDurationFault(`time: missing unit in duration ${goQuote(text)}`);
    const unit = UNITS.get(unitName);
    if (unit === undefined) throw new GoDurationFault(`time: unknown unit ${goQuote(unitName)} in duration ${goQuote(text)}`);
    const value = BigInt(whole) * unit + fractionOf(fraction, unit);
    // Go adds modulo 2^64.
    sum = BigInt.asUintN(64, sum + value);
    if (value > TWO_TO_63 || sum > TWO_TO_63) throw invalid;
    rest = rest.slice(term.length);
  }
  if (negative) return -sum;
  if (sum === TWO_TO_63) throw invalid;
  return sum;
}

/** A duration in the shortest form of whole units that Go reads back: `2h`, `1h30m`, `1s500ms`. */
export function formatGoDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  let rest = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  let text = nanoseconds < 0n ? "-" : "";
  for (const name of PRINTED_UNITS) {
    const unit = UNITS.get(name) ?? 1n;
    if (rest >= unit) text += `${rest / unit}${name}`;
    rest %= unit;
  }
  return text;
}

/** Go's `%q` for the texts that occur in a window. Bytes outside ASCII, which Go's time package shows as `\x..`, are left readable. */
export function goQuote(text: string): string {
  return JSON.stringify(text);
}

// Go computes the fraction in floating point and drops digits beyond 63 bits; JavaScript's numbers are the same doubles.
function fractionOf(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    if (value > FRACTION_LIMIT) break;
    const next = value * 10n + BigInt(digit);
    if (next > TWO_TO_63) break;
    value = next;
    scale *= 10;
  }
  return value === 0n ? 0n : BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

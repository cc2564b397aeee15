import type { Decoded } from "../struct";
import { PROBLEMS } from "../problems";
import type { Walk } from "../walk";

const DECIMAL_MAX = 7777;

/** Warns of a mode such as `644`, which YAML reads as decimal. */
export function checkFileMode(file: Decoded, walk: Walk): void {
  if (isDecimalByMistake(file.mode, false)) walk.warn("mode", PROBLEMS.decimalMode);
}

/** Warns of a mode such as `755`, which YAML reads as decimal. */
export function checkDirectoryMode(directory: Decoded, walk: Walk): void {
  if (isDecimalByMistake(directory.mode, true)) walk.warn("mode", PROBLEMS.decimalMode);
}

/**
 * Whether a mode is none that people set, and its decimal digits are one in octal.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/util/file.go
 */
export function isDecimalByMistake(mode: unknown, directory: boolean): boolean {
  if (typeof mode !== "number" || mode < 0 || mode > DECIMAL_MAX || !/^[0-7]+$/.test(String(mode))) return false;
  return !isTypical(mode, directory) && isTypical(parseInt(String(mode), 8), directory);
}

function isTypical(mode: number, directory: boolean): boolean {
  // root passes over permissions.
  if (mode === 0) return true;
  let less = 0;
  for (const shift of [0, 3, 6]) {
    const bits = (mode >> shift) & 7;
    const missing = less & ~bits;
    const executesWhatOthersOnlyRead = (bits & X) !== 0 && (less & R) !== 0 && (less & X) === 0;
    const withoutRead = (bits & (W | X)) !== 0 && (bits & R) === 0;
    if (missing !== 0 || executesWhatOthersOnlyRead || withoutRead) return false;
    less |= bits;
  }
  if ((less & R) === 0) return false;
  return directory ? isTypicalOfDirectory(mode, less) : isTypicalOfFile(mode, less);
}

const [R, W, X] = [4, 2, 1];
const [SET_UID, SET_GID, STICKY] = [0o4000, 0o2000, 0o1000];

function isTypicalOfDirectory(mode: number, anyone: number): boolean {
  if ((anyone & X) === 0 || (mode & SET_UID) !== 0) return false;
  return (mode & (SET_GID | STICKY)) === 0 || (anyone & W) !== 0;
}

function isTypicalOfFile(mode: number, anyone: number): boolean {
  if ((mode & STICKY) !== 0) return false;
  const worldWritable = (mode & W) !== 0;
  return (mode & (SET_UID | SET_GID)) === 0 || ((anyone & X) !== 0 && !worldWritable);
}

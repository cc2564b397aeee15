import { FlatcarError } from "../errors";
import { holdsToken } from "./token";
import { BARE_WINDOW_KEYS, UpdateConfReader, canonicalKey, inWrittenOrder, readerOf } from "./update-conf-keys";
import { isVariableName, readSystemdLine, readUpdateEngineLine } from "./update-conf-line";

/** Where the settings of a node's updates stand. In the image it is an empty file, so that one that is written has to overwrite it. */
export const UPDATE_CONF_PATH = "/etc/flatcar/update.conf";

const PLAIN = /^[A-Za-z0-9_./:@%+,=~^-]*$/;
const WHOLE_FILE_MEND = "write KEY=value, without spaces around the key and the =, and quote a value that has spaces";

/**
 * The keys and values of an `update.conf`.
 *
 * A value is what the program that uses the key reads: update_engine takes off one pair of quotes and nothing else, locksmithd gets the file
 * from systemd, which has escapes and ignores blanks. For a key of neither the two have to read the same. Of a key that occurs twice the last
 * value counts, for both programs. Comments are not kept: a merged file has no place where a comment of one layer would still be true.
 *
 * @throws FlatcarError `update-conf-malformed` for a line that has no effect, goes on in the next line, or sets a key of neither program to
 * what the two read differently
 */
export function parseUpdateConf(text: string): Map<string, string> {
  const conf = new Map<string, string>();
  text.split("\n").forEach((line, i) => {
    const malformed = (allowed: string, mend = WHOLE_FILE_MEND) =>
      new FlatcarError({ code: "update-conf-malformed", subject: `line ${i + 1} of ${UPDATE_CONF_PATH}`, received: line, allowed, mend });
    if (line.includes("\r")) throw malformed("lines that end in a line feed alone", "save the file with Unix line ends");
    const systemd = readSystemdLine(line);
    if (systemd.continues) throw malformed("a line that ends where it ends", "close the quote, or take the backslash at the end away");
    if (systemd.comment) return;
    const key = systemd.assignment?.key;
    if (key === undefined) throw malformed("KEY=value, # comment or an empty line");
    const updateEngine = readUpdateEngineLine(line);
    const reader = readerOf(key);
    if (reader !== UpdateConfReader.LOCKSMITHD && updateEngine?.key !== key) throw malformed("KEY=value without spaces around the key");
    const readings = { systemd: systemd.assignment?.value ?? "", updateEngine: updateEngine?.value ?? "" };
    if (reader === undefined && readings.systemd !== readings.updateEngine) {
      throw malformed("a value that systemd and update_engine read the same", "put the value into one pair of single quotes");
    }
    conf.set(key, reader === UpdateConfReader.UPDATE_ENGINE ? readings.updateEngine : readings.systemd);
  });
  return conf;
}

/**
 * The text of an `update.conf`: one `KEY=value` per line, Flatcar's own keys in a fixed order and then all others by code unit, so that the
 * order in which a configuration was put together does not show.
 *
 * A value with spaces or special characters is quoted, in a way that its program reads back as the value. A token stands in single quotes:
 * what it becomes must have no line break and, for locksmithd's keys, no single quote.
 *
 * @throws FlatcarError `update-conf-value` for a value with a line break, or one that cannot be written so that its program reads it;
 * `update-conf-malformed` for a key that is no variable name
 */
export function printUpdateConf(conf: ReadonlyMap<string, string>): string {
  return inWrittenOrder(conf.keys())
    .map((key) => `${printLine(key, conf.get(key) ?? "")}\n`)
    .join("");
}

/**
 * Two layers of an `update.conf` as one, key by key: the child's value counts.
 *
 * `REBOOT_WINDOW_START` and `LOCKSMITHD_REBOOT_WINDOW_START` are two names of one setting, as are those that end in `_LENGTH`, and locksmithd
 * prefers the long one. So a child that sets either takes both of the parent away, or the parent's long one would win over the child's short one.
 */
export function mergeUpdateConf(parent: ReadonlyMap<string, string>, child: ReadonlyMap<string, string>): Map<string, string> {
  const settings = new Set([...child.keys()].map(canonicalKey));
  return new Map([...[...parent].filter(([key]) => !settings.has(canonicalKey(key))), ...child]);
}

/**
 * The settings that are in force, each under one name: of the two names of a window's parts the long one, with the value that locksmithd uses.
 */
export function effectiveUpdateConf(conf: ReadonlyMap<string, string>): Map<string, string> {
  const effective = new Map([...conf].filter(([key]) => !BARE_WINDOW_KEYS.has(key)));
  for (const [bare, long] of BARE_WINDOW_KEYS) {
    const value = conf.get(bare);
    // locksmithd takes an empty variable for one that is not set.
    if (value !== undefined && (effective.get(long) ?? "") === "") effective.set(long, value);
  }
  return effective;
}

function printLine(key: string, value: string): string {
  if (!isVariableName(key)) {
    throw new FlatcarError({
      code: "update-conf-malformed",
      subject: `key of ${UPDATE_CONF_PATH}`,
      received: key,
      allowed: "letters, digits and underscores, not a digit first",
      mend: "correct the key",
    });
  }
  if (PLAIN.test(value)) return `${key}=${value}`;
  const line = writings(value)
    .map((writing) => `${key}=${writing}`)
    .find((candidate) => readsAs(candidate, key, value));
  if (line !== undefined) return line;
  throw new FlatcarError({
    code: "update-conf-value",
    subject: `${key} in ${UPDATE_CONF_PATH}`,
    received: key.endsWith("PASSWORD") ? "a value that is not shown" : value,
    allowed: "one line of text that its program can read back: the file has no escapes that all its programs know",
    mend: "take line breaks out, or use fewer kinds of quotes and backslashes in the value",
  });
}

// The plainest first; the last one holds for systemd alone. Most values that a token may become come through single quotes unharmed.
function writings(value: string): string[] {
  const quoted = [`"${value}"`, `'${value}'`];
  if (holdsToken(value)) quoted.reverse();
  return [...quoted, value, `"${value.replace(/["\\`$]/g, "\\$&")}"`];
}

function readsAs(line: string, key: string, value: string): boolean {
  if (/[\n\r\0]/.test(line)) return false;
  const systemd = readSystemdLine(line);
  if (systemd.continues) return false;
  const reader = readerOf(key);
  const bySystemd = systemd.assignment?.value === value;
  const byUpdateEngine = readUpdateEngineLine(line)?.value === value;
  if (reader === UpdateConfReader.UPDATE_ENGINE) return byUpdateEngine;
  if (reader === UpdateConfReader.LOCKSMITHD) return bySystemd;
  return bySystemd && byUpdateEngine;
}

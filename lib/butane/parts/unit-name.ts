import { bytesOf } from "../../ignition/go-bytes";

const ESCAPED = /[^A-Za-z0-9:_.]/g;

/**
 * A path as the name of a unit, as `systemd-escape --path` makes it.
 *
 * @see https://github.com/coreos/go-systemd/blob/v22.7.0/unit/escape.go
 */
export function escapeUnitPath(path: string): string {
  const elements = path.split("/").filter((element) => element !== "");
  if (elements.length === 0) return "-";
  const escaped = elements.map((element) => Buffer.from(bytesOf(element)).toString("latin1").replace(ESCAPED, escapeByte)).join("-");
  return escaped.startsWith(".") ? `\\x2e${escaped.slice(1)}` : escaped;
}

/** @param byte as the character of that number */
function escapeByte(byte: string): string {
  // go-systemd does not pad the number.
  return `\\x${byte.charCodeAt(0).toString(16)}`;
}

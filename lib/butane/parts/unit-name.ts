import { bytesOf } from "../../ignition/go-bytes";

const KEPT = /[A-Za-z0-9:_.]/;

/**
 * A path as the name of a unit, as `systemd-escape --path` makes it.
 *
 * @see https://github.com/coreos/go-systemd/blob/v22.7.0/unit/escape.go
 */
export function escapeUnitPath(path: string): string {
  const elements = path.split("/").filter((element) => element !== "");
  if (elements.length === 0) return "-";
  const escaped = elements.map((element) => Array.from(bytesOf(element), escapeByte).join("")).join("-");
  return escaped.startsWith(".") ? `\\x2e${escaped.slice(1)}` : escaped;
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  // go-systemd does not pad the number.
  return byte < 0x80 && KEPT.test(character) ? character : `\\x${byte.toString(16)}`;
}

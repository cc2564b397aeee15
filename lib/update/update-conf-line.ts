/**
 * How the two programs that read `update.conf` see one line of it.
 *
 * @see https://github.com/flatcar/update_engine/blob/main/src/update_engine/simple_key_value_store.cc
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 */

/** A key and a value. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
}

/** What systemd makes of a line. */
export interface SystemdLine {
  /** Undefined for an empty line, a comment, or a line that systemd ignores. */
  readonly assignment?: Assignment;
  /** Whether the line is empty or a comment. */
  readonly comment: boolean;
  /** Whether a quote is open, or a backslash escapes the end of the line, so that the next line belongs to this one. */
  readonly continues: boolean;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const BLANK = /[ \t]/;
const ESCAPED_IN_DOUBLE_QUOTES = '"\\`$';

/** Whether a key is the name of an environment variable. systemd ignores assignments to anything else. */
export function isVariableName(key: string): boolean {
  return NAME.test(key);
}

/** A line as update_engine reads it: everything around the first `=`, with one pair of quotes taken off and nothing else done. */
export function readUpdateEngineLine(line: string): Assignment | undefined {
  const at = line.indexOf("=");
  if (at < 0) return undefined;
  const value = line.slice(at + 1);
  const quoted = value.length >= 2 && (value[0] === '"' || value[0] === "'") && value[value.length - 1] === value[0];
  return { key: line.slice(0, at), value: quoted ? value.slice(1, -1) : value };
}

/** A line as systemd reads it. Neither a line break nor a carriage return may be in it. */
export function readSystemdLine(line: string): SystemdLine {
  const text = line.replace(/^[ \t]+/, "");
  // A comment that ends in a backslash goes on in the next line, at least up to systemd 252.
  if (text === "" || text[0] === "#" || text[0] === ";") return { comment: true, continues: /(?:^|[^\\])(?:\\\\)*\\$/.test(text) };
  // The first character belongs to the key, whatever it is.
  const at = text.indexOf("=", 1);
  if (at < 0) return { comment: false, continues: false };
  const key = text.slice(0, at).replace(/[ \t]+$/, "");
  const { value, continues } = readSystemdValue(text.slice(at + 1));
  return { comment: false, continues, ...(isVariableName(key) ? { assignment: { key, value } } : {}) };
}

// After a closing quote systemd is where it was before the value began: blanks are skipped, and another quote may open.
function readSystemdValue(text: string): { value: string; continues: boolean } {
  let value = "";
  let blanks = "";
  let state: "before" | "bare" | "single" | "double" = "before";
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (state === "single") {
      if (c === "'") state = "before";
      else value += c;
    } else if (state === "double") {
      if (c === '"') state = "before";
      else if (c !== "\\") value += c;
      else if (i + 1 === text.length) return { value, continues: true };
      else value += ESCAPED_IN_DOUBLE_QUOTES.includes(text[++i]) ? text[i] : `\\${text[i]}`;
    } else if (c === "\\") {
      if (i + 1 === text.length) return { value: value + blanks, continues: true };
      value += blanks + text[++i];
      blanks = "";
      state = "bare";
    } else if (BLANK.test(c)) {
      if (state === "bare") blanks += c;
    } else if (state === "before" && (c === "'" || c === '"')) {
      state = c === "'" ? "single" : "double";
    } else {
      value += blanks + c;
      blanks = "";
      state = "bare";
    }
  }
  return { value, continues: state === "single" || state === "double" };
}

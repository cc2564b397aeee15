/**
 * One problem a person can act on.
 *
 * Every mistake this package reports has the same five parts, so that a reader (and a program) finds them in the same place.
 */
export interface FlatcarErrorProps {
  /** Stable kebab-case code. It is the anchor of the problem's section in `docs/errors.md`. */
  readonly code: string;
  /** What was looked at: the prop, the file, the field of a config. */
  readonly subject: string;
  /** The value that came. Shown as JSON, shortened to 200 characters. */
  readonly received: unknown;
  /** What would have been accepted. */
  readonly allowed: string;
  /** What to do about it, as an imperative sentence without a final period. */
  readonly mend: string;
  /**
   * Where it happened: a construct path, or a file for what has no construct.
   *
   * @default - added by the construct in whose constructor the error surfaces
   */
  readonly path?: string;
}

const ERROR_SYMBOL = Symbol.for("cdktf-flatcar/FlatcarError");
const DOCS = "docs/errors.md";
const LONGEST_VALUE = 200;
// JSON leaves these as they are. What a server sent shall not move a cursor, turn a line around or look like two.
const UNSAFE = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

/** The error of every mistake in a user's input. The message holds code, path, subject, received, allowed and mend. */
export class FlatcarError extends Error {
  /** Whether a value is a `FlatcarError`, also one of another copy of this package. */
  public static isFlatcarError(x: unknown): x is FlatcarError {
    return typeof x === "object" && x !== null && ERROR_SYMBOL in x;
  }

  public readonly code: string;
  public readonly subject: string;
  public readonly received: unknown;
  public readonly allowed: string;
  public readonly mend: string;
  public readonly path?: string;

  constructor(props: FlatcarErrorProps) {
    super(FlatcarError.text(props));
    this.name = "FlatcarError";
    this.code = props.code;
    this.subject = props.subject;
    this.received = props.received;
    this.allowed = props.allowed;
    this.mend = props.mend;
    this.path = props.path;
    Object.defineProperty(this, ERROR_SYMBOL, { value: true });
  }

  /** The same error at a place. An error that has a place already keeps it: the first is the nearest. */
  public at(path: string): FlatcarError {
    if (this.path !== undefined) return this;
    const moved = new FlatcarError({ ...this.toProps(), path });
    moved.stack = `${moved.name}: ${moved.message}\n${stackFrames(this.stack)}`;
    return moved;
  }

  private toProps(): FlatcarErrorProps {
    const { code, subject, received, allowed, mend, path } = this;
    return { code, subject, received, allowed, mend, path };
  }

  private static text(p: FlatcarErrorProps): string {
    const place = p.path === undefined ? "" : `${p.path}: `;
    return `${place}${p.subject}: received ${shown(p.received)}; allowed: ${p.allowed}; ${p.mend} [${p.code}: ${DOCS}#${p.code}]`;
  }
}

/**
 * Runs `fn`; a {@link FlatcarError} thrown in it without a place gets `path`.
 *
 * Values such as windows and releases are checked when they are first used, not when they are written down,
 * so that the error can name the construct that used them.
 */
export function atPath<T>(path: string, fn: () => T): T {
  try {
    return fn();
  } catch (e) {
    throw placed(e, path);
  }
}

/** What was thrown, with a place where it is a {@link FlatcarError} without one: for a `catch`, where a function in between costs too much. */
export function placed(thrown: unknown, path: string): unknown {
  return FlatcarError.isFlatcarError(thrown) ? thrown.at(path) : thrown;
}

/** A value as an error shows it: JSON, shortened. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  // JSON has no such numbers and would show null.
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = String(value);
  }
  text = text.replace(UNSAFE, (sign) => sign.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text;
}

/** `did you mean "x"?`, or nothing where no candidate is near. */
export function didYouMean(value: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(value.length / 3)) + 1;
  for (const candidate of candidates) {
    // Where nothing is left of the value, nothing was near.
    const limit = Math.min(bestDistance, Math.max(value.length, candidate.length));
    // A value may be as long as a text: what is that much longer is not compared.
    if (Math.abs(value.length - candidate.length) >= limit) continue;
    const d = editDistance(value.toLowerCase(), candidate.toLowerCase());
    if (d < limit) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best === undefined ? undefined : `did you mean ${JSON.stringify(best)}?`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

function stackFrames(stack: string | undefined): string {
  return (stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

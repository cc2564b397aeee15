import { expect } from "vitest";
import { ExitCode } from "../../../lib/cli/command";
import type { Outside } from "../../cli/run";
import type { ReleaseLab } from "./lab";
import { filesOf, type Tree } from "./tree";

/** What is said of bad input. */
export interface Refusal {
  /** The code of the error. */
  readonly code: string;
  /** The file or other thing it is about, as the line names it. */
  readonly file: string | RegExp;
  /** What came. @default - anything */
  readonly came?: string | RegExp;
  /** What was expected. @default - anything */
  readonly expected?: string | RegExp;
}

/** Whatever else was done, nothing may hold these. */
export const SECRET = "correct-horse-battery";

/** The one line in which a command says why it does not do something. */
export interface Refused {
  readonly line: string;
  readonly stderr: string;
}

/**
 * Runs a command that must be refused: in one line, which names the file, what was expected and what came, with nothing changed in project and cache.
 *
 * @returns the line
 */
export async function expectRefused(lab: ReleaseLab, args: readonly string[], refusal: Refusal, outside: Outside = {}): Promise<Refused> {
  const before = lab.state();
  const ran = await lab.run(args, outside);
  const text = `${args.join(" ")}\n${ran.stdout}\n${ran.stderr}`;
  expect(ran.code, text).toBe(ExitCode.FINDINGS);
  const line = refusedLine(ran.stderr, refusal);
  expectSame(before, lab.state());
  return { line, stderr: ran.stderr };
}

/** The last line of what a command said, which must be an error, and the only one. */
export function refusedLine(stderr: string, { code, file, came, expected }: Refusal): string {
  const lines = stderr.trimEnd().split("\n");
  const line = lines.at(-1) ?? "";
  expect(line, stderr).toContain(`[${code}: docs/errors.md#${code}]`);
  expect(stderr.match(/docs\/errors\.md#/g), stderr).toHaveLength(1);
  expect(stderr, "no stack").not.toMatch(/^\s+at /m);
  const [about, rest] = cut(line, ": received ");
  expect(about, line).toMatch(file);
  const [received, after] = cut(rest, "; allowed: ");
  expect(received, line).not.toBe("");
  expect(after, line).not.toBe("");
  if (came !== undefined) expect(received, line).toMatch(came);
  if (expected !== undefined) expect(after, line).toMatch(expected);
  expect(stderr).not.toContain(SECRET);
  return line;
}

/** Fails where a file of the project or the cache is another one than before, is gone, or is new. */
export function expectSame(
  before: { readonly project: Tree; readonly cache: Tree },
  after: { readonly project: Tree; readonly cache: Tree },
): void {
  for (const part of ["project", "cache"] as const) {
    expect(filesOf(after[part])).toEqual(filesOf(before[part]));
    for (const name of filesOf(before[part])) expect(after[part][name], name).toBe(before[part][name]);
  }
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

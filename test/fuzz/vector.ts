import { type Answer } from "./answer";
import { type FuzzCase } from "./cases";

/** A case with the real answer, as a line of `test/vectors/fuzz`. */
export interface Vector extends Omit<FuzzCase, "text"> {
  /** In base64. */
  readonly text: string;
  /**
   * What it shows, for people.
   *
   * @default - the text speaks for itself
   */
  readonly note?: string;
  readonly real: Answer;
}

/** The line of a case. */
export function vectorOf({ kind, text, files, pretty }: FuzzCase, { ok, error, json, reports, raw }: Answer): string {
  const vector: Vector = { kind, files, pretty, text: Buffer.from(text).toString("base64"), real: { ok, error, json, reports, raw } };
  return `${JSON.stringify(vector)}\n`;
}

/** The cases of a file of such lines, each with the real answer. */
export function readVectors(lines: string): { readonly one: FuzzCase; readonly real: Answer }[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Vector)
    .map(({ kind, files, pretty, text, real }) => ({ one: { kind, files, pretty, text: Buffer.from(text, "base64") }, real }));
}

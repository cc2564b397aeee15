import { structuredPatch } from "diff";
import { IgnitionHunk } from "./types";

const CONTEXT = 3;
/** Work grows with the square of what differs; two texts that have less in common than this are better shown one after the other. */
const MAX_EDITS = 2_000;

/** What differs between two texts, as hunks of a unified diff. */
export function lineHunks(before: string, after: string): readonly IgnitionHunk[] {
  if (before === after) return [];
  const patch = structuredPatch("", "", before, after, undefined, undefined, { context: CONTEXT, maxEditLength: MAX_EDITS });
  if (patch === undefined) return [wholeHunk(before, after)];
  return patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({ oldStart, oldLines, newStart, newLines, lines }));
}

function wholeHunk(before: string, after: string): IgnitionHunk {
  const [old, new_] = [markedLines(before, "-"), markedLines(after, "+")];
  return {
    oldStart: Math.min(1, old.count),
    oldLines: old.count,
    newStart: Math.min(1, new_.count),
    newLines: new_.count,
    lines: [...old.lines, ...new_.lines],
  };
}

function markedLines(text: string, mark: string): { readonly lines: readonly string[]; readonly count: number } {
  if (text === "") return { lines: [], count: 0 };
  const lines = text.split("\n");
  const isTerminated = lines.at(-1) === "";
  if (isTerminated) lines.pop();
  const marked = lines.map((line) => mark + line);
  return { lines: isTerminated ? marked : [...marked, "\\ No newline at end of file"], count: lines.length };
}

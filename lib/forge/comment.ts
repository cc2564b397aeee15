import { FlatcarError } from "../errors";
import type { ClientOptions } from "./client";
import type { ForgeComments } from "./comments";
import { githubComments } from "./github";
import { gitlabComments } from "./gitlab";
import { ForgeKind, ReviewPlace } from "./place";

/** What became of a comment. */
export enum CommentOutcome {
  CREATED = "created",
  UPDATED = "updated",
  UNCHANGED = "unchanged",
}

/** The comments of a place. */
export function commentsOf(place: ReviewPlace, options: Pick<ClientOptions, "env" | "now" | "backoffMs" | "signal">): ForgeComments {
  return place.kind === ForgeKind.GITHUB ? githubComments(place, options) : gitlabComments(place, options);
}

/**
 * Writes a text as the one comment with its mark: over the one that is there, else as a new one. The mark is the text's first line, which nobody sees: an HTML comment.
 * Of several with the mark, as two runs at once leave them, the first stays.
 *
 * @throws FlatcarError `comment-marker`, `comment-too-long`, `comment-refused`, `comment-unreachable`
 */
export async function writeComment(comments: ForgeComments, body: string): Promise<CommentOutcome> {
  const marker = markerOf(body);
  if (body.length > comments.longest) {
    throw new FlatcarError({
      code: "comment-too-long",
      subject: "the comment",
      received: `${body.length} characters`,
      allowed: `at most ${comments.longest} characters`,
      mend: "write it by cdktf-flatcar check --format markdown, which keeps below that",
    });
  }
  const [first, ...others] = (await comments.own()).filter((comment) => firstLine(comment.body) === marker);
  for (const { id } of others) await comments.remove(id);
  if (first === undefined) {
    await comments.create(body);
    return CommentOutcome.CREATED;
  }
  if (first.body === body) return CommentOutcome.UNCHANGED;
  await comments.update(first.id, body);
  return CommentOutcome.UPDATED;
}

function markerOf(body: string): string {
  const line = firstLine(body);
  if (/^<!-- [^\s<>][^<>]* -->$/.test(line)) return line;
  throw new FlatcarError({
    code: "comment-marker",
    subject: "the first line of the comment",
    received: line,
    allowed: "a mark by which the comment is found again, as in <!-- cdktf-flatcar check -->",
    mend: "write the file by cdktf-flatcar check --format markdown, or begin it with such a line",
  });
}

// GitHub gives the lines of a comment back as they came, or with carriage returns where somebody has edited it in a browser.
function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0];
}

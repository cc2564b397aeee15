import { ClientOptions, ForgeClient } from "./client";
import type { ForgeComment, ForgeComments } from "./comments";
import { fieldOf, listOf } from "./fields";
import type { ReviewPlace } from "./place";

/** Characters: https://docs.gitlab.com/administration/instance_limits/#size-of-comments-and-descriptions-of-issues-merge-requests-and-epics */
const LONGEST = 1_000_000;
/** Notes a page: of the longest a page is an answer of some megabytes. */
const PER_PAGE = 20;
/** Nobody has read that many. */
const MOST_PAGES = 200;

/**
 * Notes on a merge request of GitLab.
 *
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 */
export function gitlabComments(place: ReviewPlace, options: Pick<ClientOptions, "env" | "now" | "backoffMs" | "signal">): ForgeComments {
  const { api, project, number, token } = place;
  const client = new ForgeClient({ ...options, api, headers: { "private-token": token, "user-agent": "cdktf-flatcar" } });
  const notes = `/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  return {
    longest: LONGEST,
    own: () => ownNotes(client, notes),
    create: async (body) => void (await client.call("POST", notes, { body })),
    update: async (id, body) => void (await client.call("PUT", `${notes}/${id}`, { body })),
    remove: async (id) => void (await client.call("DELETE", `${notes}/${id}`, undefined, [404])),
  };
}

async function ownNotes(client: ForgeClient, path: string): Promise<ForgeComment[]> {
  const { json: self } = await client.call("GET", "/user");
  const found: ForgeComment[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { json } = await client.call("GET", `${path}?sort=asc&order_by=created_at&per_page=${PER_PAGE}&page=${page}`);
    const notes = listOf(json, path);
    for (const note of notes) {
      const [id, body, author] = [fieldOf(note, "id"), fieldOf(note, "body"), fieldOf(note, "author")];
      const isOwn = fieldOf(author, "id") !== undefined && fieldOf(author, "id") === fieldOf(self, "id");
      if (typeof id === "number" && typeof body === "string" && isOwn) found.push({ id: String(id), body });
    }
    if (notes.length < PER_PAGE) break;
  }
  return found;
}

import { FlatcarError } from "../errors";
import { ClientOptions, ForgeClient } from "./client";
import type { ForgeComment, ForgeComments } from "./comments";
import { fieldOf, listOf } from "./fields";
import type { ReviewPlace } from "./place";

/** Characters: the API answers 422 to a longer one. https://github.com/orgs/community/discussions/41331 */
const LONGEST = 65_536;
/** Comments a page, so that one of long comments is an answer of some megabytes at most. */
const PER_PAGE = 30;
/** Nobody has read that many. */
const MOST_PAGES = 200;

/**
 * Comments of a pull request on GitHub.
 *
 * @see https://docs.github.com/en/rest/issues/comments
 */
export function githubComments(place: ReviewPlace, options: Pick<ClientOptions, "env" | "now" | "backoffMs" | "signal">): ForgeComments {
  const { api, project, number, token } = place;
  if (!/^[\w.-]+\/[\w.-]+$/.test(project)) {
    throw new FlatcarError({
      code: "comment-nowhere",
      subject: "the project",
      received: project,
      allowed: "owner/name",
      mend: "name the repository as GitHub does, or leave it to the run's GITHUB_REPOSITORY",
    });
  }
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": "cdktf-flatcar",
    "x-github-api-version": "2022-11-28",
  };
  const client = new ForgeClient({ ...options, api, headers });
  const issues = `/repos/${project}/issues`;
  return {
    longest: LONGEST,
    own: () => ownComments(client, `${issues}/${number}/comments`),
    create: async (body) => void (await client.call("POST", `${issues}/${number}/comments`, { body })),
    update: async (id, body) => void (await client.call("PATCH", `${issues}/comments/${id}`, { body })),
    // Another run may have been faster.
    remove: async (id) => void (await client.call("DELETE", `${issues}/comments/${id}`, undefined, [404])),
  };
}

async function ownComments(client: ForgeClient, path: string): Promise<ForgeComment[]> {
  const isOwn = await authorOf(client);
  const found: ForgeComment[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { json } = await client.call("GET", `${path}?per_page=${PER_PAGE}&page=${page}`);
    const comments = listOf(json, path);
    for (const comment of comments) {
      const [id, body, user] = [fieldOf(comment, "id"), fieldOf(comment, "body"), fieldOf(comment, "user")];
      if (typeof id === "number" && typeof body === "string" && isOwn(user)) found.push({ id: String(id), body });
    }
    if (comments.length < PER_PAGE) break;
  }
  return found;
}

/**
 * Whether an author is the one the token is of. The token of a run is an app's, which may not ask who it is: its comments are a bot's. What a person wrote is never taken for ours, whatever mark
 * it begins with: he could change it afterwards.
 */
async function authorOf(client: ForgeClient): Promise<(user: unknown) => boolean> {
  const { status, json } = await client.call("GET", "/user", undefined, [403, 404]);
  const login = status === 200 ? fieldOf(json, "login") : undefined;
  return typeof login === "string" ? (user) => fieldOf(user, "login") === login : (user) => fieldOf(user, "type") === "Bot";
}

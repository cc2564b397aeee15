import { FlatcarError } from "../errors";

/** Variables of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which software holds the pull requests. */
export enum ForgeKind {
  GITHUB = "github",
  GITLAB = "gitlab",
}

/** A pull request of GitHub, or a merge request of GitLab. */
export interface ReviewPlace {
  readonly kind: ForgeKind;
  /** Base URL of the API, without a slash at its end: `https://api.github.com`. */
  readonly api: string;
  /** `owner/name` on GitHub, number or path of the project on GitLab. */
  readonly project: string;
  /** Of the pull request, or of the merge request within its project. */
  readonly number: number;
  /** It is in no text that comes from here. */
  readonly token: string;
}

/** What a place may be said to be, where the environment does not say. */
export interface PlaceOptions {
  /** @default - that of the run: `GITHUB_REPOSITORY`, `CI_MERGE_REQUEST_PROJECT_ID` or `CI_PROJECT_ID` */
  readonly project?: string;
  /** @default - that of the run: `GITHUB_REF`, `CI_MERGE_REQUEST_IID` */
  readonly number?: number;
}

const TOKENS = { [ForgeKind.GITHUB]: ["GITHUB_TOKEN", "GH_TOKEN"], [ForgeKind.GITLAB]: ["GITLAB_TOKEN"] };

/**
 * Where a run of CI is about, by the variables that GitHub Actions and GitLab CI set.
 *
 * @throws FlatcarError `comment-nowhere`, `comment-token`
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export function reviewPlace(env: Environment, { project, number }: PlaceOptions = {}): ReviewPlace {
  const kind = kindOf(env);
  const place =
    kind === ForgeKind.GITHUB
      ? { api: env.GITHUB_API_URL ?? "https://api.github.com", project: env.GITHUB_REPOSITORY, number: pullRequestOf(env.GITHUB_REF) }
      : { api: env.CI_API_V4_URL, project: env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID, number: whole(env.CI_MERGE_REQUEST_IID) };
  const api = apiOf(place.api);
  const found = { project: project ?? place.project, number: number ?? place.number };
  if (found.project === undefined || found.project === "") throw nowhere("the project", found.project, "--project");
  if (found.number === undefined) throw nowhere("the number of the pull request", env.GITHUB_REF, "--number");
  return { kind, api, project: found.project, number: found.number, token: tokenOf(kind, env) };
}

function kindOf(env: Environment): ForgeKind {
  if (env.GITHUB_ACTIONS === "true") return ForgeKind.GITHUB;
  if (env.GITLAB_CI === "true") return ForgeKind.GITLAB;
  throw new FlatcarError({
    code: "comment-nowhere",
    subject: "the environment",
    received: undefined,
    allowed: "a run of GitHub Actions (GITHUB_ACTIONS) or GitLab CI (GITLAB_CI)",
    mend: "call it in a job of one of them, or post the file by the means of your own CI",
  });
}

function pullRequestOf(ref: string | undefined): number | undefined {
  return whole(/^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref ?? "")?.[1]);
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

function apiOf(text: string | undefined): string {
  let url: URL | undefined;
  try {
    url = new URL(text ?? "");
  } catch {
    url = undefined;
  }
  // A token goes there.
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname));
  if (url !== undefined && isSafe) return url.href.replace(/\/+$/, "");
  throw new FlatcarError({
    code: "comment-nowhere",
    subject: "the URL of the API",
    received: text,
    allowed: "an https URL",
    mend: "set GITHUB_API_URL or CI_API_V4_URL, as the run of a job has it",
  });
}

function nowhere(subject: string, received: string | undefined, option: string): FlatcarError {
  return new FlatcarError({
    code: "comment-nowhere",
    subject,
    received,
    allowed: "that of the pull request that the run is about",
    mend: `run it on the event pull_request, or in a merge request pipeline, or say it by ${option}`,
  });
}

function tokenOf(kind: ForgeKind, env: Environment): string {
  const names = TOKENS[kind];
  const token = names.map((name) => env[name]).find((each) => each !== undefined && each !== "");
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new FlatcarError({
    code: "comment-token",
    subject: names.join(" or "),
    received: token === undefined ? undefined : "a text that no header can hold",
    allowed: "a token that may write comments",
    mend:
      kind === ForgeKind.GITHUB
        ? "hand the job's token over: env GITHUB_TOKEN: ${{ github.token }}, with the permission pull-requests: write"
        : "make a project access token with the scope api, and put it into a masked variable of that name",
  });
}

import { describe, expect, test } from "vitest";
import { reviewPlace } from "../../lib/forge/place";
import { thrown } from "../support";

const GITHUB = {
  GITHUB_ACTIONS: "true",
  GITHUB_API_URL: "https://api.github.com",
  GITHUB_REPOSITORY: "acme/site",
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_TOKEN: "ghs_x",
};
const GITLAB = {
  GITLAB_CI: "true",
  CI_API_V4_URL: "https://gitlab.example.com/api/v4",
  CI_PROJECT_ID: "3",
  CI_MERGE_REQUEST_PROJECT_ID: "2",
  CI_MERGE_REQUEST_IID: "7",
  GITLAB_TOKEN: "glpat-x",
};

test("a job of GitHub Actions for a pull request says all", () => {
  expect(reviewPlace(GITHUB)).toEqual({ kind: "github", api: "https://api.github.com", project: "acme/site", number: 7, token: "ghs_x" });
  expect(reviewPlace({ ...GITHUB, GITHUB_API_URL: undefined, GITHUB_TOKEN: "", GH_TOKEN: "y" })).toMatchObject({
    api: "https://api.github.com",
    token: "y",
  });
});

test("so does one of GitLab, whose merge request may be in another project than the job", () => {
  const place = { kind: "gitlab", api: "https://gitlab.example.com/api/v4", project: "2", number: 7, token: "glpat-x" };
  expect(reviewPlace(GITLAB)).toEqual(place);
  expect(reviewPlace({ ...GITLAB, CI_MERGE_REQUEST_PROJECT_ID: undefined })).toEqual({ ...place, project: "3" });
});

test("what is said counts before what the job says", () => {
  expect(reviewPlace({ ...GITHUB, GITHUB_REF: "refs/heads/main" }, { project: "acme/other", number: 9 })).toMatchObject({
    project: "acme/other",
    number: 9,
  });
});

describe("where something is missing, the error says what", () => {
  test.each([
    ["no job of either", {}, "the environment"],
    ["a push", { ...GITHUB, GITHUB_REF: "refs/heads/main" }, "the number of the pull request"],
    ["a pipeline of a branch", { ...GITLAB, CI_MERGE_REQUEST_IID: undefined }, "the number of the pull request"],
    ["no repository", { ...GITHUB, GITHUB_REPOSITORY: undefined }, "the project"],
    ["no API", { ...GITLAB, CI_API_V4_URL: undefined }, "the URL of the API"],
    [
      "one that a token would travel to in the open",
      { ...GITLAB, CI_API_V4_URL: "http://gitlab.example.com/api/v4" },
      "the URL of the API",
    ],
  ])("%s", (_, env, subject) => {
    expect(thrown(() => reviewPlace(env))).toMatchObject({ code: "comment-nowhere", subject });
  });

  test.each([
    ["GitHub", { ...GITHUB, GITHUB_TOKEN: undefined }, "GITHUB_TOKEN or GH_TOKEN"],
    ["GitLab", { ...GITLAB, GITLAB_TOKEN: "" }, "GITLAB_TOKEN"],
  ])("a token for %s", (_, env, subject) => {
    expect(thrown(() => reviewPlace(env))).toMatchObject({ code: "comment-token", subject });
  });
});

test("a token that no header can hold is refused, and not told", () => {
  const error = thrown(() => reviewPlace({ ...GITHUB, GITHUB_TOKEN: "ghs_secret\n" }));
  expect(error.code).toBe("comment-token");
  expect(error.message).not.toContain("secret");
});

import { expect, test } from "vitest";
import { CommentOutcome, commentsOf, writeComment } from "../../lib/forge/comment";
import { ForgeKind } from "../../lib/forge/place";
import { ForgeEmulator } from "./forge-emulator";

const MARK = "<!-- cdktf-flatcar check -->";
const NOW = new Date("2026-01-01T00:00:00Z");

test("the token of a run is an app's, which may not ask who it is: what a bot wrote is its own", async () => {
  const emulator = await ForgeEmulator.start("github");
  emulator.accounts.set("t-app", { name: "github-actions[bot]", isApp: true });
  emulator.add("somebody", `${MARK}\nmine`);
  const place = { kind: ForgeKind.GITHUB, api: emulator.url, project: "acme/site", number: 7, token: "t-app" };
  const comments = commentsOf(place, { env: {}, now: () => NOW, backoffMs: 1 });
  expect(await writeComment(comments, `${MARK}\none`)).toBe(CommentOutcome.CREATED);
  expect(await writeComment(comments, `${MARK}\ntwo`)).toBe(CommentOutcome.UPDATED);
  expect(emulator.comments.map(({ body }) => body)).toEqual([`${MARK}\nmine`, `${MARK}\ntwo`]);
  await emulator.stop();
});

test("on GitHub a project is an owner and a name", () => {
  const place = { kind: ForgeKind.GITHUB, api: "https://api.github.com", project: "../../user", number: 7, token: "t" };
  expect(() => commentsOf(place, { env: {}, now: () => NOW })).toThrow("comment-nowhere");
});

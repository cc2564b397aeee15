import { expect, test } from "vitest";
import { gitlabComments } from "../../lib/forge/gitlab";
import { ForgeKind } from "../../lib/forge/place";
import { ForgeEmulator } from "./forge-emulator";

const NOW = new Date("2026-01-01T00:00:00Z");

test("a project is named by its path or its number, and notes are changed where they stand", async () => {
  const emulator = await ForgeEmulator.start("gitlab");
  emulator.accounts.set("t", { name: "robot" });
  const place = { kind: ForgeKind.GITLAB, api: emulator.url, project: "acme/site", number: 7, token: "t" };
  const comments = gitlabComments(place, { env: {}, now: () => NOW });
  const other = emulator.add("a person", "looks good");
  await comments.create("one");
  const [{ id }, ...others] = await comments.own();
  expect(others).toEqual([]);
  await comments.update(id, "two");
  expect(emulator.comments.map(({ body }) => body)).toEqual(["looks good", "two"]);
  await comments.remove(id);
  // Another run was faster.
  await comments.remove(id);
  expect(emulator.comments).toEqual([other]);
  expect(new Set(emulator.requests.map((request) => request.split(" ")[1].replace(/\/\d+$/, "")))).toEqual(
    new Set(["/api/v4/user", "/api/v4/projects/acme%2Fsite/merge_requests/7/notes"]),
  );
  await emulator.stop();
});

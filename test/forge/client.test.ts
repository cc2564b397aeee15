import { expect, test } from "vitest";
import { ForgeClient } from "../../lib/forge/client";
import { ForgeEmulator } from "./forge-emulator";

const now = () => new Date("2026-01-01T00:00:00Z");

test("an interruption ends a request and the pause before the next one", async () => {
  const emulator = await ForgeEmulator.start("github");
  const controller = new AbortController();
  emulator.faults.push((_, response) => {
    response.writeHead(503).end();
    setTimeout(() => controller.abort("SIGINT"), 20);
    return true;
  });
  const client = new ForgeClient({ api: emulator.url, headers: {}, env: {}, now, backoffMs: 20_000, signal: controller.signal });
  await expect(client.call("GET", "/user")).rejects.toBe("SIGINT");
  expect(emulator.requests).toHaveLength(1);
  await emulator.stop();
});

test("a status that is said to be fine is no error, and what an answer says of an error stands in it", async () => {
  const emulator = await ForgeEmulator.start("gitlab");
  emulator.accounts.set("t", { name: "robot" });
  const client = new ForgeClient({ api: emulator.url, headers: { "private-token": "t" }, env: {}, now, backoffMs: 1 });
  const path = "/projects/acme%2Fsite/merge_requests/7/notes/99";
  expect(await client.call("DELETE", path, undefined, [404])).toEqual({ status: 404, json: { message: "Not Found" } });
  await expect(client.call("DELETE", path)).rejects.toMatchObject({ code: "comment-refused", received: "404: Not Found" });
  await emulator.stop();
});

test("what an API says is shortened, and moves no cursor", async () => {
  const emulator = await ForgeEmulator.start("github");
  emulator.faults.push((_, response) => (response.writeHead(400).end(JSON.stringify({ message: "\u001b[2J".repeat(200) })), true));
  const failure = await new ForgeClient({ api: emulator.url, headers: {}, env: {}, now })
    .call("GET", "/user")
    .catch((e: unknown) => e as Error);
  expect(String(failure)).not.toContain("\u001b");
  expect(String(failure).length).toBeLessThan(700);
  await emulator.stop();
});

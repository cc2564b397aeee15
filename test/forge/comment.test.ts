import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CommentOutcome, commentsOf, writeComment } from "../../lib/forge/comment";
import { ForgeKind } from "../../lib/forge/place";
import { ForgeEmulator } from "./forge-emulator";

const MARK = "<!-- cdktf-flatcar check -->";
const NOW = new Date("2026-01-01T00:00:00Z");

describe.each([ForgeKind.GITHUB, ForgeKind.GITLAB])("on %s", (kind) => {
  let emulator: ForgeEmulator;
  beforeEach(async () => {
    emulator = await ForgeEmulator.start(kind);
    emulator.accounts.set("t-robot", { name: "robot" });
    emulator.accounts.set("t-person", { name: "a person" });
  });
  afterEach(() => emulator.stop());

  const write = (body: string, token = "t-robot") => {
    const place = { kind, api: emulator.url, project: "acme/site", number: 7, token };
    return writeComment(commentsOf(place, { env: {}, now: () => NOW, backoffMs: 1 }), body);
  };
  const bodies = (): string[] => emulator.comments.map(({ author, body }) => `${author}: ${body}`);

  test("the first report is a new comment, the next ones take its place, and the same one changes nothing", async () => {
    emulator.add("a person", "looks good");
    expect(await write(`${MARK}\none`)).toBe(CommentOutcome.CREATED);
    expect(await write(`${MARK}\ntwo`)).toBe(CommentOutcome.UPDATED);
    expect(await write(`${MARK}\ntwo`)).toBe(CommentOutcome.UNCHANGED);
    expect(bodies()).toEqual(["a person: looks good", `robot: ${MARK}\ntwo`]);
  });

  test("a comment with another mark stays", async () => {
    await write("<!-- cdktf-flatcar check staging -->\none");
    await write(`${MARK}\ntwo`);
    expect(bodies()).toEqual(["robot: <!-- cdktf-flatcar check staging -->\none", `robot: ${MARK}\ntwo`]);
  });

  test("what somebody else wrote under the same mark is not taken for ours", async () => {
    emulator.add("a person", `${MARK}\nmine`);
    await write(`${MARK}\none`);
    expect(bodies()).toEqual([`a person: ${MARK}\nmine`, `robot: ${MARK}\none`]);
  });

  test("of two that runs at once have made one is left", async () => {
    emulator.add("robot", `${MARK}\none`);
    emulator.add("robot", `${MARK}\ntwo`);
    expect(await write(`${MARK}\nthree`)).toBe(CommentOutcome.UPDATED);
    expect(bodies()).toEqual([`robot: ${MARK}\nthree`]);
  });

  test("it is found behind hundreds of others, and though somebody has edited it in a browser", async () => {
    for (let i = 0; i < 123; i++) emulator.add("a person", `comment ${i}`);
    emulator.add("robot", `${MARK}\r\none`);
    expect(await write(`${MARK}\ntwo`)).toBe(CommentOutcome.UPDATED);
    expect(emulator.comments).toHaveLength(124);
  });

  test.each([
    ["without a mark", "# Report"],
    ["with an unfinished one", "<!-- x\n-->"],
    ["empty", ""],
  ])("a file %s is refused before anything is asked", async (_, body) => {
    await expect(write(body)).rejects.toMatchObject({ code: "comment-marker" });
    expect(emulator.requests).toEqual([]);
  });

  test("so is one that is too long", async () => {
    const longest = kind === ForgeKind.GITHUB ? 65_536 : 1_000_000;
    await expect(write(MARK.padEnd(MARK.length + 1, "\n").padEnd(longest + 1, "x"))).rejects.toMatchObject({ code: "comment-too-long" });
    expect(emulator.requests).toEqual([]);
    expect(await write(MARK.padEnd(MARK.length + 1, "\n").padEnd(longest, "x"))).toBe(CommentOutcome.CREATED);
  });

  test("a token that nobody knows, and one that may only read, are errors that say what to do and nothing of the token", async () => {
    await expect(write(`${MARK}\none`, "t-nobody")).rejects.toMatchObject({ code: "comment-refused", received: "401: Bad credentials" });
    emulator.accounts.set("t-fork", { name: "robot", isReadOnly: true });
    const failure = await write(`${MARK}\none`, "t-fork").catch((e: unknown) => e as Error);
    expect(failure).toMatchObject({ code: "comment-refused", received: "403: Resource not accessible by integration" });
    expect(String(failure)).not.toContain("t-fork");
    expect(emulator.comments).toEqual([]);
  });

  test("what passes by itself is tried again", async () => {
    emulator.faults.push((_, response) => (response.writeHead(502).end("<html>"), true));
    emulator.faults.push((request) => (request.socket.destroy(), true));
    emulator.faults.push((_, response) => (response.writeHead(429, { "retry-after": "0" }).end("{}"), true));
    expect(await write(`${MARK}\none`)).toBe(CommentOutcome.CREATED);
    expect(emulator.comments).toHaveLength(1);
  });

  test("but a comment whose making nobody has answered to is not made twice", async () => {
    const pass = () => false;
    emulator.faults.push(pass, pass, (_, response) => (response.writeHead(502).end(), true));
    await expect(write(`${MARK}\none`)).rejects.toMatchObject({ code: "comment-refused", received: "502" });
    expect(emulator.requests.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  });

  test("a service that stays away is given up", async () => {
    for (let i = 0; i < 9; i++) emulator.faults.push((_, response) => (response.writeHead(503).end(), true));
    await expect(write(`${MARK}\none`)).rejects.toMatchObject({ code: "comment-refused", received: "503" });
    expect(emulator.requests).toHaveLength(5);
  });

  test("one that asks for an hour is not waited for", async () => {
    emulator.faults.push((_, response) => (response.writeHead(429, { "retry-after": "3600" }).end(), true));
    await expect(write(`${MARK}\none`)).rejects.toMatchObject({ code: "comment-refused", received: "429" });
  });

  test("a page to log in is no answer of an API", async () => {
    emulator.faults.push((_, response) => (response.writeHead(200).end("<html>"), true));
    await expect(write(`${MARK}\none`)).rejects.toMatchObject({ code: "comment-refused" });
  });

  test("a server that is not there is told by its URL", async () => {
    const gone = emulator.url;
    await emulator.stop();
    const comments = commentsOf(
      { kind, api: gone, project: "acme/site", number: 7, token: "t" },
      { env: {}, now: () => NOW, backoffMs: 1 },
    );
    await expect(writeComment(comments, `${MARK}\none`)).rejects.toMatchObject({ code: "comment-unreachable", received: gone });
    emulator = await ForgeEmulator.start(kind);
  });
});

import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { Fault, ReleaseServer } from "../../emulators/release";
import { rejected } from "../rejected";
import { KERNEL, feedOf, lab, releaseDirectory, served, stateOf, temporary } from "./testing";

const REQUEST = { directory: releaseDirectory(), fileName: KERNEL };
const SIZE = 3_000_000;
const CONTENT = { [KERNEL]: { seed: "kernel", size: SIZE } };
const FILE = served(KERNEL);

/** What came of the requests for a file, with the part that was asked for. */
function asked(server: ReleaseServer, file: string): string[] {
  const gets = server.requests.filter((request) => request.method === "GET" && request.path === file);
  return gets.map(({ status, headers }) => [status, headers.range].filter((word) => word !== undefined).join(" "));
}

test.each([
  ["another byte", Fault.flippedBit(SIZE - 1), "download-hash", FILE],
  ["another file of the same size", Fault.content({ seed: "other", size: SIZE }), "download-hash", FILE],
  ["fewer bytes, and nothing that says so", Fault.shortened(1_000), "download-size", FILE],
  ["more bytes, as announced", Fault.content({ seed: "kernel", size: SIZE + 1 }), "feed-too-long", FILE],
  ["more bytes than announced", Fault.more(100), "feed-too-long", FILE],
  ["more bytes, and nothing announced", Fault.moreInChunks(100), "feed-too-long", FILE],
  ["a web page", Fault.html(), "feed-html", FILE],
  ["JSON", Fault.json(), "download-size", FILE],
  ["a file that is not there", Fault.status(404), "feed-missing", FILE],
  ["a refusal", Fault.status(403), "feed-refused", FILE],
  ["a packed answer", Fault.encoded(), "feed-encoding", FILE],
])("%s is an error of one line that names the file, and nothing of it is kept", async (_, fault, code, file) => {
  const { server, feed, cache, root } = await lab(CONTENT);
  server.fault(FILE, fault, { method: "GET", times: Infinity });
  const error = await rejected(cache.file(REQUEST, feed));
  expect(error).toMatchObject({ code, path: `${server.url}${file}` });
  expect(error.message).not.toContain("\n");
  expect(stateOf(root)).toEqual({});
});

test("a signature of another file, one by somebody else, an empty one and a page in its place are errors that name it", async () => {
  const { server, feed, cache, root } = await lab(CONTENT);
  const bytes = await server.bytes(FILE);
  const date = "2026-08-13T06:30:00Z";
  const wrong = {
    "signature-wrong": await server.sign("another file", { date }),
    "signature-foreign": await server.sign(bytes, { date, signer: "foreign" }),
    "signature-missing": "",
  };
  for (const [code, signature] of Object.entries(wrong)) {
    server.feed.put(`${FILE}.sig`, signature);
    expect(await rejected(cache.file(REQUEST, feed)), code).toMatchObject({ code, path: `${server.url}${FILE}.sig` });
    expect(stateOf(root)).toEqual({});
  }
  server.fault(`${FILE}.sig`, Fault.html());
  expect(await rejected(cache.file(REQUEST, feed))).toMatchObject({ code: "feed-html" });
  server.feed.remove(`${FILE}.sig`);
  expect(await rejected(cache.file(REQUEST, feed))).toMatchObject({ code: "feed-missing", path: `${server.url}${FILE}.sig` });
  expect(stateOf(root)).toEqual({});
});

test("a connection that is lost leaves what has come, and the next run asks for the rest alone", async () => {
  const { server, feed, cache, root } = await lab(CONTENT);
  server.fault(FILE, Fault.truncated(1_200_000), { method: "GET" });
  server.fault(FILE, Fault.reset(), { method: "GET", times: 4 });
  expect((await rejected(cache.file(REQUEST, feed))).code).toMatch(/^feed-(unreachable|truncated)$/);
  const { unfinished } = await cache.contents();
  expect(unfinished).toMatchObject([{ version: "4593.2.5", architecture: "amd64", fileName: KERNEL, done: 1_200_000, size: SIZE }]);
  expect(fs.statSync(unfinished[0].path).size).toBe(1_200_000);

  const steps: string[] = [];
  const progress = ({ step, done }: { step: string; done: number }): void => void steps.push(`${step} ${done}`);
  const found = await cache.file(REQUEST, feed, { progress });
  expect(found).toMatchObject({ size: SIZE, cached: false });
  expect(asked(server, FILE).at(-1)).toBe("206 bytes=1200000-");
  expect(steps.filter((step) => step.startsWith("verify")).at(-1)).toBe("verify 1200000");
  expect(steps.at(-1)).toBe(`download ${SIZE}`);
  expect((await cache.contents()).unfinished).toEqual([]);
  expect(fs.readdirSync(path.join(root, "unfinished"))).toEqual([]);
});

test("a page of the network in between costs nothing of what has come", async () => {
  const { server, feed, cache } = await lab(CONTENT);
  server.fault(FILE, Fault.truncated(1_200_000), { method: "GET" });
  server.fault(FILE, Fault.reset(), { method: "GET", times: 4 });
  await rejected(cache.file(REQUEST, feed));
  server.fault(FILE, Fault.html(), { method: "GET" });
  expect(await rejected(cache.file(REQUEST, feed))).toMatchObject({ code: "feed-html" });
  expect((await cache.contents()).unfinished).toMatchObject([{ done: 1_200_000 }]);
  expect(await cache.file(REQUEST, feed)).toMatchObject({ size: SIZE });
  expect(asked(server, FILE).at(-1)).toBe("206 bytes=1200000-");
});

test("what was there of another content is not gone on with", async () => {
  const { server, feed, cache } = await lab(CONTENT);
  server.fault(FILE, Fault.truncated(1_200_000), { method: "GET" });
  server.fault(FILE, Fault.status(500), { method: "GET", times: 4 });
  expect((await rejected(cache.file(REQUEST, feed))).code).toBe("feed-server");
  const { unfinished } = await cache.contents();
  // As after the loss of power: as long as it was, and not what it was.
  fs.writeFileSync(unfinished[0].path, Buffer.alloc(1_200_000));
  const error = await rejected(cache.file(REQUEST, feed));
  expect(error).toMatchObject({ code: "download-hash" });
  expect((await cache.contents()).unfinished).toEqual([]);
  expect(await cache.file(REQUEST, feed)).toMatchObject({ cached: false });
});

test("a file whose validator is another one since comes anew, and nothing of the old one stays in it", async () => {
  const { server, feed, cache } = await lab(CONTENT);
  server.fault(FILE, Fault.truncated(2_000_000), { method: "GET" });
  server.fault(FILE, Fault.status(503), { method: "GET", times: 4 });
  expect((await rejected(cache.file(REQUEST, feed))).code).toBe("feed-busy");
  const { unfinished } = await cache.contents();
  const folder = path.dirname(unfinished[0].path);
  const record = path.join(folder, `stable_4593.2.5_amd64_${KERNEL}.json`);
  fs.writeFileSync(record, fs.readFileSync(record, "utf8").replace(/"validator": ".*"/, `"validator": "\\"another\\""`));
  const { path: file } = await cache.file(REQUEST, feed);
  expect(asked(server, FILE).at(-1)).toBe("200 bytes=2000000-");
  expect(fs.readFileSync(file).equals(await server.bytes(FILE))).toBe(true);
});

test("what came from one mirror is not gone on with from another", async () => {
  const { server, feed, cache } = await lab(CONTENT);
  server.fault(FILE, Fault.truncated(1_000_000), { method: "GET" });
  server.fault(FILE, Fault.reset(), { method: "GET", times: 4 });
  await rejected(cache.file(REQUEST, feed));
  const mirror = temporary();
  await server.writeTo(mirror);
  expect(await cache.file(REQUEST, await feedOf(server, mirror))).toMatchObject({ cached: false });
  expect((await cache.contents()).unfinished).toEqual([]);
});

test("a download that was all there but not yet judged is judged without another byte from the server", async () => {
  const { server, feed, cache, root } = await lab(CONTENT);
  const { sha512, path: file } = await cache.file(REQUEST, feed);
  fs.renameSync(path.dirname(file), path.join(root, "unfinished", sha512));
  fs.chmodSync(path.join(root, "unfinished", sha512, KERNEL), 0o644);
  const before = asked(server, FILE).length;
  expect(await cache.file(REQUEST, feed)).toMatchObject({ sha512, cached: false });
  expect(asked(server, FILE)).toHaveLength(before);
});

test("whoever ends it ends with his own error, and what has come is kept", async () => {
  const { server, feed, cache } = await lab(CONTENT);
  server.fault(FILE, Fault.drip(100_000, 10), { method: "GET" });
  const controller = new AbortController();
  const reason = new Error("enough");
  const progress = ({ done }: { done: number }): void => void (done > 500_000 && controller.abort(reason));
  await expect(cache.file(REQUEST, feed, { signal: controller.signal, progress })).rejects.toBe(reason);
  const [{ done }] = (await cache.contents()).unfinished;
  expect(done).toBeGreaterThan(500_000);
  expect(done).toBeLessThan(SIZE);
  expect(await cache.file(REQUEST, feed)).toMatchObject({ size: SIZE });
  expect(asked(server, FILE).at(-1)).toBe(`206 bytes=${done}-`);
});

test("a connection that is lost before a byte came leaves nothing", async () => {
  const { server, feed, cache, root } = await lab(CONTENT);
  server.fault(FILE, Fault.reset(), { method: "GET", times: Infinity });
  expect(await rejected(cache.file(REQUEST, feed))).toMatchObject({ code: "feed-unreachable" });
  expect(stateOf(root)).toEqual({});
});

test("what a killed process left is no obstacle, whatever it is", async () => {
  const { server, feed, cache, root } = await lab(CONTENT);
  const sha512 = createHash("sha512")
    .update(await server.bytes(FILE))
    .digest("hex");
  const folder = path.join(root, "unfinished", sha512);
  const record = `stable_4593.2.5_amd64_${KERNEL}.json`;
  for (const left of [
    {},
    { [KERNEL]: "half" },
    { [KERNEL]: "half", [record]: "{" },
    { [record]: '{"fileName":"../../x"}' },
    { [`.${record}.1-1.tmp`]: "{" },
  ]) {
    fs.rmSync(root, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(left)) fs.writeFileSync(path.join(folder, name), text);
    const { path: file } = await cache.file(REQUEST, feed);
    expect(fs.readdirSync(path.dirname(file)).sort()).toEqual([KERNEL, `${KERNEL}.sig`, record]);
    expect(fs.readdirSync(path.join(root, "unfinished"))).toEqual([]);
  }
});

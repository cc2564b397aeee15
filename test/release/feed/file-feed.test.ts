import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import type { ReleaseDirectory, ReleaseFeed } from "../../../lib/release/feed/feed";
import { openFeed } from "../../../lib/release/feed/open";
import { TrustedKey, signatureVerifier } from "../../../lib/release/openpgp";
import { Content, Fault, ReleaseServer, SigningKeys, signingKeys } from "../../emulators/release";
import { scratch } from "../../support/project";
import { rejected } from "../transport/serve";

const NOW = new Date("2026-08-20T12:00:00Z");
const KERNEL = "flatcar_production_pxe.vmlinuz";
const STABLE = FlatcarVersion.parse("4593.2.5");
const OLDER = FlatcarVersion.parse("4593.2.4");

let keys: SigningKeys;
let server: ReleaseServer;
let feed: ReleaseFeed;
const folders: string[] = [];

beforeAll(async () => {
  keys = await signingKeys();
});
beforeEach(async () => {
  server = await ReleaseServer.start(keys);
  server.publish({ channel: "stable", version: "4593.2.4", date: "2026-07-20", files: { [KERNEL]: "old kernel" } });
  server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13", files: { [KERNEL]: "kernel" } });
  feed = await opened(server.url);
});
afterEach(async () => {
  await feed.close();
  await server.close();
});
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

async function opened(mirror: string): Promise<ReleaseFeed> {
  const key = await TrustedKey.parse(keys.publicKeyBytes, "key.asc");
  const now = (): Date => NOW;
  const timing = { backoffMs: 5, settleMs: 20, idleMs: 300, connectMs: 300, headersMs: 300, documentMs: 2000 };
  return openFeed({ mirror, verifier: signatureVerifier(key, now), env: {}, userAgent: "cdktf-flatcar/test", timing, now });
}

const directory = (version = STABLE, architecture = Architecture.AMD64): ReleaseDirectory => ({
  channel: Channel.STABLE,
  version,
  architecture,
});
const at = (fileName: string, version = STABLE, architecture: "amd64" | "arm64" = "amd64"): string =>
  server.feed.path("stable", version.toString(), fileName, architecture);

test("the newest release of a channel is what both architectures sign, confirmed in its own directory", async () => {
  expect(String(await feed.current(Channel.STABLE))).toBe("4593.2.5");
  const paths = server.requests.map((request) => request.path).sort();
  const boards = ["amd64-usr", "arm64-usr"];
  expect(paths).toEqual(
    boards.flatMap((board) =>
      ["4593.2.5", "current"].flatMap((name) => [`/stable/${board}/${name}/version.txt`, `/stable/${board}/${name}/version.txt.sig`]),
    ),
  );
});

test("a document is read once, however often it is asked for", async () => {
  await Promise.all([feed.confirm(directory()), feed.confirm(directory())]);
  await feed.confirm(directory());
  expect(server.requests).toHaveLength(2);
});

test("hash and size of a file come from its signed DIGESTS, and its URL from the layout", async () => {
  expect(await feed.artifact(directory(), KERNEL)).toEqual({ sha512: createHash("sha512").update("kernel").digest("hex"), size: 6 });
  expect(feed.url(directory(), KERNEL)).toBe(`${server.url}${at(KERNEL)}`);
});

test("a size that HEAD does not tell is learned from the file itself", async () => {
  server.fault(at(KERNEL), Fault.status(405), { method: "HEAD" });
  expect((await feed.artifact(directory(), KERNEL)).size).toBe(6);
});

test.each(["0", "999999999999999"])("a file of %s bytes is none of a release", async (size) => {
  const head = { status: 200, headers: { "content-length": size }, content: Content.of("") };
  server.fault(at(KERNEL), Fault.answer(head), { method: "HEAD" });
  expect(await rejected(feed.artifact(directory(), KERNEL))).toMatchObject({
    code: "feed-size-unknown",
    received: Number(size),
    path: `${server.url}${at(KERNEL)}`,
  });
});

test("a directory on disk is as good as a server, with current as a link and as a directory of its own", async () => {
  const folder = scratch();
  folders.push(folder);
  await server.writeTo(folder);
  const local = await opened(folder);
  expect(String(await local.current(Channel.STABLE))).toBe("4593.2.5");
  expect(await local.artifact(directory(), KERNEL)).toMatchObject({ size: 6 });
  const current = path.join(folder, "stable/arm64-usr/current");
  fs.rmSync(current, { recursive: true });
  fs.mkdirSync(current);
  for (const name of ["version.txt", "version.txt.sig"]) {
    fs.copyFileSync(path.join(folder, "stable/arm64-usr/4593.2.5", name), path.join(current, name));
  }
  const other = await opened(`file://${folder}`);
  expect(String(await other.current(Channel.STABLE))).toBe("4593.2.5");
});

test("AMIs come from the signed list, and where none is published there are none", async () => {
  const amis = await feed.amis(directory());
  expect(amis.get("eu-central-1")).toMatch(/^ami-[0-9a-f]{17}$/);
  server.feed.remove(at("flatcar_production_ami_all.json", OLDER));
  expect(await feed.amis(directory(OLDER))).toEqual(new Map());
});

test("an AMI list without its signature is no list", async () => {
  server.feed.remove(at("flatcar_production_ami_all.json.sig"));
  expect(await rejected(feed.amis(directory()))).toMatchObject({ code: "feed-missing", path: expect.stringMatching(/\.json\.sig$/) });
});

test("releases are told from new to old, and one of them by its version", async () => {
  expect((await feed.releases(Channel.STABLE)).map(({ version }) => String(version))).toEqual(["4593.2.5", "4593.2.4"]);
  expect(await feed.release(Channel.STABLE, OLDER)).toMatchObject({ releaseDate: "2026-07-20", software: { ignition: "2.24.0" } });
  const error = await rejected(feed.release(Channel.STABLE, FlatcarVersion.parse("4593.2.9")));
  expect(error).toMatchObject({ code: "feed-version-missing", received: "4593.2.9", allowed: "4593.2.5, 4593.2.4" });
});

test("a version that is not there, and an architecture it has not, are told with what there is", async () => {
  server.publish({ channel: "stable", version: "4593.2.3", date: "2026-06-20", architectures: ["amd64"] });
  expect(await rejected(feed.confirm(directory(FlatcarVersion.parse("4593.2.9"))))).toMatchObject({
    code: "feed-version-missing",
    allowed: "4593.2.5, 4593.2.4, 4593.2.3",
  });
  const arm = directory(FlatcarVersion.parse("4593.2.3"), Architecture.ARM64);
  expect(await rejected(feed.confirm(arm))).toMatchObject({ code: "feed-architecture-missing", received: "arm64", allowed: "amd64" });
});

test("a directory that the list of releases has, but nobody else, is missing by its URL", async () => {
  server.feed.remove(at("version.txt"));
  expect(await rejected(feed.confirm(directory()))).toMatchObject({ code: "feed-missing", path: `${server.url}${at("version.txt")}` });
  server.feed.remove("/releases-json/releases-stable.json");
  const without = await opened(server.url);
  expect((await rejected(without.confirm(directory(FlatcarVersion.parse("4593.2.9"))))).code).toBe("feed-missing");
  await without.close();
});

test("a channel whose mirror has one architecture alone is read by that one, and one that has none is missing", async () => {
  server.feed.remove("/stable/arm64-usr/current/version.txt");
  expect(String(await feed.current(Channel.STABLE))).toBe("4593.2.5");
  expect(await rejected(feed.current(Channel.BETA))).toMatchObject({
    code: "feed-missing",
    path: `${server.url}/beta/amd64-usr/current/version.txt`,
  });
});

test("current that moves between text and signature is read once more", async () => {
  server.setCurrent("stable", "4593.2.4");
  const moves = Fault.then(() => server.setCurrent("stable", "4593.2.5"));
  server.fault("/stable/amd64-usr/current/version.txt", moves);
  expect(String(await feed.current(Channel.STABLE))).toBe("4593.2.5");
});

test("architectures that do not agree are read once more, and refused where that does not help", async () => {
  server.setCurrent("stable", "4593.2.4", "arm64");
  const error = await rejected(feed.current(Channel.STABLE));
  expect(error).toMatchObject({ code: "feed-current-moved", received: "4593.2.5 on amd64, 4593.2.4 on arm64" });
  expect(server.requests.filter((request) => request.path === "/stable/arm64-usr/current/version.txt")).toHaveLength(2);
  server.setCurrent("stable", "4593.2.4");
  const later = await opened(server.url);
  expect(String(await later.current(Channel.STABLE))).toBe("4593.2.4");
  await later.close();
});

test("a text that was never signed stays refused", async () => {
  server.feed.put("/stable/amd64-usr/current/version.txt", "FLATCAR_VERSION=4593.2.99\n");
  expect((await rejected(feed.current(Channel.STABLE))).code).toBe("signature-wrong");
});

test("a signed text of another version does not pass for the one asked for", async () => {
  for (const suffix of ["", ".sig"]) server.feed.put(at(`version.txt${suffix}`), await server.bytes(at(`version.txt${suffix}`, OLDER)));
  const error = await rejected(feed.artifact(directory(), KERNEL));
  expect(error).toMatchObject({ code: "feed-replayed", received: "FLATCAR_VERSION=4593.2.4", allowed: "FLATCAR_VERSION=4593.2.5" });
});

test("a signed text of another channel does not pass for what is newest", async () => {
  server.publish({ channel: "alpha", version: "4790.0.0", date: "2026-08-13" });
  for (const board of ["amd64-usr", "arm64-usr"]) {
    for (const suffix of ["", ".sig"]) {
      const file = `/current/version.txt${suffix}`;
      server.feed.put(`/stable/${board}${file}`, await server.bytes(`/alpha/${board}${file}`));
    }
  }
  expect((await rejected(feed.current(Channel.STABLE))).code).toBe("release-channel-contradicted");
});

test("signed DIGESTS of another file do not pass for this one's", async () => {
  server.feed.put(at(`${KERNEL}.DIGESTS.asc`), await server.bytes(at("version.txt.DIGESTS.asc")));
  const error = await rejected(feed.artifact(directory(), KERNEL));
  expect(error).toMatchObject({ code: "feed-replayed", received: "version.txt", allowed: KERNEL });
});

test("DIGESTS and AMI lists that were signed before the release was built are of an earlier one", async () => {
  for (const name of [`${KERNEL}.DIGESTS.asc`, "flatcar_production_ami_all.json", "flatcar_production_ami_all.json.sig"]) {
    server.feed.put(at(name), await server.bytes(at(name, OLDER)));
  }
  for (const work of [feed.artifact(directory(), KERNEL), feed.amis(directory())]) {
    const error = await rejected(work);
    expect(error).toMatchObject({ code: "feed-replayed", received: "a signature of 2026-07-20T06:30:00.000Z" });
    expect(error.allowed).toContain("2026-08-11T00:00:00.000Z");
  }
});

test("where the build has no id, signatures are held against that of version.txt", async () => {
  server.publish({
    channel: "stable",
    version: "4593.2.6",
    date: "2026-08-19",
    buildId: "",
    files: { [KERNEL]: "k" },
    signedAt: "2026-08-01T00:00:00Z",
  });
  const newest = FlatcarVersion.parse("4593.2.6");
  expect(await feed.artifact(directory(newest), KERNEL)).toMatchObject({ size: 1 });
  const again = await opened(server.url);
  server.feed.put(at(`${KERNEL}.DIGESTS.asc`, newest), await server.bytes(at(`${KERNEL}.DIGESTS.asc`, OLDER)));
  const error = await rejected(again.artifact(directory(newest), KERNEL));
  expect(error).toMatchObject({ code: "feed-replayed", received: "a signature of 2026-07-20T06:30:00.000Z" });
  expect(error.allowed).toContain("2026-07-31T00:00:00.000Z");
  await again.close();
});

test("foreign signatures are refused, and texts around a clear-signed one do not count", async () => {
  const asc = at(`${KERNEL}.DIGESTS.asc`);
  const text = `# SHA512 HASH\n${"0".repeat(128)}  ${KERNEL}\n`;
  server.feed.put(asc, await server.clearSign(text, { date: "2026-08-13T06:30:00Z", signer: "foreign" }));
  expect((await rejected(feed.artifact(directory(), KERNEL))).code).toBe("signature-foreign");
  server.feed.restore(asc);
  server.feed.put(asc, `${text}\n${Buffer.from(await server.bytes(at(`${KERNEL}.DIGESTS.asc`, OLDER))).toString()}`);
  expect(await rejected(feed.artifact(directory(), KERNEL))).toBeDefined();
});

test("a stream of LTS is found by its year, and the newest that gets updates without one", async () => {
  server.publish({ channel: "lts", version: "3510.3.8", date: "2025-08-19" });
  server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13" });
  expect(String(await feed.current(Channel.LTS))).toBe("4081.3.10");
  expect(String(await feed.current(Channel.LTS, "2024"))).toBe("4081.3.10");
  expect(await feed.ltsStreams()).toMatchObject([{ major: 4081, year: "2024", isSupported: true }, { year: "2023" }, {}, { year: "2021" }]);
  expect(await rejected(feed.current(Channel.LTS, "2023"))).toMatchObject({ code: "lts-stream-unsupported", allowed: "2024 (4081)" });
  expect(await rejected(feed.current(Channel.LTS, "2025"))).toMatchObject({ code: "lts-stream-unknown", received: "2025" });
});

test("LTS without a stream that gets updates is an error, and so is one whose current is another stream's", async () => {
  server.publish({ channel: "lts", version: "3510.3.8", date: "2025-08-19" });
  const error = await rejected(feed.current(Channel.LTS));
  expect(error).toMatchObject({ code: "feed-replayed", received: "FLATCAR_VERSION=3510.3.8" });
  server.feed.streams = server.feed.streams.map((stream) => ({ ...stream, supported: false }));
  const ended = await opened(server.url);
  expect(await rejected(ended.current(Channel.LTS))).toMatchObject({ code: "lts-stream-unsupported", path: `${server.url}/lts/lts-info` });
  await ended.close();
});

const VERSION_TXT = "/stable/amd64-usr/4593.2.5/version.txt";
test.each([
  ["HTML", Fault.html(), "feed-html"],
  ["HTML that calls itself text", Fault.content("<!DOCTYPE html>\n<p>Sign in</p>\n"), "feed-html"],
  ["JSON", Fault.json(), "signature-wrong"],
  ["a flipped bit", Fault.flippedBit(), "signature-wrong"],
  ["a shortened text", Fault.shortened(20), "signature-wrong"],
  ["a packed text", Fault.encoded(), "feed-encoding"],
  ["a truncated body", Fault.truncated(20), "feed-truncated"],
  ["resets", Fault.reset(), "feed-unreachable"],
  ["no answer", Fault.hang(), "feed-timeout"],
  ["a body that stops", Fault.hangAfter(20), "feed-timeout"],
  ["a body that drips", Fault.drip(1, 100), "feed-timeout"],
  ["more than announced", Fault.more(20), "feed-too-long"],
  ["more than any text has", Fault.moreInChunks(100_000), "feed-too-long"],
  ["403", Fault.status(403), "feed-refused"],
  ["500", Fault.status(500), "feed-server"],
  ["429 for an hour", Fault.rateLimit(3600), "feed-busy"],
  ["a redirect elsewhere", Fault.redirect("http://127.0.0.1:1/"), "feed-redirect"],
])("in place of a document, %s is an error that names it", async (_what, fault, code) => {
  server.fault(VERSION_TXT, fault, { times: Infinity });
  const error = await rejected(feed.confirm(directory()));
  expect(error.code).toBe(code);
  expect(error.message).toContain(VERSION_TXT);
  expect(error.message).not.toContain("\n");
});

test.each([
  ["a truncated body", Fault.truncated(20)],
  ["a reset", Fault.reset()],
  ["a reset in the body", Fault.resetAfter(20)],
  ["no answer", Fault.hang()],
  ["500", Fault.status(500)],
  ["429", Fault.rateLimit(0)],
])("%s that passes is no error", async (_what, fault) => {
  server.fault(VERSION_TXT, fault, { times: 2 });
  await feed.confirm(directory());
  expect(fault.hits).toBe(2);
});

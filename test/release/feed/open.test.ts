import * as fs from "node:fs";
import { afterAll, expect, test } from "vitest";
import { FeedOptions, openFeed } from "../../../lib/release/feed/open";
import type { SignatureVerifier } from "../../../lib/release/openpgp/signature";
import { DirectoryTransport } from "../../../lib/release/transport/directory";
import { HttpTransport } from "../../../lib/release/transport/http";
import { scratch } from "../../support/project";
import { serve } from "../transport/serve";
import { thrown } from "../thrown";

const folder = scratch();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const none = () => Promise.reject(new Error("nothing is judged here"));
const verifier: SignatureVerifier = { detached: none, begin: none, clearSigned: none };
const options = (mirror?: string): FeedOptions => ({ mirror, verifier, env: {}, userAgent: "test/1", now: () => new Date(0) });

test("the transport follows from the mirror, and nothing is read before it is asked for", async () => {
  expect(openFeed(options()).transport).toBeInstanceOf(HttpTransport);
  expect(openFeed(options("http://127.0.0.1:1")).transport).toBeInstanceOf(HttpTransport);
  expect(openFeed(options(folder)).transport).toBeInstanceOf(DirectoryTransport);
  await openFeed(options()).close();
});

test("a mirror that is none is refused at once", () => {
  expect(thrown(() => openFeed(options("ftp://a.example/"))).code).toBe("mirror-url-invalid");
  expect(thrown(() => openFeed(options(`${folder}/none`))).code).toBe("mirror-missing");
});

test("requests have the name they are given, and end with the signal", async () => {
  const server = await serve((request, response) => {
    if (request.url === "/lts/lts-info") response.end("4081:2024:supported\n");
  });
  const controller = new AbortController();
  const feed = openFeed({ ...options(server.url), signal: controller.signal });
  expect(await feed.ltsStreams()).toHaveLength(1);
  expect(server.requests[0].headers["user-agent"]).toBe("test/1");
  setTimeout(() => controller.abort("enough"), 20);
  await expect(feed.transport.open(`${server.url}/hangs`, { maxBytes: 1 })).rejects.toBe("enough");
  await feed.close();
  await server.close();
});

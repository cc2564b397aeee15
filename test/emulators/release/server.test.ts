import * as net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Content, Fault, ReleaseServer } from ".";
import { STABLE, startReleaseServer } from "./testing";

const KERNEL = "flatcar_production_pxe.vmlinuz";

async function get(
  server: ReleaseServer,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: Buffer }> {
  const response = await fetch(`${server.url}${path}`, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

async function started(): Promise<{ server: ReleaseServer; kernel: string }> {
  const server = await startReleaseServer();
  server.publish(STABLE);
  return { server, kernel: server.feed.path("stable", "4593.2.5", KERNEL) };
}

test("a file comes whole, with its size and a strong entity tag, and its head without it", async () => {
  const { server, kernel } = await started();
  const whole = await get(server, kernel);
  expect(whole.status).toBe(200);
  expect(whole.body).toEqual(Buffer.from(await server.bytes(kernel)));
  expect(whole.headers.get("content-length")).toBe("65536");
  expect(whole.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
  const head = await get(server, kernel, { method: "HEAD" });
  expect([head.status, head.body.length, head.headers.get("content-length")]).toEqual([200, 0, "65536"]);
  expect(head.headers.get("etag")).toBe(whole.headers.get("etag"));
});

test("a range comes alone, unless the file is another one than the client began with", async () => {
  const { server, kernel } = await started();
  const bytes = await server.bytes(kernel);
  const etag = (await get(server, kernel, { method: "HEAD" })).headers.get("etag") ?? "";
  const rest = await get(server, kernel, { headers: { range: "bytes=65000-", "if-range": etag } });
  expect([rest.status, rest.headers.get("content-range")]).toEqual([206, "bytes 65000-65535/65536"]);
  expect(rest.body).toEqual(Buffer.from(bytes.subarray(65000)));
  expect((await get(server, kernel, { headers: { range: "bytes=0-9" } })).body).toHaveLength(10);
  expect((await get(server, kernel, { headers: { range: "bytes=65000-", "if-range": '"other"' } })).status).toBe(200);
  expect((await get(server, kernel, { headers: { range: "bytes=65536-" } })).status).toBe(416);
});

test("a server can be one that knows no ranges", async () => {
  const { server, kernel } = await started();
  server.fault(kernel, Fault.ignoringRanges());
  const whole = await get(server, kernel, { headers: { range: "bytes=65000-" } });
  expect([whole.status, whole.body.length]).toEqual([200, 65536]);
  expect((await get(server, kernel, { headers: { range: "bytes=65000-" } })).status).toBe(206);
});

test("what is not there is not found, and nothing is posted", async () => {
  const { server, kernel } = await started();
  const paths = [
    "/",
    "/stable/amd64-usr/4593.2.6/version.txt",
    "/stable/riscv-usr/4593.2.5/version.txt",
    "/gamma/amd64-usr/current/version.txt",
    "/beta/amd64-usr/current/version.txt",
    `${kernel}.bz2`,
    `${kernel}.asc`,
  ];
  for (const path of paths) expect((await get(server, path)).status, path).toBe(404);
  expect((await get(server, kernel, { method: "POST" })).status).toBe(405);
});

test("requests are recorded in their order", async () => {
  const { server, kernel } = await started();
  server.fault(kernel, Fault.status(503));
  await get(server, kernel);
  await get(server, kernel, { headers: { range: "bytes=1-" } });
  expect(server.requests.map(({ path, status, faulty, headers }) => [path, status, faulty, headers.range])).toEqual([
    [kernel, 503, true, undefined],
    [kernel, 206, false, "bytes=1-"],
  ]);
});

test("a fault meets as many requests as it is told to, behind those it lets pass", async () => {
  const { server, kernel } = await started();
  const fault = server.fault(/vmlinuz$/, Fault.status(500), { times: 2, skip: 1, method: "GET" });
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) {
    await get(server, kernel, { method: "HEAD" });
    statuses.push((await get(server, kernel)).status);
  }
  expect(statuses).toEqual([200, 500, 500, 200, 200]);
  expect(fault.hits).toBe(2);
  server.fault(kernel, Fault.status(500), { times: Infinity });
  server.clearFaults();
  expect((await get(server, kernel)).status).toBe(200);
});

test("answers can be others: statuses, pages, redirects, other bytes, packed ones", async () => {
  const { server, kernel } = await started();
  const bytes = await server.bytes(kernel);
  const answered = async (fault: Fault): Promise<{ status: number; headers: Headers; body: Buffer }> => {
    server.fault(kernel, fault);
    return get(server, kernel);
  };
  const limit = await answered(Fault.rateLimit(7));
  expect([limit.status, limit.headers.get("retry-after")]).toEqual([429, "7"]);
  const until = await answered(Fault.rateLimit(new Date("2026-11-01T00:00:00Z")));
  expect(until.headers.get("retry-after")).toBe("Sun, 01 Nov 2026 00:00:00 GMT");
  const page = await answered(Fault.html());
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.body.toString()).toMatch(/^<!DOCTYPE html>/);
  expect(JSON.parse((await answered(Fault.json())).body.toString())).toEqual({ error: "no such release" });
  const moved = await answered(Fault.redirect("http://example.test/x", 307));
  expect([moved.status, moved.headers.get("location")]).toEqual([307, "http://example.test/x"]);
  expect((await answered(Fault.content("other"))).body.toString()).toBe("other");
  const flipped = (await answered(Fault.flippedBit(5))).body;
  expect(flipped[5]).toBe(bytes[5] ^ 1);
  expect(flipped.subarray(6)).toEqual(Buffer.from(bytes.subarray(6)));
  expect((await answered(Fault.shortened(100))).body).toHaveLength(100);
  const packed = await answered(Fault.encoded());
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(packed.body).toEqual(Buffer.from(bytes));
});

/** All that comes for a request on a connection of its own, and how the connection ends. */
async function raw(server: ReleaseServer, path: string, wait = 150): Promise<{ head: string; body: Buffer; end: string }> {
  const socket = net.connect(Number(new URL(server.url).port), "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const end = await new Promise<string>((resolve) => {
    socket.once("error", (e: NodeJS.ErrnoException) => resolve(e.code ?? e.message));
    socket.once("end", () => resolve("closed"));
    socket.setTimeout(wait, () => resolve("open"));
  });
  socket.destroy();
  const all = Buffer.concat(chunks);
  const cut = all.indexOf("\r\n\r\n");
  return { head: all.subarray(0, Math.max(cut, 0)).toString(), body: all.subarray(cut < 0 ? all.length : cut + 4), end };
}

test("connections can break before the answer, within it, and never end", async () => {
  const { server, kernel } = await started();
  const course = async (fault: Fault): Promise<{ head: string; body: Buffer; end: string }> => {
    server.fault(kernel, fault);
    return raw(server, kernel);
  };
  expect(await course(Fault.reset())).toEqual({ head: "", body: Buffer.alloc(0), end: "ECONNRESET" });
  expect(await course(Fault.hang())).toEqual({ head: "", body: Buffer.alloc(0), end: "open" });
  const bytes = Buffer.from(await server.bytes(kernel)).subarray(0, 1000);
  for (const [fault, end] of [
    [Fault.resetAfter(1000), "ECONNRESET"],
    [Fault.truncated(1000), "closed"],
    [Fault.hangAfter(1000), "open"],
  ] as const) {
    const got = await course(fault);
    expect(got.head).toMatch(/content-length: 65536/i);
    expect([got.body, got.end]).toEqual([bytes, end]);
  }
});

test("a body can come slowly, and longer than it was announced or than the file is", async () => {
  const { server, kernel } = await started();
  server.fault(kernel, Fault.drip(1000, 5));
  const begun = performance.now();
  expect((await get(server, kernel)).body).toHaveLength(65536);
  expect(performance.now() - begun).toBeGreaterThan(65 * 5);
  server.fault(kernel, Fault.more(100));
  const more = await raw(server, kernel);
  expect(more.head).toMatch(/content-length: 65536/i);
  expect(more.body).toHaveLength(65636);
  server.fault(kernel, Fault.moreInChunks(100));
  const chunked = await get(server, kernel);
  expect([chunked.headers.get("content-length"), chunked.body.length]).toEqual([null, 65636]);
});

test("something can happen between two requests", async () => {
  const { server } = await started();
  server.publish({ ...STABLE, version: "4593.2.6", date: "2026-08-27", current: false });
  const current = "/stable/amd64-usr/current/version.txt";
  server.fault(
    current,
    Fault.then(() => server.setCurrent("stable", "4593.2.6")),
  );
  expect((await get(server, current)).body.toString()).toContain("FLATCAR_VERSION=4593.2.5\n");
  expect((await get(server, current)).body.toString()).toContain("FLATCAR_VERSION=4593.2.6\n");
});

test("a gibibyte is served without being held", async () => {
  const server = await startReleaseServer();
  const size = 1024 * 1024 * 1024;
  server.feed.put("/large", Content.seeded("large", size));
  const before = process.memoryUsage().rss;
  let peak = before;
  let length = 0;
  const response = await fetch(`${server.url}/large`, { headers: { range: "bytes=1000-" } });
  expect(response.status).toBe(206);
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  expect(length).toBe(size - 1000);
  expect((peak - before) / 1024 / 1024).toBeLessThan(200);
});

test("closing ends idle connections and answers under way, and takes the key's file away", async () => {
  const server = await ReleaseServer.start();
  onTestFinished(() => server.close());
  server.publish(STABLE);
  const kernel = server.feed.path("stable", "4593.2.5", KERNEL);
  const hanging = [Fault.hang(), Fault.hangAfter(10), Fault.drip(1, 60_000)].map(async (fault) => {
    server.fault(kernel, fault);
    return get(server, kernel);
  });
  const ends = Promise.allSettled(hanging);
  while (server.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  const begun = performance.now();
  await server.close();
  expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(performance.now() - begun).toBeLessThan(5000);
  await server.close();
});

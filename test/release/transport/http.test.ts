import * as net from "node:net";
import { afterEach, expect, test } from "vitest";
import { HttpTransport } from "../../../lib/release/transport/http";
import { Handler, Served, bodyOf, quick, readAll, rejected, serve } from "./serve";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function started(handler: Handler): Promise<Served> {
  const server = await serve(handler);
  open.push(server);
  return server;
}

function transport(options: Parameters<typeof quick>[0] = {}): HttpTransport {
  const made = quick(options);
  open.push(made);
  return made;
}

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251));

/** Serves CONTENT with ranges and a strong entity tag. */
function whole(etag = '"one"'): Handler {
  return (request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const isPart = range !== null && request.headers["if-range"] === etag;
    const start = isPart ? Number(range[1]) : 0;
    if (start >= CONTENT.length) return void response.writeHead(416, { "content-range": `bytes */${CONTENT.length}` }).end();
    const headers = { etag, "content-length": CONTENT.length - start };
    const part = { "content-range": `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}` };
    response.writeHead(isPart ? 206 : 200, isPart ? { ...headers, ...part } : headers);
    response.end(request.method === "HEAD" ? undefined : CONTENT.subarray(start));
  };
}

test("a file comes whole, under our own name and unpacked", async () => {
  const server = await started(whole());
  const file = await transport().open(`${server.url}/a`, { maxBytes: 1e6 });
  expect(file).toMatchObject({ url: `${server.url}/a`, size: CONTENT.length, offset: 0, validator: '"one"' });
  expect((await bodyOf(file)).equals(CONTENT)).toBe(true);
  expect(server.requests[0].headers).toMatchObject({ "user-agent": "cdktf-flatcar/test", "accept-encoding": "identity" });
});

test("the size is told without reading, and not told where the server does not", async () => {
  const server = await started((request, response, count) => {
    if (request.url === "/none") return void response.writeHead(200).end();
    if (request.url === "/head") return void response.writeHead(405).end();
    whole()(request, response, count);
  });
  expect(await transport().size(`${server.url}/a`)).toBe(CONTENT.length);
  expect(await transport().size(`${server.url}/head`)).toBeUndefined();
  expect(await transport().size(`${server.url}/none`)).toBeUndefined();
  expect(server.requests.map(({ method }) => method)).toEqual(["HEAD", "HEAD", "HEAD"]);
});

test("an earlier attempt is gone on with where the file is still the same", async () => {
  const server = await started(whole());
  const options = { maxBytes: 1e6, offset: 150_000, validator: '"one"' };
  const file = await transport().open(`${server.url}/a`, options);
  expect(file).toMatchObject({ offset: 150_000, size: CONTENT.length, validator: '"one"' });
  expect((await bodyOf(file)).equals(CONTENT.subarray(150_000))).toBe(true);
  expect(server.requests[0].headers).toMatchObject({ range: "bytes=150000-", "if-range": '"one"' });
});

test("an earlier attempt at another file is begun again", async () => {
  const server = await started(whole('"two"'));
  const file = await transport().open(`${server.url}/a`, { maxBytes: 1e6, offset: 150_000, validator: '"one"' });
  expect(file).toMatchObject({ offset: 0, validator: '"two"' });
  expect((await bodyOf(file)).equals(CONTENT)).toBe(true);
});

test("an earlier attempt that has all of the file has nothing left to read", async () => {
  const server = await started(whole());
  const file = await transport().open(`${server.url}/a`, { maxBytes: 1e6, offset: CONTENT.length, validator: '"one"' });
  expect(file).toMatchObject({ offset: CONTENT.length, size: CONTENT.length });
  expect(await bodyOf(file)).toHaveLength(0);
});

test("an earlier attempt that has more than the file is begun again", async () => {
  const server = await started(whole());
  const file = await transport().open(`${server.url}/a`, { maxBytes: 1e6, offset: CONTENT.length + 1, validator: '"one"' });
  expect(file.offset).toBe(0);
  expect((await bodyOf(file)).equals(CONTENT)).toBe(true);
});

test("a body that breaks goes on from where it broke, and no byte comes twice", async () => {
  const server = await started((request, response, count) => {
    if (count > 2) return whole()(request, response, count);
    const start = Number(/\d+/.exec(request.headers.range ?? "0")?.[0]);
    const part = start > 0 ? { "content-range": `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}` } : {};
    response.writeHead(start > 0 ? 206 : 200, { etag: '"one"', "content-length": CONTENT.length - start, ...part });
    response.write(CONTENT.subarray(start, start + 70_000), () => setTimeout(() => request.socket.resetAndDestroy(), 50));
  });
  expect((await readAll(transport(), `${server.url}/a`)).equals(CONTENT)).toBe(true);
  expect(server.requests).toHaveLength(3);
  expect(server.requests[2].headers["if-range"]).toBe('"one"');
});

test("a server that knows no ranges sends all of it again, and what came before is left out", async () => {
  const server = await started((request, response, count) => {
    response.writeHead(200, { "content-length": CONTENT.length });
    if (count > 1) return void response.end(CONTENT);
    response.write(CONTENT.subarray(0, 70_000), () => setTimeout(() => request.socket.destroy(), 50));
  });
  expect((await readAll(transport(), `${server.url}/a`)).equals(CONTENT)).toBe(true);
  expect(server.requests[1].headers.range).toBeUndefined();
});

test("a file that becomes another one on the way is refused", async () => {
  const server = await started((request, response, count) => {
    response.writeHead(200, { etag: `"${count}"`, "content-length": CONTENT.length });
    if (count > 1) return void response.end(CONTENT);
    response.write(CONTENT.subarray(0, 70_000), () => setTimeout(() => request.socket.destroy(), 50));
  });
  const error = await rejected(readAll(transport(), `${server.url}/a`));
  expect(error).toMatchObject({ code: "feed-changed", path: `${server.url}/a`, received: 'entity tag "2"', allowed: 'entity tag "1"' });
});

test("a part that was not asked for is refused", async () => {
  const server = await started((_request, response) => {
    response.writeHead(206, { "content-range": "bytes 7-9/10", "content-length": 3 }).end("abc");
  });
  const error = await rejected(readAll(transport(), `${server.url}/a`, { offset: 5, validator: '"one"' }));
  expect(error).toMatchObject({ code: "feed-range", received: "bytes 7-9/10", allowed: "bytes 5-" });
});

test("a truncated body is asked for five times and told with what came and what was announced", async () => {
  const server = await started((request, response) => {
    response.writeHead(200, { "content-length": 10 });
    response.write("abc", () => setTimeout(() => request.socket.end(), 20));
  });
  const error = await rejected(readAll(transport(), `${server.url}/a`));
  expect(error).toMatchObject({
    code: "feed-truncated",
    received: "3 bytes, in the last of 5 attempts",
    allowed: "10 bytes, as announced",
  });
  expect(server.requests).toHaveLength(5);
});

test("a truncated body in chunks is no whole file either", async () => {
  const server = await started((request, response) => {
    response.writeHead(200);
    response.write("abc", () => setTimeout(() => request.socket.end(), 20));
  });
  expect((await rejected(readAll(transport(), `${server.url}/a`))).code).toBe("feed-unreachable");
});

test("more bytes than announced are refused", async () => {
  const server = await started((request) => void request.socket.end("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"));
  const error = await rejected(readAll(transport(), `${server.url}/a`));
  expect(error).toMatchObject({ code: "feed-too-long", allowed: "5 bytes, as announced" });
});

test("more bytes than are wanted are refused, announced or not", async () => {
  const server = await started((request, response) => {
    if (request.url === "/announced") response.setHeader("content-length", CONTENT.length);
    response.write(CONTENT.subarray(0, 100));
    response.end(CONTENT.subarray(100));
  });
  const options = { maxBytes: 1000 };
  const announced = await rejected(readAll(transport(), `${server.url}/announced`, options));
  expect(announced).toMatchObject({ code: "feed-too-long", received: "200000 bytes, as announced", allowed: "at most 1000" });
  const coming = await rejected(readAll(transport(), `${server.url}/coming`, options));
  expect(coming).toMatchObject({ code: "feed-too-long", allowed: "at most 1000" });
});

test.each([408, 429, 500, 502, 503, 504])("status %i is asked for again", async (status) => {
  const server = await started((_request, response, count) => {
    if (count < 5) return void response.writeHead(status).end();
    response.end("there");
  });
  expect(String(await readAll(transport(), `${server.url}/a`))).toBe("there");
});

test.each([
  [404, "feed-missing", 1],
  [410, "feed-missing", 1],
  [403, "feed-refused", 1],
  [401, "feed-refused", 1],
  [400, "feed-refused", 1],
  [204, "feed-server", 1],
  [500, "feed-server", 5],
  [408, "feed-server", 5],
  [429, "feed-busy", 5],
  [503, "feed-busy", 5],
])("status %i is %s after %i requests", async (status, code, requests) => {
  const server = await started((_request, response) => void response.writeHead(status).end());
  const error = await rejected(readAll(transport(), `${server.url}/a?token=1`));
  expect(error).toMatchObject({ code, path: `${server.url}/a` });
  expect(error.message).toContain(`status ${status}`);
  expect(error.message).not.toContain("token");
  expect(server.requests).toHaveLength(requests);
});

test("Retry-After is obeyed, and told where it is too far off", async () => {
  const server = await started((request, response, count) => {
    if (count > 1) return void response.end("there");
    response.writeHead(429, { "retry-after": request.url === "/soon" ? "1" : "Thu, 20 Aug 2026 12:10:00 GMT" }).end();
  });
  const began = Date.now();
  expect(String(await readAll(transport(), `${server.url}/soon`))).toBe("there");
  expect(Date.now() - began).toBeGreaterThan(950);
  const error = await rejected(readAll(transport(), `${server.url}/late`));
  expect(error).toMatchObject({
    code: "feed-busy",
    mend: "come back when the server asks for it: Retry-After: Thu, 20 Aug 2026 12:10:00 GMT",
  });
});

test("a server that is not there is asked five times", async () => {
  const server = await serve(() => undefined);
  await server.close();
  const error = await rejected(readAll(transport(), `${server.url}/a`));
  expect(error).toMatchObject({ code: "feed-unreachable", received: "connection refused, in the last of 5 attempts" });
});

test("a server that resets, and one that speaks no HTTP, are unreachable", async () => {
  const server = await started((request) => {
    if (request.url === "/reset") request.socket.resetAndDestroy();
    else request.socket.end("SSH-2.0-OpenSSH_9.6\r\n");
  });
  expect(await rejected(readAll(transport(), `${server.url}/reset`))).toMatchObject({ code: "feed-unreachable" });
  expect(await rejected(readAll(transport(), `${server.url}/ssh`))).toMatchObject({ code: "feed-unreachable" });
});

test("a server that does not answer, one that stops and one that drips are given up", async () => {
  const server = await started((request, response) => {
    if (request.url === "/silent") return;
    response.writeHead(200, { "content-length": 1000 });
    response.write("a");
    if (request.url === "/stops") return;
    const drip = setInterval(() => response.write("a"), 20);
    response.on("close", () => clearInterval(drip));
  });
  const timing = { connectMs: 20, headersMs: 60, idleMs: 60, slowMs: 100, slowBytes: 100 };
  const at = (path: string) => rejected(readAll(transport({ timing }), `${server.url}/${path}`));
  expect(await at("silent")).toMatchObject({ code: "feed-timeout", received: expect.stringMatching(/^no answer for 0.08 s/) });
  expect(await at("stops")).toMatchObject({ code: "feed-timeout", received: expect.stringMatching(/^nothing for 0.1 s/) });
  expect(await at("drips")).toMatchObject({ code: "feed-timeout", received: expect.stringMatching(/^\d+ bytes in 0\.\d s/) });
});

test("a reader that takes its time is no slow server, and is not sent more than it takes", async () => {
  const large = Buffer.alloc(20 * 1024 * 1024);
  const server = await started((_request, response) => void response.end(large));
  const file = await transport({ timing: { idleMs: 50, slowMs: 50, slowBytes: 1e6 } }).open(`${server.url}/a`, { maxBytes: 1e9 });
  const before = process.memoryUsage();
  let bytes = 0;
  let chunks = 0;
  for await (const chunk of file.body) {
    bytes += chunk.length;
    if (chunks++ === 3) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(10 * 1024 * 1024);
    }
  }
  expect(bytes).toBe(large.length);
});

test("a connection that is never secured is given up", async () => {
  const server = net.createServer(() => undefined).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const sockets: net.Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  open.push({
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const { port } = server.address() as net.AddressInfo;
  const made = transport({ timing: { connectMs: 50, headersMs: 5000 } });
  const error = await rejected(readAll(made, `https://127.0.0.1:${port}/a`));
  expect(error).toMatchObject({ code: "feed-timeout", received: "no connection in time, in the last of 5 attempts" });
});

test("an answer that is no TLS is told in words, once", async () => {
  const server = await started((_request, response) => void response.end());
  const error = await rejected(readAll(transport(), `https://127.0.0.1:${server.port}/a`));
  expect(error).toMatchObject({ code: "feed-tls", received: "an answer that is not TLS" });
});

test("HTML and packed bodies are refused in place of a file", async () => {
  const server = await started((request, response) => {
    if (request.url === "/login/version.txt") response.setHeader("content-type", "text/html; charset=utf-8");
    else response.setHeader("content-encoding", "gzip");
    response.end("<html>");
  });
  const html = await rejected(readAll(transport(), `${server.url}/login/version.txt`));
  expect(html).toMatchObject({ code: "feed-html", subject: "HTML in place of version.txt" });
  const packed = await rejected(readAll(transport(), `${server.url}/packed`));
  expect(packed).toMatchObject({ code: "feed-encoding", received: "gzip" });
});

test("redirects on one host are followed, and no more than five", async () => {
  const server = await started((request, response) => {
    const hops = Number(request.url?.slice(1));
    if (hops === 0) return void response.end("there");
    response.writeHead(302, { location: `/${hops - 1}` }).end();
  });
  const file = await transport().open(`${server.url}/5`, { maxBytes: 100 });
  expect(file.url).toBe(`${server.url}/0`);
  expect(String(await bodyOf(file))).toBe("there");
  expect(await rejected(readAll(transport(), `${server.url}/6`))).toMatchObject({ code: "feed-redirect", allowed: "at most 5" });
});

test("files and redirects one after the other share connections, of which there are no more than six at a time", async () => {
  const sockets = new Set<net.Socket>();
  let most = 0;
  const server = await started((request, response) => {
    if (!sockets.has(request.socket)) request.socket.once("close", () => sockets.delete(request.socket));
    most = Math.max(most, sockets.add(request.socket).size);
    if (request.url === "/moved") return void response.writeHead(302, { location: "/a", "content-length": 5 }).end("moved");
    response.writeHead(200, { "content-length": 5 }).end("there");
  });
  const made = transport();
  const { signal } = new AbortController();
  for (let i = 0; i < 5; i++) expect(String(await readAll(made, `${server.url}/moved`, { signal }))).toBe("there");
  // Two where a request is there before the connection of the one before has told that it is free.
  expect(new Set(server.requests.map(({ socket }) => socket)).size).toBeLessThanOrEqual(2);
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on("warning", warned);
  await Promise.all(Array.from({ length: 40 }, () => readAll(made, `${server.url}/a`, { signal })));
  process.off("warning", warned);
  expect(most).toBeLessThanOrEqual(6);
  expect(warnings).toEqual([]);
});

test("a redirect to another host is followed where somebody allows it alone", async () => {
  const other = await started((_request, response) => void response.end("there"));
  const server = await started((_request, response) => void response.writeHead(307, { location: `${other.url}/b` }).end());
  const error = await rejected(readAll(transport(), `${server.url}/a`));
  expect(error).toMatchObject({ code: "feed-redirect", received: `${other.url}/b`, path: `${server.url}/a` });
  expect(other.requests).toHaveLength(0);
  const allowed = transport({ allowedHosts: [`127.0.0.1:${other.port}`] });
  expect(String(await readAll(allowed, `${server.url}/a`))).toBe("there");
});

test("a proxy is asked for what is not excepted from it", async () => {
  const proxy = await started((_request, response) => void response.end("by the proxy"));
  const env = { http_proxy: proxy.url, NO_PROXY: "127.0.0.1" };
  expect(String(await readAll(transport({ env }), "http://feed.example/a"))).toBe("by the proxy");
  expect(proxy.requests[0].url).toBe("http://feed.example/a");
  const server = await started((_request, response) => void response.end("by itself"));
  expect(String(await readAll(transport({ env }), `${server.url}/a`))).toBe("by itself");
});

test("https goes through a tunnel of the proxy, and a proxy that refuses it is told once without its password", async () => {
  const asked: string[] = [];
  const proxy = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      asked.push(String(data).split("\r\n")[0]);
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  open.push({ close: async () => void (await new Promise((resolve) => proxy.close(resolve))) });
  const address = `127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
  const env = { https_proxy: `http://user:geheim@${address}` };
  const error = await rejected(readAll(transport({ env }), "https://feed.example/a"));
  expect(error).toMatchObject({ code: "feed-proxy", received: "status 407", subject: `proxy http://${address}` });
  expect(error.message).not.toContain("geheim");
  expect(asked).toEqual(["CONNECT feed.example:443 HTTP/1.1"]);
});

test.each(["before", "headers", "body", "pause"])("whoever aborts it gets the error he aborted it with: %s", async (when) => {
  const server = await started((_request, response) => {
    if (when === "headers") return;
    if (when === "pause") return void response.writeHead(503, { "retry-after": "30" }).end();
    response.writeHead(200, { "content-length": 100 });
    response.write("a");
  });
  const controller = new AbortController();
  const reason = new Error("enough");
  if (when === "before") controller.abort(reason);
  else setTimeout(() => controller.abort(reason), 50);
  const made = transport({ timing: { headersMs: 30_000, idleMs: 30_000 } });
  await expect(readAll(made, `${server.url}/a`, { signal: controller.signal })).rejects.toBe(reason);
});

test("the signal of the whole transport ends it too", async () => {
  const server = await started(() => undefined);
  const controller = new AbortController();
  const made = transport({ signal: controller.signal, timing: { headersMs: 30_000 } });
  setTimeout(() => controller.abort("SIGINT"), 50);
  await expect(readAll(made, `${server.url}/a`)).rejects.toBe("SIGINT");
});

test("what waits for another attempt ends when the transport is closed, and nothing is asked any more", async () => {
  const server = await started((_, response) => void response.writeHead(503, { "retry-after": "30" }).end());
  const made = transport();
  const waiting = [made.open(`${server.url}/a`, { maxBytes: 1e6 }), made.size(`${server.url}/b`)];
  const ends = Promise.allSettled(waiting);
  while (server.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await made.close();
  expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(server.requests).toHaveLength(2);
}, 10_000);

test("a reader that stops early lets go of the connection", async () => {
  const server = await started((request, response) => {
    response.write(Buffer.alloc(100_000));
    request.socket.once("close", () => (closed = true));
  });
  let closed = false;
  const file = await transport().open(`${server.url}/a`, { maxBytes: 1e9 });
  for await (const chunk of file.body) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  await expect.poll(() => closed).toBe(true);
});

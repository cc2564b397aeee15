import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type HttpRequest, NoAnswer, httpRequest } from "../../../lib/release/transport/request";

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ url: URL; server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x?y=z`), server };
}

const request = (url: URL, more: Partial<HttpRequest> = {}) =>
  httpRequest({ method: "GET", url, headers: { authorization: "Bearer t" }, timeoutMs: 5_000, env: {}, ...more });

test("a request is sent as it is, and the answer read whole", async () => {
  const seen: unknown[] = [];
  const { url } = await serve((asked, response) => {
    const { method, url: path, headers } = asked;
    let body = "";
    asked.on("data", (chunk) => (body += chunk));
    asked.on("end", () => {
      seen.push(method, path, headers.authorization, body);
      response.writeHead(201, { "content-type": "Application/JSON", date: "Thu, 01 Jan 1970 00:00:01 GMT" }).end('{"a":"ä"}');
    });
  });
  expect(await request(url, { method: "POST", body: "{}" })).toEqual({
    status: 201,
    type: "application/json",
    text: '{"a":"ä"}',
    sentAt: 1000,
  });
  expect(seen).toEqual(["POST", "/v1/x?y=z", "Bearer t", "{}"]);
});

test("a redirect is an answer like any other: the token goes nowhere else", async () => {
  let others = 0;
  const other = await serve((_, response) => (others++, response.end()));
  const { url } = await serve((_, response) => response.writeHead(302, { location: other.url.href }).end());
  expect(await request(url)).toMatchObject({ status: 302 });
  expect(others).toBe(0);
});

test("a server that does not answer in time is not waited for", async () => {
  const { url } = await serve(() => undefined);
  const failure = await request(url, { timeoutMs: 50 }).catch((e: unknown) => e);
  expect(failure).toBeInstanceOf(NoAnswer);
  expect(failure).toMatchObject({ message: "no answer within 0.05 s", isPassing: true });
});

test("nor is one that stops in the middle of its answer", async () => {
  const { url } = await serve((_, response) => void response.writeHead(200).write("{"));
  await expect(request(url, { timeoutMs: 50 })).rejects.toMatchObject({ message: "no answer within 0.05 s" });
});

test("what is longer than any answer of an API is not read to its end", async () => {
  const piece = "x".repeat(1024 * 1024);
  const { url } = await serve((_, response) => {
    response.writeHead(200);
    response.on("error", () => undefined);
    for (let i = 0; i < 12; i++) response.write(piece);
  });
  await expect(request(url)).rejects.toMatchObject({ message: "an answer of more than 8388608 bytes", isPassing: false });
});

test("a connection that is refused or broken may do better the next time, a host without a name may not", async () => {
  const { url, server } = await serve((asked) => void asked.socket.destroy());
  await expect(request(url)).rejects.toMatchObject({ name: "NoAnswer", isPassing: true });
  await new Promise((resolve) => server.close(resolve));
  await expect(request(url)).rejects.toMatchObject({ message: "connection refused", isPassing: true });
});

test("whoever ends it gets what it was ended with, and nothing waits on", async () => {
  const { url } = await serve(() => undefined);
  const controller = new AbortController();
  const answer = request(url, { signal: controller.signal });
  setTimeout(() => controller.abort("SIGINT"), 20);
  await expect(answer).rejects.toBe("SIGINT");
});

test("a proxy of the environment is asked, and one that is no URL refused", async () => {
  const tunnelled: string[] = [];
  const { url } = await serve((_, response) => response.end("{}"));
  const proxy = await serve((_, response) => response.end());
  proxy.server.on("connect", (asked: IncomingMessage, socket) => {
    tunnelled.push(asked.url ?? "");
    const onwards = connect(Number(url.port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onwards.pipe(socket).pipe(onwards);
    });
    onwards.on("error", () => undefined);
    socket.on("error", () => undefined);
  });
  expect(await request(url, { env: { http_proxy: proxy.url.origin } })).toMatchObject({ status: 200 });
  expect(tunnelled).toEqual([url.host]);
  await request(url, { env: { http_proxy: proxy.url.origin, no_proxy: "127.0.0.1" } });
  expect(tunnelled).toHaveLength(1);
  await expect(request(url, { env: { http_proxy: "socks5://x" } })).rejects.toMatchObject({ code: "feed-proxy" });
});

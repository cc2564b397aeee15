import * as net from "node:net";
import { afterEach, expect, test } from "vitest";
import * as undici from "undici";
import { ExcessError, strictClient } from "../../../lib/release/transport/strict-client";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

/** A server that answers every request with these bytes. */
async function answering(text: string): Promise<string> {
  const server = net.createServer((socket) => socket.on("error", () => undefined).on("data", () => void socket.write(text)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

async function get(origin: string): Promise<string> {
  const client = strictClient(undici)(origin, {});
  open.push({ close: () => client.destroy() });
  const { body } = await client.request({ path: "/", method: "GET" });
  return body.text();
}

test("a body of as many bytes as announced comes whole", async () => {
  expect(await get(await answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))).toBe("hello");
});

test("a body with more bytes than announced fails", async () => {
  const origin = await answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more");
  await expect(get(origin)).rejects.toBeInstanceOf(ExcessError);
});

test("requests one after the other share a connection", async () => {
  const origin = await answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  const client = strictClient(undici)(origin, {});
  open.push({ close: () => client.destroy() });
  let connections = 0;
  client.on("connect", () => connections++);
  for (let i = 0; i < 3; i++) expect(await (await client.request({ path: "/", method: "GET" })).body.text()).toBe("ok");
  expect(connections).toBe(1);
});

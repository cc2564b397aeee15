import * as http from "node:http";
import { AddressInfo } from "node:net";
import { FlatcarError } from "../../../lib/errors";
import { HttpOptions, HttpTransport } from "../../../lib/release/transport/http";
import { DEFAULT_TIMING } from "../../../lib/release/transport/timing";
import { OpenOptions, OpenedFile, Transport } from "../../../lib/release/transport/transport";

/** Answers one request; `count` says which of its path it is, from 1. */
export type Handler = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

/** A server on the loopback device whose every answer a test writes. */
export interface Served {
  readonly url: string;
  readonly port: number;
  /** What was asked for, in order. */
  readonly requests: http.IncomingMessage[];
  close(): Promise<void>;
}

/** Starts a server. */
export async function serve(handler: Handler): Promise<Served> {
  const requests: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request);
    handler(request, response, requests.filter(({ url }) => url === request.url).length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, port, requests, close };
}

/** A transport that waits in milliseconds for what it else waits for in seconds. */
export function quick(options: Partial<Omit<HttpOptions, "timing">> & { timing?: Partial<HttpOptions["timing"]> } = {}): HttpTransport {
  const timing = { ...DEFAULT_TIMING, backoffMs: 5, longestBackoffMs: 20, headersMs: 400, connectMs: 400, idleMs: 200, ...options.timing };
  const now = (): Date => new Date(Date.UTC(2026, 7, 20, 12));
  return new HttpTransport({ env: {}, userAgent: "cdktf-flatcar/test", allowedHosts: [], now, ...options, timing });
}

/** A whole file. */
export async function readAll(transport: Transport, url: string, options: Partial<OpenOptions> = {}): Promise<Buffer> {
  return bodyOf(await transport.open(url, { maxBytes: 1e9, ...options }));
}

/** The bytes of a file that is being read. */
export async function bodyOf(file: OpenedFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The FlatcarError that a promise is rejected with. Anything else fails the test. */
export async function rejected(promise: Promise<unknown>): Promise<FlatcarError> {
  try {
    await promise;
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
  throw new Error("expected a FlatcarError, but nothing was thrown");
}

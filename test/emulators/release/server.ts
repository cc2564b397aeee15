import * as fs from "node:fs";
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Content } from "./content";
import { type Answer, type Course, Fault, type FaultTimes, Trap } from "./faults";
import { type ArchitectureName, type Bytes, contentOf, EmulatedFeed, type Publication } from "./feed";
import { type SignerName, type SigningKeys, signingKeys } from "./keys";
import { rangeOf } from "./range";
import { armoredSignature, clearSigned, detachedSignature } from "./signing";
import { writeMirror, type WriteOptions } from "./write";

/** A request as it came, and what it was answered. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** 0 where nothing was answered. */
  readonly status: number;
  /** Whether a fault met it. */
  readonly faulty: boolean;
}

/** Who signs, and when. */
export interface SigningOptions {
  /** @default "current" */
  readonly signer?: SignerName;
  /** RFC 3339. */
  readonly date: string;
}

/** More than any request of a fault waits. */
const SEND_AHEAD = 4 * 1024 * 1024;

/**
 * A release server on the loopback interface, laid out as a mirror: every document and artifact of the releases published on it, signed by keys of
 * its own, and whatever can go wrong with one on demand.
 */
export class ReleaseServer {
  /** @param keys those it signs with; default: those of this process */
  public static async start(keys?: SigningKeys): Promise<ReleaseServer> {
    const server = new ReleaseServer(keys ?? (await signingKeys()));
    await new Promise<void>((resolve, reject) => {
      server.http.once("error", reject);
      server.http.listen(0, "127.0.0.1", resolve);
    });
    return server;
  }

  /** Every request, in the order of arrival. */
  public readonly requests: RecordedRequest[] = [];
  /** What it has, to look at and to alter. */
  public readonly feed: EmulatedFeed;
  private readonly traps: Trap[] = [];
  private readonly http: HttpServer;
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly folder: string;
  private readonly removeFolder = (): void => fs.rmSync(this.folder, { recursive: true, force: true });

  private constructor(public readonly keys: SigningKeys) {
    this.feed = new EmulatedFeed(keys);
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "release-server-"));
    fs.writeFileSync(this.keyFile, keys.publicKey);
    // Also where nobody closes it.
    process.on("exit", this.removeFolder);
    this.http = createServer((request, response) => {
      const handling = this.handle(request, response).catch(() => void response.destroy());
      this.inFlight.add(handling);
      void handling.finally(() => this.inFlight.delete(handling));
    });
  }

  /** What `--mirror` wants. */
  public get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  /** What `--key` wants: a file with the armored public key. */
  public get keyFile(): string {
    return path.join(this.folder, "signing-key.asc");
  }

  /** Publishes a release. `current` leads to it where it is the newest of its channel, unless it says otherwise. */
  public publish(publication: Publication): void {
    this.feed.publish(publication);
  }

  /** Leads `current` to a version. @param architecture default: both */
  public setCurrent(channel: string, version: string, architecture?: ArchitectureName): void {
    this.feed.setCurrent(channel, version, architecture);
  }

  /** From now on requests that match meet the fault; of several the first one. */
  public fault(where: string | RegExp, fault: Fault, when: FaultTimes = {}): Fault {
    this.traps.push(new Trap(where, fault, when));
    return fault;
  }

  public clearFaults(): void {
    this.traps.length = 0;
  }

  /** The bytes of a path, as a client gets them where nothing goes wrong. */
  public async bytes(file: string): Promise<Uint8Array> {
    const content = await this.feed.find(file);
    if (content === undefined) throw new Error(`there is no ${file}`);
    return content.all();
  }

  /** A detached signature of anything. */
  public async sign(bytes: Bytes, { signer = "current", date }: SigningOptions): Promise<Uint8Array> {
    return detachedSignature(this.keys.signer(signer), contentOf(bytes), new Date(date));
  }

  /** The same, armored. */
  public async signArmored(bytes: Bytes, { signer = "current", date }: SigningOptions): Promise<string> {
    return armoredSignature(this.keys.signer(signer), contentOf(bytes), new Date(date));
  }

  /** Any text, clear-signed. */
  public async clearSign(text: string, { signer = "current", date }: SigningOptions): Promise<string> {
    return clearSigned(this.keys.signer(signer), text, new Date(date));
  }

  /** Writes all that it has as a mirror that needs no server. */
  public async writeTo(directory: string, options: WriteOptions = {}): Promise<void> {
    await writeMirror(this.feed, directory, options);
  }

  /** Stops listening, closes all connections, also those with an answer under way, and removes the key's file. */
  public async close(): Promise<void> {
    if (!this.http.listening) return;
    this.stopping.abort();
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    this.http.closeAllConnections();
    await Promise.allSettled(this.inFlight);
    await closed;
    process.off("exit", this.removeFolder);
    this.removeFolder();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const file = decodeURIComponent(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    const fault = this.traps.find((trap) => trap.take(method, file))?.fault;
    const record = (status: number): void => {
      const headers = request.headers as Record<string, string | undefined>;
      this.requests.push({ method, path: file, headers, status, faulty: fault !== undefined });
    };
    const right = await this.answer(method, file);
    const answer = fault === undefined ? right : await fault.changed(right);
    const course: Course = fault?.course ?? { kind: "whole" };
    if (course.kind === "nothing") {
      record(0);
      if (course.end === "reset") request.socket.resetAndDestroy();
      else await this.untilGone(response);
      return;
    }
    await this.send(request, response, answer, course, record);
    fault?.after?.();
  }

  private async answer(method: string, file: string): Promise<Answer> {
    if (method !== "GET" && method !== "HEAD") return { status: 405, headers: {}, content: Content.of("") };
    const content = await this.feed.find(file);
    if (content === undefined) {
      return { status: 404, headers: { "content-type": "text/plain" }, content: Content.of("404 page not found\n") };
    }
    return { status: 200, headers: { "content-type": typeOf(file) }, content };
  }

  private async send(
    request: IncomingMessage,
    response: ServerResponse,
    answer: Answer,
    course: Course,
    record: (status: number) => void,
  ): Promise<void> {
    const { content } = answer;
    const isFile = answer.status === 200;
    const etag = isFile ? await content.etag() : undefined;
    const hasRanges = isFile && !(course.kind === "whole" && course.ranges === false);
    const range = hasRanges ? rangeOf(request.headers, content.size, etag) : undefined;
    if (range === "unsatisfiable") {
      record(416);
      response.writeHead(416, { "content-range": `bytes */${content.size}`, "content-length": "0" }).end();
      return;
    }
    const [start, end] = range ?? [0, content.size];
    const status = range === undefined ? answer.status : 206;
    record(status);
    const inChunks = course.kind === "more" && !course.announced;
    response.writeHead(status, {
      ...(isFile ? { "accept-ranges": "bytes", etag, "last-modified": "Thu, 13 Aug 2026 15:48:35 GMT" } : {}),
      ...(range === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${content.size}` }),
      ...(inChunks ? {} : { "content-length": String(end - start) }),
      ...answer.headers,
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    if (await this.body(response, content, start, end, course)) await ended(response);
  }

  /** @returns whether the answer is to be ended as a whole one */
  private async body(response: ServerResponse, content: Content, start: number, end: number, course: Course): Promise<boolean> {
    const last = course.kind === "partly" ? Math.min(end, start + course.bytes) : end;
    response.flushHeaders();
    for await (const chunk of content.read(start, last)) {
      for (const piece of course.kind === "drip" ? pieces(chunk, course.bytes) : [chunk]) {
        if (!(await written(response, piece))) return false;
        if (course.kind === "drip") await delay(course.milliseconds, undefined, { signal: this.stopping.signal });
      }
    }
    if (course.kind === "more") await written(response, Buffer.alloc(course.bytes, "more "));
    if (course.kind !== "partly") return true;
    if (course.end === "hang") await this.untilGone(response);
    // What is on its way arrives before the end does, or else nobody could say how far the client has come.
    else if (course.end === "close") response.socket?.end();
    else setTimeout(() => response.socket?.resetAndDestroy(), 20);
    return false;
  }

  private async untilGone(response: ServerResponse): Promise<void> {
    await new Promise<void>((resolve) => {
      response.once("close", resolve);
      this.stopping.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

/** Writes, and waits where the client is slow. @returns whether somebody still listens */
async function written(response: ServerResponse, bytes: Uint8Array): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(bytes) || response.writableLength < SEND_AHEAD) return true;
  return new Promise((resolve) => {
    const done = (listens: boolean): void => {
      response.off("drain", drained).off("close", gone);
      resolve(listens);
    };
    const drained = (): void => done(true);
    const gone = (): void => done(false);
    response.on("drain", drained).on("close", gone);
  });
}

async function ended(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once("close", resolve);
    response.end(resolve);
  });
}

function* pieces(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

function typeOf(file: string): string {
  if (file.endsWith(".txt") || file.endsWith("/lts-info")) return "text/plain; charset=utf-8";
  return file.endsWith(".json") ? "application/json" : "application/octet-stream";
}

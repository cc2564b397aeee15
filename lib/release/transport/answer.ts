import type { Readable } from "node:stream";
import { performance } from "node:perf_hooks";
import { TransferFailure, connectionFailure, timeoutFailure, tooLongError } from "./failure";
import { ExcessError } from "./strict-client";
import { TransportTiming } from "./timing";

/** What an {@link Answer} is made of. */
export interface AnswerParts {
  /** Where it came from, as errors name it. */
  readonly url: string;
  /** Status code of HTTP. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
  /** The proxy it came through, as errors name it. */
  readonly via?: string;
  /** What ends it before its time. */
  readonly signal?: AbortSignal;
}

/** Bytes. To read more than these costs more than a new connection. */
const MOST_DRAINED = 64 * 1024;

/** One answer of a server, whose body is still to come. */
export class Answer {
  public readonly url: string;
  public readonly status: number;

  constructor(
    private readonly parts: AnswerParts,
    private readonly timing: TransportTiming,
    /** Called once, when no more is wanted of it. */
    private readonly release: () => void,
  ) {
    this.url = parts.url;
    this.status = parts.status;
    // What nobody waits for any more may still fail.
    parts.body.on("error", () => undefined);
  }

  /** A header; undefined where it is not there. Of several of one name the last counts. */
  public header(name: string): string | undefined {
    const value = this.parts.headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  }

  /** Size of the body in bytes, where it is announced. */
  public get length(): number | undefined {
    const text = this.header("content-length");
    return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
  }

  /** A strong entity tag: one that is weak says nothing of single bytes. */
  public get validator(): string | undefined {
    const tag = this.header("etag");
    return tag !== undefined && /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag) ? tag : undefined;
  }

  /**
   * The bytes of the body. Only the time that is spent waiting for them counts, not what the reader does with them.
   *
   * A connection that is closed before the announced end is an end like any other: whoever counts the bytes sees it.
   *
   * @throws TransferFailure where it breaks, stops or comes too slowly
   * @throws FlatcarError `feed-too-long` where there are more than announced
   */
  public async *chunks(): AsyncGenerator<Buffer> {
    const { body, url, via, signal } = this.parts;
    const { idleMs, slowMs, slowBytes } = this.timing;
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let [waited, bytes] = [0, 0];
    for (;;) {
      const began = performance.now();
      const idle = setTimeout(() => body.destroy(new Stalled()), idleMs);
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch (e) {
        signal?.throwIfAborted();
        if (e instanceof ExcessError) throw tooLongError(url, "more bytes than announced", bytesOf(this.length));
        if (this.length !== undefined && e instanceof Error && "code" in e && e.code === "UND_ERR_SOCKET") return;
        if (e instanceof Stalled) throw timeoutFailure(url, `nothing for ${seconds(idleMs)}`);
        throw connectionFailure(e, url, via);
      } finally {
        clearTimeout(idle);
      }
      if (next.done === true) return;
      waited += performance.now() - began;
      bytes += next.value.length;
      if (waited >= slowMs) {
        if (bytes < slowBytes) throw timeoutFailure(url, `${bytes} bytes in ${seconds(waited)}`);
        [waited, bytes] = [0, 0];
      }
      yield next.value;
    }
  }

  /** Reads what is left where that is little, and lets go of it: the connection is good for the next request then. What breaks is nobody's loss. */
  public async drain(): Promise<void> {
    try {
      let left = MOST_DRAINED;
      for await (const chunk of this.chunks()) if ((left -= chunk.length) < 0) break;
    } catch {
      // The next request gets a new connection.
    }
    this.discard();
  }

  /** Lets go of it, wherever it is. */
  public discard(): void {
    this.parts.body.destroy();
    this.release();
  }
}

/** Why a status is no success. */
export function statusFailure(answer: Answer): TransferFailure {
  const { status, url } = answer;
  const received = `status ${status}`;
  const retryAfter = answer.header("retry-after");
  if (status === 404 || status === 410) {
    return new TransferFailure(
      {
        code: "feed-missing",
        subject: "file of the release feed",
        received,
        allowed: "a file that is there",
        mend: "see whether the release was published with it, and whether the mirror has all of it",
        path: url,
      },
      { isPassing: false },
    );
  }
  if (status === 429 || status === 503) {
    return new TransferFailure(
      { code: "feed-busy", subject: "answer of the server", received, allowed: "status 200", mend: "try again later", path: url },
      { isPassing: true, retryAfter },
    );
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new TransferFailure(
      {
        code: "feed-refused",
        subject: "answer of the server",
        received,
        allowed: "status 200",
        mend: "see whether a server or proxy on the way wants something of you, or read a mirror",
        path: url,
      },
      { isPassing: false },
    );
  }
  return new TransferFailure(
    {
      code: "feed-server",
      subject: "answer of the server",
      received,
      allowed: "status 200",
      mend: "try again later, or read a mirror",
      path: url,
    },
    { isPassing: status === 408 || status >= 500 },
  );
}

class Stalled extends Error {}

function bytesOf(length: number | undefined): string {
  return length === undefined ? "what is announced" : `${length} bytes, as announced`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

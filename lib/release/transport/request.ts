import { FlatcarError } from "../../errors";
import { connectionFailure } from "./failure";
import { proxyFor, shownProxy } from "./proxy";

/** Bytes of the longest answer that is read: a page of fifty servers has some hundred thousand. */
const LONGEST_ANSWER = 8 * 1024 * 1024;

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One request. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for all of it, the answer's body included. */
  readonly timeoutMs: number;
  /** Where `https_proxy` and the like are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends it with what it is aborted with. */
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface HttpAnswer {
  readonly status: number;
  /** Media type, in lower case; empty where there is none. */
  readonly type: string;
  readonly text: string;
  /** What the header `Retry-After` says, where there is one. */
  readonly retryAfter?: string;
  /** When it was sent, by the other side's clock: milliseconds since 1970; undefined where it does not say. */
  readonly sentAt?: number;
}

/** A request that no answer came to. It may have reached the server all the same. */
export class NoAnswer extends Error {
  constructor(
    /** Why, in words. */
    message: string,
    /** Whether another attempt may do better. */
    public readonly isPassing: boolean,
  ) {
    super(message);
    this.name = "NoAnswer";
  }
}

/**
 * Sends a request and reads the whole answer. Redirects are not followed: what is in the headers is for this host alone.
 *
 * @throws NoAnswer
 * @throws FlatcarError `feed-proxy` for a proxy in the environment that is no URL
 */
export async function httpRequest(asked: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, timeoutMs, env, signal } = asked;
  const proxy = proxyFor(url, env);
  const { Agent, ProxyAgent, request } = await import("undici");
  const tooLate = AbortSignal.timeout(timeoutMs);
  const ends = signal === undefined ? tooLate : AbortSignal.any([signal, tooLate]);
  // One connection for one request: there are few, with seconds in between.
  const dispatcher = proxy === undefined ? new Agent() : new ProxyAgent({ uri: proxy.href });
  try {
    const answer = await request(url, { method, headers, body, dispatcher, signal: ends });
    const type = String(answer.headers["content-type"] ?? "").toLowerCase();
    const sentAt = Date.parse(String(answer.headers.date));
    const retryAfter = answer.headers["retry-after"];
    return {
      ...{ status: answer.statusCode, type, text: await textOf(answer.body) },
      ...(typeof retryAfter === "string" ? { retryAfter } : {}),
      ...(Number.isNaN(sentAt) ? {} : { sentAt }),
    };
  } catch (e) {
    signal?.throwIfAborted();
    if (tooLate.aborted) throw new NoAnswer(`no answer within ${timeoutMs / 1000} s`, true);
    if (e instanceof NoAnswer || FlatcarError.isFlatcarError(e)) throw e;
    const failure = connectionFailure(e, url.href, proxy === undefined ? undefined : shownProxy(proxy));
    throw new NoAnswer(failure.message, failure.options.isPassing);
  } finally {
    await dispatcher.destroy();
  }
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw new NoAnswer(`an answer of more than ${LONGEST_ANSWER} bytes`, false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

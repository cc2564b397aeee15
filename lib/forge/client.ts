import { FlatcarError } from "../errors";
import { MOST_ATTEMPTS, pause } from "../release/transport/attempts";
import { HttpAnswer, HttpMethod, NoAnswer, httpRequest } from "../release/transport/request";
import { retryAfterMs } from "../release/transport/retry-after";
import type { Environment } from "./place";

/** How requests are made. */
export interface ClientOptions {
  /** Base URL, without a slash at its end. */
  readonly api: string;
  /** Headers of each request, the token's among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where `https_proxy` and the like are looked up. */
  readonly env: Environment;
  now(): Date;
  /** Milliseconds before the second attempt; it doubles with each further one. @default 500 */
  readonly backoffMs?: number;
  /** Ends every request with what it is aborted with. */
  readonly signal?: AbortSignal;
}

/** Milliseconds for one request. */
const TIMEOUT_MS = 30_000;
/** Milliseconds. An API that asks to come back later than this is not waited for. */
const LONGEST_WAIT_MS = 60_000;

/** Too many requests, and what a gateway says for a service that is away. */
const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Requests to an API of JSON. What passes by itself is tried again. */
export class ForgeClient {
  constructor(private readonly options: ClientOptions) {}

  /**
   * Sends a request and reads the answer.
   *
   * @param path below the base URL, with a slash before it
   * @param alsoFine statuses that are no error, besides those of success
   * @throws FlatcarError `comment-refused`, `comment-unreachable`
   */
  public async call(method: HttpMethod, path: string, body?: object, alsoFine: readonly number[] = []): Promise<ForgeAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.once(method, path, body);
      const status = answer instanceof NoAnswer ? undefined : answer.status;
      const isFine = status !== undefined && ((status >= 200 && status < 300) || alsoFine.includes(status));
      if (!(answer instanceof NoAnswer) && isFine) return { status: answer.status, json: jsonOf(answer, method, path) };
      const isPassing = answer instanceof NoAnswer ? answer.isPassing : PASSING.has(answer.status);
      // What was made though nobody said so would be made twice.
      const mayRepeat = method !== "POST" || status === 429;
      const wait = isPassing ? this.waitOf(answer, attempt) : undefined;
      if (!mayRepeat || wait === undefined || attempt >= MOST_ATTEMPTS) {
        throw answer instanceof NoAnswer ? unreachable(this.options.api, answer.message) : refused(method, path, answer);
      }
      await pause(wait, this.options.signal);
    }
  }

  private async once(method: HttpMethod, path: string, body?: object): Promise<HttpAnswer | NoAnswer> {
    const { api, headers, env, signal } = this.options;
    const type: Readonly<Record<string, string>> = body === undefined ? {} : { "content-type": "application/json" };
    try {
      return await httpRequest({
        ...{ method, url: new URL(`${api}${path}`), headers: { ...headers, ...type }, timeoutMs: TIMEOUT_MS, env },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (e) {
      if (e instanceof NoAnswer) return e;
      throw e;
    }
  }

  private waitOf(answer: HttpAnswer | NoAnswer, attempt: number): number | undefined {
    const asked =
      answer instanceof NoAnswer || answer.retryAfter === undefined ? undefined : retryAfterMs(answer.retryAfter, this.options.now());
    const wait = asked ?? (this.options.backoffMs ?? 500) * 2 ** (attempt - 1);
    return wait > LONGEST_WAIT_MS ? undefined : wait;
  }
}

/** What an API answered. */
export interface ForgeAnswer {
  readonly status: number;
  /** Undefined where there is no body. */
  readonly json: unknown;
}

function jsonOf({ status, text }: HttpAnswer, method: HttpMethod, path: string): unknown {
  if (status === 204 || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new FlatcarError({
      code: "comment-refused",
      subject: `${method} ${path}`,
      received: `${text.length} characters that are no JSON`,
      allowed: "an answer of the API",
      mend: "see whether something stands between this machine and the API, such as a page to log in",
    });
  }
}

function refused(method: HttpMethod, path: string, { status, text }: HttpAnswer): FlatcarError {
  return new FlatcarError({
    code: "comment-refused",
    subject: `${method} ${path}`,
    received: `${status}${messageOf(text)}`,
    allowed: "success",
    mend: mendOf(status),
  });
}

function mendOf(status: number): string {
  if (status === 401) return "see to it that the token is the right one and has not expired";
  if (status === 403 || status === 404)
    return "let the token write comments on pull requests of this project; runs for forks have none that may";
  return "try again later";
}

function unreachable(api: string, why: string): FlatcarError {
  return new FlatcarError({
    code: "comment-unreachable",
    subject: "the API",
    received: api,
    allowed: "a server that answers",
    mend: `see to it that this machine may connect to it (${why})`,
  });
}

/** What the API says of it: a sentence of its own in `message` or `error`. */
function messageOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { readonly message?: unknown; readonly error?: unknown };
    const said = [message, error].find((each) => typeof each === "string");
    return said === undefined ? "" : `: ${said}`;
  } catch {
    return "";
  }
}

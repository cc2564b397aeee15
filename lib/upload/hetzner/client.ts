import { FlatcarError } from "../../errors";
import { pause } from "../../release/transport/attempts";
import { HetznerApiError } from "./api-error";
import { Fields } from "./fields";
import { HttpAnswer, HttpMethod, NoAnswer, httpRequest } from "../../release/transport/request";
import { HetznerTiming } from "./timing";

/** The API for everybody: https://docs.hetzner.cloud/reference/cloud */
export const HETZNER_ENDPOINT = "https://api.hetzner.cloud/v1";

/** As many as a page has at most: https://docs.hetzner.cloud/reference/cloud#pagination */
const PER_PAGE = 50;
/** No project has more of anything; an API that goes on and on is another one. */
const MOST_PAGES = 200;

/** Who asks, and where. */
export interface HetznerClientOptions {
  /** API token of the project. It is in no text that comes from here. */
  readonly token: string;
  /** Base URL, with the version: `https://api.hetzner.cloud/v1`. */
  readonly endpoint: string;
  readonly userAgent: string;
  /** Where `https_proxy` and the like are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timing: HetznerTiming;
  /** Ends every request with what it is aborted with. */
  readonly signal?: AbortSignal;
  /**
   * Whether what is locked is waited for until the signal ends it, and not only for some attempts.
   *
   * @default false
   */
  readonly isPatient?: boolean;
}

/** One thing to ask for, which may take several requests. */
export interface HetznerCall<T> {
  readonly method: HttpMethod;
  /** Below the endpoint, with a slash before it. */
  readonly path: string;
  /** @default - none */
  readonly query?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly body?: object;
  /** What the answer means. An answer without a body, status 204, is not read. */
  readonly read: (answer: Fields) => T;
  /**
   * Looks for what an attempt may have made that no answer came to. A request that makes something is not ended before its answer is there: what it makes has
   * to be known to whoever cleans up.
   *
   * @default - the request makes nothing, and is sent again
   */
  readonly adopt?: () => Promise<T | undefined>;
}

/** Requests to the Hetzner Cloud API, with what passes by itself tried again. */
export class HetznerClient {
  private readonly endpoint: URL;
  private lastSentAt?: number;

  /** @throws FlatcarError `hetzner-token`, `hetzner-endpoint` */
  constructor(private readonly options: HetznerClientOptions) {
    checkToken(options.token);
    this.endpoint = endpointOf(options.endpoint);
  }

  public get timing(): HetznerTiming {
    return this.options.timing;
  }

  public get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  /** When its last answer was sent, by the API's clock: milliseconds since 1970; undefined where it does not say. */
  public get answeredAt(): number | undefined {
    return this.lastSentAt;
  }

  /** The same client, ended by another signal alone. */
  public until(signal: AbortSignal, isPatient = false): HetznerClient {
    return new HetznerClient({ ...this.options, signal, isPatient });
  }

  /** @throws FlatcarError `hetzner-api`, `hetzner-unreachable`, `hetzner-answer` */
  public async call<T>(call: HetznerCall<T>): Promise<T> {
    const { attempts, backoffMs, longestBackoffMs } = this.timing;
    for (let attempt = 1; ; attempt++) {
      let failure: HetznerApiError;
      try {
        return await this.once(call);
      } catch (e) {
        if (!(e instanceof HetznerApiError)) throw e;
        failure = e;
      }
      const isTaken = attempt > 1 && failure.apiCode === "uniqueness_error";
      const isLast = attempt >= attempts && !(this.options.isPatient === true && failure.apiCode === "locked");
      if (!isTaken && (!failure.isPassing || isLast)) throw failure.after(attempt);
      if (!isTaken) await pause(Math.min(longestBackoffMs, backoffMs * 2 ** (attempt - 1)), this.signal);
      const adopted = isTaken || failure.mayHaveHappened ? await call.adopt?.() : undefined;
      if (adopted !== undefined) return adopted;
      if (isTaken) throw failure.after(attempt);
    }
  }

  /** All of a list, page by page. */
  public async list<T>(
    path: string,
    key: string,
    query: Readonly<Record<string, string>>,
    read: (item: Fields) => T,
  ): Promise<readonly T[]> {
    const items: T[] = [];
    let page: number | undefined = 1;
    while (page !== undefined && page <= MOST_PAGES) {
      const asked: Readonly<Record<string, string>> = { ...query, page: String(page), per_page: String(PER_PAGE) };
      page = await this.call({
        method: "GET",
        path,
        query: asked,
        read: (answer): number | undefined => {
          items.push(...answer.objects(key).map(read));
          return answer
            .object("meta")
            .object("pagination")
            .optional("next_page", (fields) => fields.integer("next_page"));
        },
      });
    }
    return items;
  }

  private async once<T>({ method, path, query, body, read, adopt }: HetznerCall<T>): Promise<T> {
    const { token, userAgent, env, timing, signal } = this.options;
    signal?.throwIfAborted();
    const subject = `${method} ${path}`;
    const url = new URL(`${this.endpoint.pathname.replace(/\/$/, "")}${path}`, this.endpoint);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value);
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "application/json", "user-agent": userAgent };
    if (body !== undefined) headers["content-type"] = "application/json";
    const sent = body === undefined ? undefined : JSON.stringify(body);
    let answer: HttpAnswer;
    try {
      answer = await httpRequest({
        method,
        url,
        headers,
        body: sent,
        timeoutMs: timing.requestMs,
        env,
        signal: adopt === undefined ? signal : undefined,
      });
    } catch (e) {
      if (e instanceof NoAnswer) throw HetznerApiError.unreachable(subject, e.message, e.isPassing);
      throw e;
    }
    this.lastSentAt = answer.sentAt;
    if (answer.status < 200 || answer.status >= 300) throw this.refusal(subject, answer);
    return read(Fields.parse(answer.status === 204 ? "{}" : answer.text, subject));
  }

  private refusal(subject: string, { status, text }: HttpAnswer): HetznerApiError {
    let [apiCode, message] = ["", "an answer that is not Hetzner's"];
    try {
      const error = Fields.parse(text, subject).object("error");
      [apiCode, message] = [error.text("code"), error.text("message")];
    } catch (e) {
      // A proxy's own page, most often.
      if (!FlatcarError.isFlatcarError(e)) throw e;
    }
    return HetznerApiError.refusal(
      subject,
      status,
      apiCode === "" ? "without a code" : apiCode,
      message.replaceAll(this.options.token, "***"),
    );
  }
}

function checkToken(token: string): void {
  if (/^[\x21-\x7e]+$/.test(token)) return;
  throw new FlatcarError({
    code: "hetzner-token",
    subject: "HCLOUD_TOKEN",
    // Never the token itself, also where it is no good.
    received: token === "" ? undefined : "a text with spaces or other characters that no token has",
    allowed: "an API token of the project that may read and write",
    mend: "make one at https://console.hetzner.com under Security, API tokens, and set the variable",
  });
}

const LOOPBACK = /^(localhost|127\.[0-9.]+|\[::1\])$/;

function endpointOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url !== undefined && (url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname)));
  if (isSafe && url.username === "" && url.password === "" && url.search === "" && url.hash === "") return url;
  throw new FlatcarError({
    code: "hetzner-endpoint",
    subject: "endpoint of the Hetzner Cloud API",
    received: text.replace(/\/\/.*@/, "//"),
    allowed: "an https URL without user, query and fragment, or one of http on this machine: the token goes there",
    mend: `correct --endpoint or HCLOUD_ENDPOINT, or leave both out for ${HETZNER_ENDPOINT}`,
  });
}

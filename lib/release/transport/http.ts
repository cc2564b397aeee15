import type { Dispatcher } from "undici";
import { Answer, statusFailure } from "./answer";
import { Attempts } from "./attempts";
import { TransferFailure, connectionFailure, shownUrl, timeoutFailure } from "./failure";
import { proxyFor, shownProxy } from "./proxy";
import { MOST_REDIRECTS, RedirectRules, redirectTarget, tooManyRedirects } from "./redirect";
import { strictClient } from "./strict-client";
import { TransportTiming } from "./timing";
import { Transfer, checkContent } from "./transfer";
import { OpenOptions, OpenedFile, Transport } from "./transport";

type Library = typeof import("undici");

/** How files are read over http and https. */
export interface HttpOptions extends RedirectRules {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  readonly timing: TransportTiming;
  now(): Date;
  /** Ends everything with the error that it is aborted with. */
  readonly signal?: AbortSignal;
}

/** Connections to one host at a time. */
const MOST_CONNECTIONS = 6;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The server knows no HEAD: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6 */
const WITHOUT_HEAD: ReadonlySet<number> = new Set([405, 501]);

/** Files over http and https: with a name of its own, through proxies, asked for again where that helps, and never where a redirect should not lead. */
export class HttpTransport implements Transport {
  private readonly dispatchers = new Map<string, Dispatcher>();
  private readonly closing = new AbortController();
  private library?: Library;

  constructor(private readonly options: HttpOptions) {}

  public async open(url: string, options: OpenOptions): Promise<OpenedFile> {
    const signal = this.signalWith(options.signal);
    const ask = (headers: Readonly<Record<string, string>>) => this.follow("GET", url, headers, signal);
    return new Transfer(url, options, ask, this.attempts(signal)).begin();
  }

  public async size(url: string, own?: AbortSignal): Promise<number | undefined> {
    const signal = this.signalWith(own);
    const attempts = this.attempts(signal);
    for (;;) {
      try {
        const answer = await this.follow("HEAD", url, {}, signal);
        answer.discard();
        if (WITHOUT_HEAD.has(answer.status)) return undefined;
        if (answer.status !== 200) throw statusFailure(answer);
        checkContent(answer, url);
        return answer.length;
      } catch (e) {
        if (!(e instanceof TransferFailure)) throw e;
        await attempts.after(e);
      }
    }
  }

  public async close(): Promise<void> {
    // A transfer that nobody waits for any more may be waiting for its next attempt, and would keep the process for minutes.
    this.closing.abort(new Error("the transport is closed"));
    const dispatchers = [...this.dispatchers.values()];
    this.dispatchers.clear();
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
  }

  /** A signal of this one transfer: of those who listen to one that is everybody's, Node.js warns from the eleventh on. */
  private signalWith(own: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any([own, this.options.signal, this.closing.signal].filter((signal) => signal !== undefined));
  }

  private attempts(signal: AbortSignal): Attempts {
    return new Attempts(this.options.timing, () => this.options.now(), signal);
  }

  private async follow(
    method: "GET" | "HEAD",
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const start = new URL(url);
    let from = start;
    for (let redirects = 0; ; redirects++) {
      const answer = await this.ask(method, from, headers, signal);
      if (!REDIRECTS.has(answer.status)) return answer;
      await answer.drain();
      if (redirects === MOST_REDIRECTS) throw tooManyRedirects(start, from);
      from = redirectTarget(start, from, answer.header("location"), this.options);
    }
  }

  private async ask(method: "GET" | "HEAD", url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const { timing, userAgent, env } = this.options;
    const proxy = proxyFor(url, env);
    const via = proxy === undefined ? undefined : shownProxy(proxy);
    const shown = shownUrl(url);
    const library = (this.library ??= await import("undici"));
    const controller = new AbortController();
    const end = (): void => controller.abort();
    signal.addEventListener("abort", end, { once: true });
    const release = (): void => signal.removeEventListener("abort", end);
    const longest = timing.connectMs + timing.headersMs;
    const waiting = setTimeout(end, longest);
    try {
      const {
        statusCode,
        headers: answered,
        body,
      } = await library.request(url, {
        method,
        dispatcher: this.dispatcher(library, proxy),
        headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": userAgent, ...headers },
        signal: controller.signal,
        // Its own clocks tick once in a second, and count the reader's time too.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return new Answer({ url: shown, status: statusCode, headers: answered, body, via, signal }, timing, release);
    } catch (e) {
      release();
      signal.throwIfAborted();
      if (controller.signal.aborted) throw timeoutFailure(shown, `no answer for ${longest / 1000} s`);
      throw connectionFailure(e, shown, via);
    } finally {
      clearTimeout(waiting);
    }
  }

  private dispatcher(library: Library, proxy: URL | undefined): Dispatcher {
    const key = proxy?.href ?? "";
    const made = this.dispatchers.get(key) ?? this.makeDispatcher(library, proxy);
    this.dispatchers.set(key, made);
    return made;
  }

  private makeDispatcher(library: Library, proxy: URL | undefined): Dispatcher {
    const { Agent, Pool, ProxyAgent } = library;
    const client = strictClient(library);
    const pool = (origin: string | URL, options: object): Dispatcher =>
      new Pool(origin, { ...options, connections: MOST_CONNECTIONS, factory: client });
    const connect = { timeout: this.options.timing.connectMs };
    if (proxy === undefined) return new Agent({ connect, factory: pool });
    // The library's own reading of the environment warns on standard error that it is an experiment, and knows no subdomains in no_proxy.
    return new ProxyAgent({ uri: proxy.href, proxyTunnel: false, proxyTls: connect, requestTls: connect, factory: pool });
  }
}

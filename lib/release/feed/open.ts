import type { SignatureVerifier } from "../openpgp/signature";
import { DirectoryTransport } from "../transport/directory";
import { HttpTransport } from "../transport/http";
import { DEFAULT_TIMING, TransportTiming } from "../transport/timing";
import type { ReleaseFeed } from "./feed";
import { feedLayout } from "./layout";
import { FileFeed } from "./file-feed";

/** Where the feed is read, and by which rules. */
export interface FeedOptions {
  /**
   * An http, https or file URL or an absolute directory that holds `{channel}/{amd64-usr|arm64-usr}/{version}/{file}`, `lts/lts-info` and
   * `releases-json/releases-{channel}.json`.
   *
   * @default - the project's own servers
   */
  readonly mirror?: string;
  /** Judges what is signed. */
  readonly verifier: SignatureVerifier;
  /** `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in lower or upper case, are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Hosts that redirects may lead to, such as `cdn.example.com` or `127.0.0.1:8443`. A host without a port is meant with every port.
   *
   * @default - none but the project's own, from the project's own
   */
  readonly allowedHosts?: readonly string[];
  /** What requests call themselves: the release server refuses the names of some libraries. */
  readonly userAgent: string;
  /**
   * Other times than those of `DEFAULT_TIMING`.
   *
   * @default - those
   */
  readonly timing?: Partial<TransportTiming>;
  /** What time it is, for servers that tell by a date when to come back. */
  now(): Date;
  /**
   * Ends everything with the error that it is aborted with.
   *
   * @default - nobody ends it
   */
  readonly signal?: AbortSignal;
}

/**
 * Opens the release feed. Nothing is read before it is asked for.
 *
 * @throws FlatcarError `mirror-url-invalid`, `mirror-missing`
 */
export function openFeed(options: FeedOptions): ReleaseFeed {
  const { verifier, env, allowedHosts = [], userAgent, signal } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const layout = feedLayout(options.mirror);
  const transport =
    layout.directory === undefined
      ? new HttpTransport({ env, userAgent, allowedHosts, timing, now: () => options.now(), signal })
      : new DirectoryTransport(layout.directory, signal);
  return new FileFeed(layout, transport, verifier, timing, signal);
}

/** Where bytes come from: of `source`, `inline` and `local` one, or none. */
export interface FlatcarButaneResource {
  /**
   * How the bytes are compressed that the source gives: `gzip`, or `""` for not at all. Contents given by `inline` or `local` are then
   * taken for compressed already.
   *
   * @default - not compressed; contents given here are compressed where that makes the config shorter
   */
  readonly compression?: string;
  /** HTTP headers of the request, for `http:` and `https:` only. */
  readonly http_headers?: readonly FlatcarButaneHttpHeader[];
  /** URL: `data:`, `http:`, `https:`, `tftp:`, `s3:`, `gs:`, or `arn:` since 1.1.0. */
  readonly source?: string;
  /** The contents themselves, as text. */
  readonly inline?: string;
  /** A file that holds the contents, relative to the files directory. */
  readonly local?: string;
  /** The hash the bytes must have. */
  readonly verification?: FlatcarButaneVerification;
}

/** One HTTP header. */
export interface FlatcarButaneHttpHeader {
  /** Name of the header; the key of the list. */
  readonly name: string;
  /**
   * Value of the header.
   *
   * @default - when merged, removes the header of this name from the parent config
   */
  readonly value?: string;
}

/** What is checked of bytes. */
export interface FlatcarButaneVerification {
  /** `sha512-<128 hex digits>` or `sha256-<64 hex digits>` of the bytes after decompression. */
  readonly hash?: string;
}

/** What Ignition itself needs. */
export interface FlatcarButaneIgnition {
  /** Ignition configs elsewhere that are merged into this one or replace it. */
  readonly config?: FlatcarButaneReferences;
  /** Proxies for everything Ignition fetches. */
  readonly proxy?: FlatcarButaneProxy;
  /** Certificate authorities Ignition trusts in addition. */
  readonly security?: FlatcarButaneSecurity;
  /** How long a fetch may take. */
  readonly timeouts?: FlatcarButaneTimeouts;
}

/** Ignition configs elsewhere. What `inline` holds is checked where its spec version is the one that this config becomes. */
export interface FlatcarButaneReferences {
  /** Configs that are merged into this one, in order; each overrides this one and those before it. */
  readonly merge?: readonly FlatcarButaneResource[];
  /** A config that takes the place of this one entirely. */
  readonly replace?: FlatcarButaneResource;
}

/** Proxies of Ignition's own requests. */
export interface FlatcarButaneProxy {
  /** Proxy for `http:` requests: a URL with `http:` or `https:`. */
  readonly http_proxy?: string;
  /** Proxy for `https:` requests: a URL with `http:` or `https:`. */
  readonly https_proxy?: string;
  /** Hosts that are asked directly: names, domains that start with a dot, addresses, networks in CIDR form. */
  readonly no_proxy?: readonly string[];
}

/** Trust. */
export interface FlatcarButaneSecurity {
  /** Options of TLS. */
  readonly tls?: FlatcarButaneTls;
}

/** Trust in servers. */
export interface FlatcarButaneTls {
  /** PEM bundles of authorities that are trusted besides those of the system. */
  readonly certificate_authorities?: readonly FlatcarButaneResource[];
}

/** Limits of one fetch. */
export interface FlatcarButaneTimeouts {
  /**
   * Seconds to wait for the response headers after the request was sent.
   *
   * @default 10
   * @see https://coreos.github.io/ignition/configuration-v3_4/
   */
  readonly http_response_headers?: number;
  /**
   * Seconds for a whole request, retries included; 0 is no limit.
   *
   * @default 0
   * @see https://coreos.github.io/ignition/configuration-v3_4/
   */
  readonly http_total?: number;
}

/** Kernel arguments. A change causes one reboot during provisioning. */
export interface FlatcarButaneKernelArguments {
  /** Arguments that are added when they are missing. */
  readonly should_exist?: readonly string[];
  /** Arguments that are removed when they are there. */
  readonly should_not_exist?: readonly string[];
}

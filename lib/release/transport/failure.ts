import { FlatcarError, FlatcarErrorProps } from "../../errors";

/** What an attempt at a file can come to, beside success. */
export interface TransferFailureOptions {
  /** Whether another attempt may do better. */
  readonly isPassing: boolean;
  /** When the server asks to come back, as its header `Retry-After` has it. */
  readonly retryAfter?: string;
}

/** An attempt that came to nothing. It stays inside of the transport: what leaves it is a {@link FlatcarError}. */
export class TransferFailure extends Error {
  constructor(
    private readonly props: FlatcarErrorProps,
    public readonly options: TransferFailureOptions,
  ) {
    super(String(props.received));
    this.name = "TransferFailure";
  }

  /** The error that people get. */
  public error(attempts: number): FlatcarError {
    if (attempts < 2) return new FlatcarError(this.props);
    return new FlatcarError({ ...this.props, received: `${String(this.props.received)}, in the last of ${attempts} attempts` });
  }

  /** The error where the server asks to come back later than anybody waits. */
  public later(): FlatcarError {
    const { retryAfter } = this.options;
    return new FlatcarError({ ...this.props, mend: `come back when the server asks for it: Retry-After: ${retryAfter}` });
  }
}

/** Errors of sockets, resolvers and TLS, in words. */
const PASSING: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection closed",
  ECONNABORTED: "connection aborted",
  EHOSTUNREACH: "no way to the host",
  ENETUNREACH: "no way to the network",
  EAI_AGAIN: "the name server does not answer",
  UND_ERR_SOCKET: "connection closed by the other side",
};

const TIMEOUTS: ReadonlySet<string> = new Set(["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

const TLS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "a certificate that has expired",
  CERT_NOT_YET_VALID: "a certificate that is not valid yet",
  CERT_REVOKED: "a certificate that was revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: "a certificate that is signed by itself alone",
  ERR_TLS_CERT_ALTNAME_INVALID: "a certificate for another host",
  SELF_SIGNED_CERT_IN_CHAIN: "a certificate of an authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT: "a certificate of an authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "a certificate of an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "a certificate of an authority that is not trusted",
  ERR_SSL_WRONG_VERSION_NUMBER: "an answer that is not TLS",
};

/**
 * What the HTTP library threw, in words.
 *
 * @param via the proxy that was asked, if one was
 */
export function connectionFailure(thrown: unknown, url: string, via: string | undefined): TransferFailure {
  const e = innermost(thrown);
  const code = codeOf(e);
  const through = via === undefined ? "" : ` through the proxy ${via}`;
  const refusedBy = /Proxy response \((\d+)\)|Proxy Authentication Required \((407)\)/.exec(e.message);
  if (refusedBy !== null) {
    return new TransferFailure(
      {
        code: "feed-proxy",
        subject: `proxy ${via ?? ""}`,
        received: `status ${refusedBy[1] ?? refusedBy[2]}`,
        allowed: "a proxy that lets the request through",
        mend: "correct https_proxy or http_proxy, with user and password where it wants them, or name the host in no_proxy",
        path: url,
      },
      { isPassing: false },
    );
  }
  if (code in TLS || /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_)/.test(code) || code === "EPROTO" || code === "UND_ERR_PRX_TLS") {
    return new TransferFailure(
      {
        code: "feed-tls",
        subject: `TLS connection${through}`,
        received: TLS[code] ?? `TLS fails with ${code}`,
        allowed: "a certificate for this host, of an authority that this machine trusts",
        mend: "see who answers in place of the server; an authority of your own is named by the variable NODE_EXTRA_CA_CERTS",
        path: url,
      },
      { isPassing: false },
    );
  }
  if (TIMEOUTS.has(code)) return timeoutFailure(url, `no connection${through} in time`);
  const words = PASSING[code];
  const told = words === undefined ? `${code}: ${e.message}` : words;
  return new TransferFailure(
    {
      code: "feed-unreachable",
      subject: `connection${through}`,
      received: code === "ENOTFOUND" ? "a host that no name server knows" : told,
      allowed: "an answer of the server",
      mend: "see to it that the server can be reached from here, by a proxy in https_proxy or from a copy by --mirror",
      path: url,
    },
    { isPassing: words !== undefined || code.startsWith("HPE_") },
  );
}

/** A wait that was too long. */
export function timeoutFailure(url: string, received: string): TransferFailure {
  return new TransferFailure(
    {
      code: "feed-timeout",
      subject: "answer of the server",
      received,
      allowed: "one that comes in time",
      mend: "try again, or read a mirror that is nearer",
      path: url,
    },
    { isPassing: true },
  );
}

/** A body that ended before its end. */
export function truncatedFailure(url: string, received: number, announced: number): TransferFailure {
  return new TransferFailure(
    {
      code: "feed-truncated",
      subject: "size of the body",
      received: `${received} bytes`,
      allowed: `${announced} bytes, as announced`,
      mend: "try again, or read another mirror",
      path: url,
    },
    { isPassing: true },
  );
}

/** A body that does not end where it should. */
export function tooLongError(url: string, received: string, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "feed-too-long",
    subject: "size of the body",
    received,
    allowed,
    mend: "see what stands there in place of the file",
    path: url,
  });
}

/** A file that became another one while it was read. */
export function changedError(url: string, received: string, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "feed-changed",
    subject: "file that is being read",
    received,
    allowed,
    mend: "try again: the file changed on the way",
    path: url,
  });
}

/** A URL as errors name it: what follows the path may be a token of a storage's. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function innermost(thrown: unknown): Error {
  // Where a host has several addresses, the errors of all of them come in one.
  if (thrown instanceof AggregateError && thrown.errors[0] instanceof Error) return thrown.errors[0];
  if (thrown instanceof Error && thrown.cause instanceof Error && codeOf(thrown) === "UND_ERR_PRX_TLS") return thrown.cause;
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function codeOf(e: Error): string {
  const { code } = e as NodeJS.ErrnoException;
  return typeof code === "string" ? code : e.name;
}

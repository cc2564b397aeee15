import { expect, test } from "vitest";
import {
  TransferFailure,
  changedError,
  connectionFailure,
  shownUrl,
  timeoutFailure,
  tooLongError,
  truncatedFailure,
} from "../../../lib/release/transport/failure";

const URL_ = "https://a.example/x";

function coded(code: string, message = "it fails"): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ["ECONNREFUSED", "feed-unreachable", "connection refused", true],
  ["ECONNRESET", "feed-unreachable", "connection reset", true],
  ["EAI_AGAIN", "feed-unreachable", "the name server does not answer", true],
  ["ENOTFOUND", "feed-unreachable", "a host that no name server knows", false],
  ["HPE_INVALID_CONSTANT", "feed-unreachable", "HPE_INVALID_CONSTANT: it fails", true],
  ["ENEW", "feed-unreachable", "ENEW: it fails", false],
  ["UND_ERR_CONNECT_TIMEOUT", "feed-timeout", "no connection in time", true],
  ["ETIMEDOUT", "feed-timeout", "no connection in time", true],
  ["CERT_HAS_EXPIRED", "feed-tls", "a certificate that has expired", false],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "feed-tls", "a certificate for another host", false],
  ["SELF_SIGNED_CERT_IN_CHAIN", "feed-tls", "a certificate of an authority that is not trusted", false],
  ["ERR_SSL_NEW", "feed-tls", "TLS fails with ERR_SSL_NEW", false],
])("%s is %s: %s", (code, expected, received, isPassing) => {
  const failure = connectionFailure(coded(code), URL_, undefined);
  expect(failure.options.isPassing).toBe(isPassing);
  expect(failure.error(1)).toMatchObject({ code: expected, received, path: URL_ });
});

test("of several addresses the first one's error is told, and of a proxy's TLS what is behind it", () => {
  const several = new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")]);
  expect(connectionFailure(several, URL_, undefined).error(1).received).toBe("connection refused");
  const proxied = Object.assign(new Error("x", { cause: coded("ERR_TLS_CERT_ALTNAME_INVALID") }), { code: "UND_ERR_PRX_TLS" });
  expect(connectionFailure(proxied, URL_, "http://p:1").error(1)).toMatchObject({
    code: "feed-tls",
    subject: "TLS connection through the proxy http://p:1",
    received: "a certificate for another host",
  });
});

test("a proxy that refuses is told as such", () => {
  const refused = coded("UND_ERR_ABORTED", "Proxy response (403) !== 200 when HTTP Tunneling");
  expect(connectionFailure(refused, URL_, "http://p:1").error(1)).toMatchObject({ code: "feed-proxy", received: "status 403" });
});

test("what is thrown without a code, or is no error, is told as it is", () => {
  expect(connectionFailure(new TypeError("odd"), URL_, undefined).error(1).received).toBe("TypeError: odd");
  expect(connectionFailure("odd", URL_, undefined).error(1).received).toBe("Error: odd");
});

test("how often it was tried is told where that was more than once", () => {
  const failure = truncatedFailure(URL_, 3, 10);
  expect(failure.error(1)).toMatchObject({ code: "feed-truncated", received: "3 bytes", allowed: "10 bytes, as announced" });
  expect(failure.error(5).received).toBe("3 bytes, in the last of 5 attempts");
});

test("every error names its file", () => {
  const errors = [
    timeoutFailure(URL_, "a").error(1),
    tooLongError(URL_, "a", "b"),
    changedError(URL_, "a", "b"),
    truncatedFailure(URL_, 1, 2).error(1),
  ];
  expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual(
    ["feed-timeout", "feed-too-long", "feed-changed", "feed-truncated"].map((code) => `${code} ${URL_}`),
  );
});

test("a server that asks for more time than anybody has is told with what it asks for", () => {
  const props = { code: "feed-busy", subject: "answer", received: "status 429", allowed: "status 200", mend: "try again" };
  const { mend } = new TransferFailure(props, { isPassing: true, retryAfter: "3600" }).later();
  expect(mend).toBe("come back when the server asks for it: Retry-After: 3600");
});

test("a URL is shown without what may be a secret", () => {
  expect(shownUrl(new URL("https://u:p@a.example:8443/x/y?token=1#z"))).toBe("https://a.example:8443/x/y");
});

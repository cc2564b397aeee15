import { expect, test } from "vitest";
import { proxyFor, shownProxy } from "../../../lib/release/transport/proxy";
import { thrown } from "../thrown";

const HTTPS = new URL("https://stable.release.flatcar-linux.net/a");
const HTTP = new URL("http://10.1.2.3:8080/a");
const PROXY = "http://proxy.example:3128";

const proxyOf = (url: URL, env: Record<string, string>): string | undefined => proxyFor(url, env)?.href;

test("each scheme has its variable, in lower or upper case, and all_proxy is for both", () => {
  expect(proxyOf(HTTPS, { https_proxy: PROXY })).toBe(`${PROXY}/`);
  expect(proxyOf(HTTPS, { HTTPS_PROXY: PROXY })).toBe(`${PROXY}/`);
  expect(proxyOf(HTTPS, { https_proxy: "http://lower:1", HTTPS_PROXY: PROXY })).toBe("http://lower:1/");
  expect(proxyOf(HTTPS, { http_proxy: PROXY })).toBeUndefined();
  expect(proxyOf(HTTP, { http_proxy: PROXY })).toBe(`${PROXY}/`);
  expect(proxyOf(HTTP, { ALL_PROXY: PROXY })).toBe(`${PROXY}/`);
  expect(proxyOf(HTTPS, { https_proxy: "", ALL_PROXY: PROXY })).toBeUndefined();
  expect(proxyOf(HTTPS, {})).toBeUndefined();
});

test("a proxy may be named without its scheme", () => {
  expect(proxyOf(HTTPS, { https_proxy: "proxy.example:3128" })).toBe(`${PROXY}/`);
});

test.each([
  ["*", true],
  ["stable.release.flatcar-linux.net", true],
  ["flatcar-linux.net", true],
  [".flatcar-linux.net", true],
  ["*.flatcar-linux.net", true],
  ["FLATCAR-LINUX.NET", true],
  ["flatcar-linux.net:443", true],
  ["flatcar-linux.net:8443", false],
  ["linux.net", false],
  ["example.com, flatcar-linux.net", true],
  ["example.com flatcar-linux.net", true],
  ["", false],
])("no_proxy=%j excepts the release server: %s", (list, isExcepted) => {
  expect(proxyOf(HTTPS, { https_proxy: PROXY, no_proxy: list }) === undefined).toBe(isExcepted);
});

test.each([
  ["10.1.2.3", true],
  ["10.1.2.3:8080", true],
  ["10.1.2.3:80", false],
  ["10.0.0.0/8", true],
  ["192.168.0.0/16", false],
  ["10.0.0.0/99", false],
  ["fd00::/8", false],
  [".1.2.3", false],
])("no_proxy=%j excepts 10.1.2.3: %s", (list, isExcepted) => {
  if (list === ".1.2.3") return expect(proxyOf(new URL("http://10.1.2.34/"), { http_proxy: PROXY, NO_PROXY: list })).toBe(`${PROXY}/`);
  expect(proxyOf(HTTP, { http_proxy: PROXY, NO_PROXY: list }) === undefined).toBe(isExcepted);
});

test("an IPv6 address is excepted by itself and by its network", () => {
  const url = new URL("http://[fd00::1]:8080/");
  for (const list of ["fd00::1", "[fd00::1]", "[fd00::1]:8080", "fd00::/8"]) {
    expect(proxyOf(url, { http_proxy: PROXY, no_proxy: list }), list).toBeUndefined();
  }
  expect(proxyOf(url, { http_proxy: PROXY, no_proxy: "fe80::/10" })).toBe(`${PROXY}/`);
});

test("what is no http proxy is refused, and its password is not told", () => {
  const error = thrown(() => proxyFor(HTTPS, { https_proxy: "socks5://user:geheim@proxy.example:1080" }));
  expect(error).toMatchObject({ code: "feed-proxy", subject: "variable https_proxy", received: "socks5://proxy.example:1080" });
  expect(thrown(() => proxyFor(HTTPS, { https_proxy: "http://" })).code).toBe("feed-proxy");
});

test("a proxy is shown without its password", () => {
  expect(shownProxy(new URL("http://user:geheim@proxy.example:3128/x"))).toBe(PROXY);
});

import { BlockList, isIP } from "node:net";
import { FlatcarError } from "../../errors";

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * The proxy that the environment names for a URL: `https_proxy` or `http_proxy`, else `all_proxy`, unless `no_proxy` has the host. As with curl, lower
 * case comes before upper case, and a host in `no_proxy` stands for its subdomains too.
 *
 * @throws FlatcarError `feed-proxy` where what it names is no http or https URL
 * @see https://curl.se/docs/manpage.html#ENVIRONMENT
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const name = [`${url.protocol.slice(0, -1)}_proxy`, "all_proxy"].find((candidate) => variable(env, candidate) !== undefined);
  const value = name === undefined ? undefined : variable(env, name);
  if (name === undefined || value === undefined || value === "" || isExcepted(url, variable(env, "no_proxy") ?? "")) return undefined;
  const proxy = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (proxy !== undefined) return proxy;
  throw new FlatcarError({
    code: "feed-proxy",
    subject: `variable ${name}`,
    // Without what may be a password.
    received: value.replace(/^(.*:\/\/)?.*@/, "$1"),
    allowed: "the URL of an http or https proxy, such as http://proxy.example.com:3128",
    mend: "correct the variable, or unset it",
  });
}

/** A proxy as errors name it: without user and password. */
export function shownProxy(proxy: URL): string {
  return `${proxy.protocol}//${proxy.host}`;
}

/** The port of a URL, also where it is the one that its scheme has anyway and the URL leaves out. */
export function portOf({ port, protocol }: URL): string {
  return port === "" ? DEFAULT_PORTS[protocol] : port;
}

function variable(env: Environment, name: string): string | undefined {
  return env[name] ?? env[name.toUpperCase()];
}

function parse(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = portOf(url);
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => matches(entry.toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const network = /^([0-9a-f.:]+)\/([0-9]{1,3})$/.exec(entry);
  if (network !== null) return isWithin(host, network[1], Number(network[2]));
  const withPort = /^(\[.+\]|[^:]+):([0-9]+)$/.exec(entry);
  if (withPort !== null && withPort[2] !== port) return false;
  const name = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, "");
  if (isIP(name) !== 0) return name === host;
  const domain = name.replace(/^\*?\./, "");
  return host === domain || host.endsWith(`.${domain}`);
}

function isWithin(host: string, network: string, prefix: number): boolean {
  const family = isIP(host);
  if (family === 0 || family !== isIP(network) || prefix > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, prefix, kind);
  return list.check(host, kind);
}

import { isIPv6 } from "node:net";

/**
 * What Go's `url.Parse` accepts. The URL class of Node follows another standard: it takes what Go refuses (a space in a host)
 * and refuses what Go takes (`http://`), and Ignition stops the boot by Go's answer.
 *
 * Hosts with several colons are taken, as by programs that are built for the rules of Go before 1.26. Between brackets there has to be an
 * IPv6 address: so says every Go since the patch releases of October 2025 (1.24.8, 1.25.2).
 *
 * @see https://pkg.go.dev/net/url#Parse
 */
export interface GoUrl {
  /** In lower case; empty when there is none. */
  readonly scheme: string;
  /** What follows the scheme of a URL without a slash, up to `?` or `#`. */
  readonly opaque: string;
  /** What follows `?`, still escaped. */
  readonly query: string;
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
// In a host, escapes stand for bytes from 0x80 and for the percent sign only.
const BAD_HOST_ESCAPE = /%(?!25|[89A-Fa-f][0-9A-Fa-f])/;
const BAD_HOST_CHARACTER = /[ #/?@\\^`{|}]/;
const USERINFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT = /^(:[0-9]*)?$/;

/** The parts of a URL, or undefined where Go reports an error. */
export function parseGoUrl(raw: string): GoUrl | undefined {
  const hash = raw.indexOf("#");
  const url = hash < 0 ? raw : raw.slice(0, hash);
  if (hash >= 0 && BAD_ESCAPE.test(raw.slice(hash + 1))) return undefined;
  if (hasControl(url)) return undefined;
  if (url === "*") return { scheme: "", opaque: "", query: "" };
  if (url.startsWith(":")) return undefined;

  const scheme = SCHEME.exec(url)?.[1] ?? "";
  let rest = scheme === "" ? url : url.slice(scheme.length + 1);
  const mark = rest.indexOf("?");
  const query = mark < 0 ? "" : rest.slice(mark + 1);
  if (mark >= 0) rest = rest.slice(0, mark);

  if (!rest.startsWith("/")) {
    if (scheme !== "") return { scheme: scheme.toLowerCase(), opaque: rest, query };
    if (rest.split("/", 1)[0].includes(":")) return undefined;
  }
  if (rest.startsWith("//") && (scheme !== "" || !rest.startsWith("///"))) {
    const slash = rest.indexOf("/", 2);
    const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
    rest = slash < 0 ? "" : rest.slice(slash);
    if (!isAuthority(authority)) return undefined;
  }
  return BAD_ESCAPE.test(rest) ? undefined : { scheme: scheme.toLowerCase(), opaque: "", query };
}

/** The values of one name in a query; pairs that Go can not read are left out, as Go does. */
export function queryValues(query: string, name: string): readonly string[] {
  const values: string[] = [];
  for (const pair of query.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const equals = pair.indexOf("=");
    const key = queryUnescape(equals < 0 ? pair : pair.slice(0, equals));
    const value = queryUnescape(equals < 0 ? "" : pair.slice(equals + 1));
    if (key === name && value !== undefined) values.push(value);
  }
  return values;
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (!isHost(authority.slice(at + 1))) return false;
  const userinfo = authority.slice(0, Math.max(at, 0));
  return USERINFO.test(userinfo) && !BAD_ESCAPE.test(userinfo);
}

function isHost(host: string): boolean {
  const bracket = host.lastIndexOf("[");
  if (bracket > 0) return false;
  if (bracket === 0) {
    const end = host.lastIndexOf("]");
    if (end < 0 || !PORT.test(host.slice(end + 1))) return false;
    const address = host.slice(1, end);
    const zone = address.indexOf("%25");
    if (zone < 0) return isBareIPv6(address);
    // There has to be something behind the percent sign.
    return isBareIPv6(address.slice(0, zone)) && address.length > zone + 3 && isZoneText(address.slice(zone));
  }
  const colon = host.lastIndexOf(":");
  return (colon < 0 || PORT.test(host.slice(colon))) && isHostText(host);
}

// Node.js takes zones too.
function isBareIPv6(text: string): boolean {
  return isIPv6(text) && !text.includes("%");
}

function isHostText(text: string): boolean {
  return !BAD_ESCAPE.test(text) && !BAD_HOST_ESCAPE.test(text) && !BAD_HOST_CHARACTER.test(text);
}

function isZoneText(text: string): boolean {
  if (BAD_ESCAPE.test(text) || BAD_HOST_CHARACTER.test(text)) return false;
  return [...text.matchAll(/%([0-9A-Fa-f]{2})/g)].every(([escape, hex]) => {
    const code = parseInt(hex, 16);
    return (
      escape === "%25" ||
      code === 0x20 ||
      (code > 0x20 && code < 0x7f && code !== 0x25 && !BAD_HOST_CHARACTER.test(String.fromCharCode(code)))
    );
  });
}

function queryUnescape(text: string): string | undefined {
  if (BAD_ESCAPE.test(text)) return undefined;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "%") {
      bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(...Buffer.from(text[i] === "+" ? " " : text[i]));
  }
  return Buffer.from(bytes).toString("utf8");
}

import { FlatcarError } from "../../errors";
import { shownUrl } from "./failure";
import { portOf } from "./proxy";

/** The longest way a request may be sent. */
export const MOST_REDIRECTS = 5;

const OFFICIAL = ["flatcar-linux.net", "flatcar.org"];

/** Where redirects may lead. */
export interface RedirectRules {
  /** Hosts, each with its port or, without one, with every port. */
  readonly allowedHosts: readonly string[];
}

/**
 * Where a redirect leads to.
 *
 * @param start the URL that was asked for at first
 * @param from the one that answered
 * @param location its header; undefined where it has none
 * @throws FlatcarError `feed-redirect` where it leaves https, or the host for one that nobody allowed
 */
export function redirectTarget(start: URL, from: URL, location: string | undefined, rules: RedirectRules): URL {
  const target = parse(from, location);
  if (target === undefined || !/^https?:$/.test(target.protocol))
    throw refused(start, location, "a URL of http or https", "see who answers");
  if (target.username !== "" || target.password !== "") {
    throw refused(start, shownUrl(target), "a URL without user and password", "see who answers");
  }
  if (target.protocol === "http:" && from.protocol === "https:") {
    throw refused(start, shownUrl(target), "a redirect that stays with https", "see who answers: over http anybody on the way can");
  }
  if (target.host === from.host || target.host === start.host || isAllowed(target, rules)) return target;
  if (isOfficial(start) && isOfficial(from) && isOfficial(target)) return target;
  throw refused(start, shownUrl(target), "a redirect to the same host", `where you trust it, add --allow-host ${target.host}`);
}

/** The error of a request that is sent on and on. */
export function tooManyRedirects(start: URL, last: URL): FlatcarError {
  return refused(start, `${MOST_REDIRECTS + 1} redirects, the last from ${shownUrl(last)}`, `at most ${MOST_REDIRECTS}`, "see who answers");
}

function parse(from: URL, location: string | undefined): URL | undefined {
  try {
    return location === undefined ? undefined : new URL(location, from);
  } catch {
    return undefined;
  }
}

function isAllowed(target: URL, { allowedHosts }: RedirectRules): boolean {
  return allowedHosts.some((host) => [target.hostname, `${target.hostname}:${portOf(target)}`].includes(host.toLowerCase()));
}

function isOfficial({ protocol, hostname }: URL): boolean {
  return protocol === "https:" && OFFICIAL.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

function refused(start: URL, received: unknown, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({ code: "feed-redirect", subject: "redirect", received, allowed, mend, path: shownUrl(start) });
}

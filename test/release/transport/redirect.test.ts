import { expect, test } from "vitest";
import { redirectTarget, tooManyRedirects } from "../../../lib/release/transport/redirect";
import { thrown } from "../thrown";

const OFFICIAL = "https://stable.release.flatcar-linux.net/a";

function target(from: string, location: string | undefined, allowedHosts: string[] = [], start = from): string {
  return redirectTarget(new URL(start), new URL(from), location, { allowedHosts }).href;
}

test.each([
  ["a path", "https://a.example/x", "/y", "https://a.example/y"],
  ["the same host", "https://a.example/x", "https://a.example/z/y?token=1", "https://a.example/z/y?token=1"],
  ["http to https", "http://a.example/x", "https://a.example/y", "https://a.example/y"],
  ["between the project's own hosts", OFFICIAL, "https://www.flatcar.org/y", "https://www.flatcar.org/y"],
])("%s is followed", (_what, from, location, expected) => {
  expect(target(from, location)).toBe(expected);
});

test.each([
  ["https to http", "https://a.example/x", "http://a.example/y", "a redirect that stays with https"],
  ["another host", "https://a.example/x", "https://b.example/y", "a redirect to the same host"],
  ["another port", "https://a.example/x", "https://a.example:8443/y", "a redirect to the same host"],
  ["from a mirror to the project", "https://a.example/x", OFFICIAL, "a redirect to the same host"],
  ["a host that only ends like the project's", OFFICIAL, "https://evilflatcar.org/y", "a redirect to the same host"],
  ["a password", "https://a.example/x", "https://u:p@a.example/y", "a URL without user and password"],
  ["a file", "https://a.example/x", "file:///etc/passwd", "a URL of http or https"],
  ["what is no URL", "https://a.example/x", "http://", "a URL of http or https"],
  ["nothing", "https://a.example/x", undefined, "a URL of http or https"],
])("%s is refused", (_what, from, location, allowed) => {
  const error = thrown(() => target(from, location));
  expect(error).toMatchObject({ code: "feed-redirect", allowed, path: from });
});

test("allowed hosts may be reached, with their port where they are named with one", () => {
  expect(target("https://a.example/x", "https://b.example:8443/y", ["B.example"])).toBe("https://b.example:8443/y");
  expect(target("https://a.example/x", "https://b.example:8443/y", ["b.example:8443"])).toBe("https://b.example:8443/y");
  expect(target("https://a.example/x", "https://b.example/y", ["b.example:443"])).toBe("https://b.example/y");
  expect(thrown(() => target("https://a.example/x", "https://b.example:8443/y", ["b.example:443"])).mend).toContain(
    "--allow-host b.example:8443",
  );
  expect(thrown(() => target("https://a.example/x", "http://b.example/y", ["b.example"])).code).toBe("feed-redirect");
});

test("an allowed host may send back to where it all began", () => {
  expect(target("https://b.example/y", "https://a.example/z", ["b.example"], "https://a.example/x")).toBe("https://a.example/z");
});

test("tokens in a query are not told", () => {
  expect(thrown(() => target("https://a.example/x?key=geheim", "https://b.example/y?key=geheim")).message).not.toContain("geheim");
  const error = tooManyRedirects(new URL("https://a.example/x?key=geheim"), new URL("https://a.example/y?key=geheim"));
  expect(error).toMatchObject({ received: "6 redirects, the last from https://a.example/y" });
  expect(error.message).not.toContain("geheim");
});

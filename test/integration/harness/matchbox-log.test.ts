import { expect, test } from "vitest";
import { parseRequests } from "./matchbox-log";

test("requests are read from the log in order, and other lines passed over", () => {
  const log = `time="2026-01-01T00:00:00Z" level=info msg="Starting matchbox HTTP server on 127.0.0.1:8080"
time="2026-01-01T00:00:01Z" level=info msg="HTTP GET /boot.ipxe"
time="2026-01-01T00:00:01Z" level=info msg="HTTP GET /ipxe?uuid=1-2&mac=52-54-00-11-22-33&domain=&arch=i386"
time="2026-01-01T00:00:01Z" level=info msg="No matching profile" labels="map[mac:52:54:00:11:22:33]"
time="2026-01-01T00:00:02Z" level=info msg="HTTP HEAD /assets/a%20b/%22c%22"
`;
  expect(parseRequests(log)).toEqual([
    { method: "GET", path: "/boot.ipxe", query: {} },
    { method: "GET", path: "/ipxe", query: { uuid: "1-2", mac: "52-54-00-11-22-33", domain: "", arch: "i386" } },
    { method: "HEAD", path: '/assets/a b/"c"', query: {} },
  ]);
});

test("a log without requests gives none", () => {
  expect(parseRequests("")).toEqual([]);
});

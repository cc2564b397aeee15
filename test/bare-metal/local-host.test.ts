import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { isLocalHost, isPlainFromBeyond } from "../../lib/bare-metal/local-host";
import { scratchStack } from "../support";

test.each([
  ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "100.127.255.254"],
  ...["[::1]", "fe80::1", "[fd00::1]", "[::ffff:10.0.0.1]"],
  ...["matchbox", "localhost", "a.localhost", "matchbox.local", "m.corp.internal", "m.lan", "m.home.arpa", "m.test", "M.LAN", "m.lan."],
])("%s is in the local network", (host) => {
  expect(isLocalHost(host)).toBe(true);
});

test.each([
  ...["1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.2.1", "[2001:4860::1]", "[::ffff:1.1.1.1]"],
  ...["example.com", "m.example", "local.example.com", "stable.release.flatcar-linux.net", "m.arpa"],
])("%s is beyond it", (host) => {
  expect(isLocalHost(host)).toBe(false);
});

test("only plain http from beyond the local network is risky", () => {
  expect(isPlainFromBeyond("http://mirror.example.com/flatcar")).toBe(true);
  expect(isPlainFromBeyond("HTTP://1.1.1.1:8080/x")).toBe(true);
  for (const url of ["https://mirror.example.com/x", "http://mirror.lan/x", "tftp://mirror.example.com/x", "/assets/flatcar/x"]) {
    expect(isPlainFromBeyond(url), url).toBe(false);
  }
});

test("a URL known only at apply, or that iPXE completes, passes", () => {
  const host = new TerraformVariable(scratchStack(), "host", {}).stringValue;
  expect(isPlainFromBeyond(`http://${host}/x`)).toBe(false);
  expect(isPlainFromBeyond(host)).toBe(false);
  expect(isPlainFromBeyond("http://${next-server}/x")).toBe(false);
});

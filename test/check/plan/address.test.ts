import { expect, test } from "vitest";
import { countIndex, resourceAddress } from "../../../lib/check/plan/address";

test.each([
  ["hcloud_server.a", "hcloud_server.a", undefined],
  ["hcloud_server.a[0]", "hcloud_server.a", 0],
  ["hcloud_server.a[12]", "hcloud_server.a", 12],
  ['hcloud_server.a["0"]', "hcloud_server.a", undefined],
  ['hcloud_server.a["x]y"]', "hcloud_server.a", undefined],
  ['hcloud_server.a["x\\"]"]', "hcloud_server.a", undefined],
  ['module.m["x"].hcloud_server.a', 'module.m["x"].hcloud_server.a', undefined],
  ['module.m[1].hcloud_server.a["k"]', "module.m[1].hcloud_server.a", undefined],
  ["module.m[1].hcloud_server.a[2]", "module.m[1].hcloud_server.a", 2],
])("an address is that of a resource, and a key behind it: %s", (address, resource, index) => {
  expect(resourceAddress(address)).toBe(resource);
  expect(countIndex(address)).toBe(index);
});

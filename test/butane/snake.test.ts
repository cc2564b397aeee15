import { expect, test } from "vitest";
import { snake } from "../../lib/butane/snake";

test.each([
  ["sizeMiB", "size_mib"],
  ["sshAuthorizedKeys", "ssh_authorized_keys"],
  ["httpHeaders", "http_headers"],
  ["uid", "uid"],
  ["0", "0"],
])("%s is %s in Butane", (name, key) => {
  expect(snake(name)).toBe(key);
});

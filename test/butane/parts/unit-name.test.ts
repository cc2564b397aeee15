import { expect, test } from "vitest";
import { escapeUnitPath } from "../../../lib/butane/parts/unit-name";

test.each([
  ["/var/lib/docker", "var-lib-docker"],
  ["//var//lib/", "var-lib"],
  ["/", "-"],
  ["", "-"],
  ["/a-b", "a\\x2db"],
  ["/.hidden/.x", "\\x2ehidden-.x"],
  ["/dev/disk/by-label/DATA 1", "dev-disk-by\\x2dlabel-DATA\\x201"],
  ["/ü", "\\xc3\\xbc"],
  ["/a\tb", "a\\x9b"],
  ["/A:z_0.9", "A:z_0.9"],
])("%s is %s", (path, name) => {
  expect(escapeUnitPath(path)).toBe(name);
});

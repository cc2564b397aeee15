import * as fc from "fast-check";
import { expect, test } from "vitest";
import { artifactLocation } from "../../../lib/check/report/sarif-uri";
import { hostile } from "./arbitrary";

const ROOT = "%SRCROOT%";

test.each([
  ["stacks/hetzner.ts", "stacks/hetzner.ts"],
  ["./cdktf.out//stacks/t/cdk.tf.json", "cdktf.out/stacks/t/cdk.tf.json"],
  ["cdktf.out\\stacks\\t\\cdk.tf.json", "cdktf.out/stacks/t/cdk.tf.json"],
  ["a/../b/./c", "b/c"],
  ["a b/#é?%.ts", "a%20b/%23%C3%A9%3F%25.ts"],
  ["", "."],
])("a file of the repository is relative to its root: %j", (file, uri) => {
  expect(artifactLocation(file, ROOT)).toEqual({ uri, uriBaseId: ROOT });
});

test.each([
  ["../cdktf.out/x.json", "../cdktf.out/x.json"],
  ["a/../../x.json", "../x.json"],
  ["/srv/a b/x.json", "file:///srv/a%20b/x.json"],
  ["C:\\ci\\x.json", "file:///C:/ci/x.json"],
])("a file elsewhere is not: %j", (file, uri) => {
  expect(artifactLocation(file, ROOT)).toEqual({ uri });
});

test("any name is a URI, and a relative one has no scheme", () => {
  fc.assert(
    fc.property(hostile, (file) => {
      const { uri, uriBaseId } = artifactLocation(file, ROOT);
      expect(uri).toMatch(/^[!-~]+$/);
      expect(() => new URL(uri, "https://a.example/b/")).not.toThrow();
      if (uriBaseId !== undefined) expect(new URL(uri, "https://a.example/b/").href).toMatch(/^https:\/\/a\.example\/b\//);
    }),
  );
});

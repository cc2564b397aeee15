import { expect, test } from "vitest";
import { fetchedBy } from "../../../lib/check/rules/fetched";
import { IgnitionConfig, IgnitionResource, dataUrl } from "../../../lib/ignition";

const names = (config: IgnitionConfig): string[] => fetchedBy(config).map(({ name, scheme }) => `${name} (${scheme})`);
const one = (contents: IgnitionResource) => fetchedBy({ storage: { files: [{ path: "/a", contents }] } });

test("whatever Ignition fetches is found, in the order of the config", () => {
  const source = (host: string) => ({ source: `https://${host}/x` });
  const config: IgnitionConfig = {
    ignition: { config: { merge: [source("m")] }, security: { tls: { certificateAuthorities: [source("ca")] } } },
    storage: {
      files: [{ path: "/a", contents: { source: "HTTP://c/x" }, append: [{ source: "tftp://d/x" }] }, { path: "/b" }],
      luks: [{ name: "data", keyFile: { source: "s3://bucket/key" } }, { name: "other" }],
    },
  };
  expect(names(config)).toEqual([
    "ignition.security.tls.certificateAuthorities[0] (https)",
    "ignition.config.merge[0] (https)",
    "/a (http)",
    "/a (tftp)",
    "storage.luks.data.keyFile (s3)",
  ]);
});

test("what stands in the config is not fetched", () => {
  for (const source of ["data:,x", "data:;base64,eA==", "", undefined]) expect(one({ source })).toEqual([]);
});

test("a hash is a verification, an empty one is none", () => {
  const source = "http://a/x";
  expect(one({ source })).toMatchObject([{ isVerified: false }]);
  expect(one({ source, verification: {} })).toMatchObject([{ isVerified: false }]);
  expect(one({ source, verification: { hash: "" } })).toMatchObject([{ isVerified: false }]);
  expect(one({ source, verification: { hash: "sha256-0" } })).toMatchObject([{ isVerified: true }]);
});

test.each([
  ["http://localhost/x", true],
  ["http://127.0.0.1:8080/x", true],
  ["http://[::1]:80/x", true],
  ["http://169.254.169.254/latest/user-data", true],
  ["http://[fe80::1]/x", true],
  ["http://user@127.0.0.1/x", true],
  ["http://10.0.0.1/x", false],
  ["http://127.0.0.1.example.com/x", false],
  ["http://localhost@example.com/x", false],
  ["http://example.com/169.254.169.254", false],
  ["${var.url}", undefined],
])("%s is on the machine itself: %s", (source, isLocal) => {
  expect(one({ source }).map((fetched) => fetched.isLocal)).toEqual(isLocal === undefined ? [] : [isLocal]);
});

test("configs within the config are looked into", () => {
  const inner = { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/inner", contents: { source: "http://a/x" } }] } };
  const merge = [{ source: "http://b/remote.ign" }, { source: dataUrl(JSON.stringify(inner)) }, { source: "data:,no%20config" }];
  expect(names({ ignition: { config: { merge } } })).toEqual(["ignition.config.merge[0] (http)", "/inner (http)"]);
  expect(names({ ignition: { config: { merge: [{ source: "data:;base64,§" }] } } })).toEqual([]);
});

test("a config that replaces this one leaves nothing of it", () => {
  const storage = { files: [{ path: "/a", contents: { source: "http://c/x" } }] };
  expect(names({ ignition: { config: { replace: { source: "https://r/x" } } }, storage })).toEqual(["ignition.config.replace (https)"]);
  expect(names({ ignition: { config: { replace: {} } }, storage })).toEqual(["/a (http)"]);
});

import { expect, test } from "vitest";
import { MaskedConfig } from "../../lib/cli/masked-config";
import { IgnitionConfig, dataUrl, encodeIgnition } from "../../lib/ignition";

const HASH = `$6$abcdefgh$${"a".repeat(86)}`;
const masked = (config: IgnitionConfig) => new MaskedConfig(config);
const fileWith = (path: string, text: string): IgnitionConfig => ({ storage: { files: [{ path, contents: { source: dataUrl(text) } }] } });
const contentsOf = (config: IgnitionConfig) =>
  masked(config).contents(config.storage?.files?.[0].contents ?? {}, "storage.files.0.contents");

test("contents are decoded and unpacked, and secrets in them masked", () => {
  expect(contentsOf(fileWith("/a", "A=1\nPASSWORD=hunter2\n"))).toEqual({ text: "A=1\nPASSWORD=***\n", bytes: 21 });
  const packed = { source: "data:;base64,H4sIAAAAAAAAA8vPBgBH3dx5AgAAAA==", compression: "gzip" };
  expect(masked({}).contents(packed, "x")).toEqual({ text: "ok", bytes: 2 });
  expect(masked({}).contents({}, "x")).toEqual({ text: "", bytes: 0 });
});

test("a file that is secret by its name is masked as a whole", () => {
  expect(contentsOf(fileWith("/etc/cluster/token", "abcdefgh123")).text).toBe("***");
});

test("a secret in a config that lies in a file is masked", () => {
  const inner = encodeIgnition({ ignition: { version: "3.4.0" }, passwd: { users: [{ name: "core", passwordHash: HASH }] } });
  expect(contentsOf(fileWith("/oem/config.ign", inner)).text).not.toContain(HASH);
});

test("contents that are no text are their length and hash, and those that cannot be decoded their source", () => {
  expect(masked({}).contents({ source: "data:;base64,/w==" }, "x")).toEqual({
    bytes: 1,
    sha256: "a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89",
  });
  expect(masked({}).contents({ source: "data:,a%" }, "x")).toEqual({ source: "data:,a%" });
});

test("contents that are fetched are their source without its password, and what they are verified by", () => {
  const contents = { source: "https://core:hunter2@example.com/", verification: { hash: "sha512-x" } };
  expect(masked({}).contents(contents, "x")).toEqual({ source: "https://core:***@example.com/", hash: "sha512-x" });
});

test("of a secret that is no text nothing is told but its length: the hash of a short one is as good as itself", () => {
  const keyFile = { source: "data:;base64,/wABAg==" };
  const config: IgnitionConfig = { storage: { luks: [{ name: "data", device: "/dev/b", keyFile }] } };
  expect(masked(config).contents(keyFile, "storage.luks.0.keyFile")).toEqual({ text: "***", bytes: 4 });
});

test("other parts keep their form, with hashes, keys and credentials masked", () => {
  const config: IgnitionConfig = {
    ignition: {
      config: { merge: [{ source: "https://example.com/", httpHeaders: [{ name: "Authorization", value: "Bearer abc123abc123" }] }] },
    },
    passwd: { users: [{ name: "core", passwordHash: HASH, uid: 1000, system: true }] },
    storage: { luks: [{ name: "data", device: "/dev/b", keyFile: { source: "data:,key" } }] },
  };
  expect(masked(config).value(config, "")).toEqual({
    ignition: { config: { merge: [{ source: "https://example.com/", httpHeaders: [{ name: "Authorization", value: "***" }] }] } },
    passwd: { users: [{ name: "core", passwordHash: "***", uid: 1000, system: true }] },
    storage: { luks: [{ name: "data", device: "/dev/b", keyFile: { text: "***", bytes: 3 } }] },
  });
});

import { gzipSync } from "zlib";
import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionFile, dataUrl } from "../../lib/ignition";
import { EMPTY_LAYER, layerOf, mergeLayers } from "../../lib/pool/layer";
import { contentsUrl } from "../../lib/pool/values";
import { UPDATE_CONF_PATH } from "../../lib/update";
import { scratchStack, thrown } from "../support";

const token = new TerraformVariable(scratchStack(), "v", {}).stringValue;

const files = (...list: IgnitionFile[]): IgnitionConfig => ({ ignition: { version: "3.4.0" }, storage: { files: list } });
const file = (path: string, text: string, more: Partial<IgnitionFile> = {}): IgnitionConfig =>
  files({ path, contents: { source: dataUrl(text) }, ...more });
const updateConf = (text: string, more: Partial<IgnitionFile> = {}): IgnitionConfig => file(UPDATE_CONF_PATH, text, more);
const gzipped = (text: string) => ({ source: `data:;base64,${gzipSync(text).toString("base64")}`, compression: "gzip" });

test("no config is the empty layer", () => {
  expect(layerOf([])).toBe(EMPTY_LAYER);
});

test("configs of a layer are merged in order", () => {
  const layer = layerOf([file("/a", "1"), file("/b", "2")]);
  expect(layer.config.storage?.files?.map(({ path }) => path)).toEqual(["/a", "/b"]);
});

test("two writers of one path with different contents are an error that names the path", () => {
  const error = thrown(() => layerOf([file("/a", "1"), file("/b", "2"), file("/a", "3")]));
  expect(error).toMatchObject({ code: "two-writers", received: "/a" });
});

test.each<[string, IgnitionConfig, IgnitionConfig]>([
  ["modes", file("/a", "1", { mode: 0o600 }), file("/a", "1")],
  ["owners", file("/a", "1", { user: { name: "core" } }), file("/a", "1")],
  ["fragments", file("/a", "1", { append: [{ source: "data:,2" }] }), file("/a", "1")],
  ["kinds", { storage: { directories: [{ path: "/a" }] } }, file("/a", "1")],
  ["links", { storage: { links: [{ path: "/a", target: "/b" }] } }, { storage: { links: [{ path: "/a", target: "/c" }] } }],
  [
    "unit texts",
    { systemd: { units: [{ name: "a.service", contents: "[Unit]\n" }] } },
    { systemd: { units: [{ name: "a.service", contents: "[Service]\n" }] } },
  ],
  ["a unit and a file", { systemd: { units: [{ name: "a.service", contents: "x" }] } }, file("/etc/systemd/system/a.service", "y")],
  [
    "tokens",
    files({ path: "/a", contents: { source: contentsUrl(token) } }),
    files({ path: "/a", contents: { source: contentsUrl(`${token}x`) } }),
  ],
])("two writers with different %s are an error", (_, one, other) => {
  expect(thrown(() => layerOf([one, other])).code).toBe("two-writers");
});

test("two writers with the same contents are fine, however they are encoded", () => {
  const layer = layerOf([file("/a", "text"), files({ path: "/a", mode: 0o644, contents: gzipped("text") })]);
  expect(layer.config.storage?.files).toEqual([{ path: "/a", mode: 0o644, contents: { source: dataUrl("text") } }]);
});

test("of two equal writers in either order one whole contents stays, never a mix of the two", () => {
  const layer = layerOf([files({ path: "/a", contents: gzipped("text") }), file("/a", "text")]);
  expect(layer.config.storage?.files).toEqual([{ path: "/a", contents: gzipped("text") }]);
});

test("fragments that two writers append alike are appended once", () => {
  const config = file("/a", "1", { append: [{ source: "data:,2" }] });
  expect(layerOf([config, config]).config.storage?.files).toEqual(config.storage?.files);
});

test("of two equal writers the wish to overwrite is kept", () => {
  expect(layerOf([file("/a", "1"), file("/a", "1", { overwrite: true })]).config.storage?.files?.[0].overwrite).toBe(true);
});

test("two writers with the same token are fine", () => {
  const config = files({ path: "/a", contents: { source: contentsUrl(`x${token}`) } });
  expect(layerOf([config, config]).config.storage?.files).toEqual(config.storage?.files);
});

test("different drop-ins of one unit are fine", () => {
  const dropin = (name: string): IgnitionConfig => ({
    systemd: { units: [{ name: "a.service", dropins: [{ name, contents: "[Unit]\n" }] }] },
  });
  expect(layerOf([dropin("1.conf"), dropin("2.conf")]).config.systemd?.units?.[0].dropins?.map(({ name }) => name)).toEqual([
    "1.conf",
    "2.conf",
  ]);
});

test("between layers the upper wins", () => {
  const merged = mergeLayers(layerOf([file("/a", "lower"), file("/b", "lower")]), layerOf([file("/a", "upper")]));
  expect(merged.config.storage?.files).toEqual([
    { path: "/a", contents: { source: "data:,upper" } },
    { path: "/b", contents: { source: "data:,lower" } },
  ]);
});

test("contents of the upper take the place of the lower's with all that belongs to them", () => {
  const hash = `sha256-${"0".repeat(64)}`;
  const remote = {
    source: "https://example.com/a.gz",
    compression: "gzip",
    verification: { hash },
    httpHeaders: [{ name: "A", value: "b" }],
  };
  const merged = mergeLayers(layerOf([files({ path: "/a", mode: 0o600, contents: remote })]), layerOf([file("/a", "upper")]));
  expect(merged.config.storage?.files).toEqual([{ path: "/a", mode: 0o600, contents: { source: "data:,upper" } }]);
});

test("an upper file without contents leaves the lower's", () => {
  const merged = mergeLayers(layerOf([files({ path: "/a", contents: gzipped("x") })]), layerOf([files({ path: "/a", mode: 0o600 })]));
  expect(merged.config.storage?.files).toEqual([{ path: "/a", mode: 0o600, contents: gzipped("x") }]);
});

test("an empty layer changes nothing, above or below", () => {
  const layer = layerOf([file("/a", "1"), updateConf("GROUP=beta\n")]);
  expect(mergeLayers(layer, EMPTY_LAYER)).toEqual(layer);
  expect(mergeLayers(EMPTY_LAYER, layer)).toEqual(layer);
});

test("merging does not change what is merged", () => {
  const lower = layerOf([files({ path: "/a", contents: gzipped("x") })]);
  const before = structuredClone(lower.config);
  mergeLayers(lower, layerOf([file("/a", "upper")]));
  expect(lower.config).toEqual(before);
});

test("update.conf is taken out of a layer and read", () => {
  const layer = layerOf([files({ path: "/a" }), updateConf("# mine\nGROUP=beta\n", { mode: 0o600 })]);
  expect(layer.config.storage?.files).toEqual([{ path: "/a" }]);
  expect([...layer.updateConf]).toEqual([["GROUP", "beta"]]);
});

test("update.conf is read from every encoding, and from what is appended", () => {
  const base64 = `data:;base64,${Buffer.from("MACHINE_ALIAS=x\n").toString("base64")}`;
  const layer = layerOf([
    updateConf("GROUP=beta\n", { append: [{ source: base64 }, gzipped("SERVER=https://a.example/\n"), { source: "" }] }),
    files({ path: UPDATE_CONF_PATH, append: [{ source: "data:,REBOOT_STRATEGY=off" }] }),
  ]);
  expect([...layer.updateConf]).toEqual([
    ["GROUP", "beta"],
    ["MACHINE_ALIAS", "x"],
    ["SERVER", "https://a.example/"],
    ["REBOOT_STRATEGY", "off"],
  ]);
});

test("an empty update.conf says nothing", () => {
  expect([...layerOf([files({ path: UPDATE_CONF_PATH })]).updateConf]).toEqual([]);
});

test("keys of different configs of a layer come together, and equal ones are fine", () => {
  const layer = layerOf([updateConf("GROUP=beta\n"), updateConf("GROUP=beta\nMACHINE_ALIAS=x\n")]);
  expect(Object.fromEntries(layer.updateConf)).toEqual({ GROUP: "beta", MACHINE_ALIAS: "x" });
});

test("two values of one key within a layer are an error that shows both", () => {
  const error = thrown(() => layerOf([updateConf("GROUP=beta\n"), updateConf("GROUP=alpha\n")]));
  expect(error).toMatchObject({ code: "update-conf-two-values", received: ["beta", "alpha"] });
  expect(error.subject).toContain("GROUP");
});

test("between layers a key of the upper wins and the others stay", () => {
  const merged = mergeLayers(layerOf([updateConf("GROUP=beta\nMACHINE_ALIAS=x\n")]), layerOf([updateConf("GROUP=alpha\n")]));
  expect(Object.fromEntries(merged.updateConf)).toEqual({ GROUP: "alpha", MACHINE_ALIAS: "x" });
});

test.each([
  ["contents", { contents: { source: "https://example.com/update.conf" } }],
  ["a fragment", { append: [{ source: "s3://bucket/update.conf" }] }],
])("remote content in %s of update.conf is an error", (_, more) => {
  expect(thrown(() => layerOf([files({ path: UPDATE_CONF_PATH, ...more })])).code).toBe("update-conf-remote");
});

test("a source of update.conf that is a token may be remote, and is refused as that", () => {
  const error = thrown(() => layerOf([files({ path: UPDATE_CONF_PATH, contents: { source: token } })]));
  expect(error.code).toBe("update-conf-remote");
  expect(error.allowed).toContain("must be known");
});

test.each<[string, IgnitionConfig]>([
  ["links", { storage: { links: [{ path: UPDATE_CONF_PATH, target: "/a" }] } }],
  ["directories", { storage: { directories: [{ path: UPDATE_CONF_PATH }] } }],
])("update.conf cannot be among the %s", (kind, config) => {
  expect(thrown(() => layerOf([config]))).toMatchObject({ code: "update-conf-not-a-file", received: kind });
});

test("a value of update.conf may be a token", () => {
  const layer = layerOf([files({ path: UPDATE_CONF_PATH, contents: { source: contentsUrl(`GROUP='${token}'\n`) } })]);
  expect([...layer.updateConf]).toEqual([["GROUP", token]]);
});

test.each([
  ["base64", { source: `data:;base64,${token}` }],
  ["what is compressed", { source: `data:,${token}`, compression: "gzip" }],
])("a token in %s of update.conf is an error: its keys must be known", (_, contents) => {
  expect(thrown(() => layerOf([files({ path: UPDATE_CONF_PATH, contents })])).code).toBe("token-not-in-text");
});

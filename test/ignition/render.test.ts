import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  IgnitionConfig,
  IgnitionResource,
  MissingConfig,
  dataUrl,
  encodeIgnition,
  mergeIgnition,
  normaliseIgnition,
  renderIgnition,
  wrapGzip,
} from "../../lib/ignition";
import { gzip } from "../../lib/ignition/gzip";
import { config } from "./arbitrary";

type Fields = Omit<IgnitionConfig, "ignition">;

const file = (path: string): Fields => ({ storage: { files: [{ path }] } });
const paths = (rendered: IgnitionConfig): unknown => rendered.storage?.files?.map(({ path }) => path);
const bytes = (value: IgnitionConfig): Uint8Array => Buffer.from(encodeIgnition(value));

function of(fields: Fields, references?: { merge?: IgnitionResource[]; replace?: IgnitionResource }, version = "3.4.0"): IgnitionConfig {
  return { ignition: { version, ...(references !== undefined && { config: references }) }, ...fields };
}

const inUrl = (value: IgnitionConfig): IgnitionResource => ({ source: dataUrl(encodeIgnition(value)) });

test("a config without references is as it was", () => {
  const value = of(file("/a"));
  expect(renderIgnition(value)).toBe(value);
});

test("merged configs override the one that refers to them, each those before it, and nothing is left to fetch", () => {
  const unit = (contents: string): Fields => ({ systemd: { units: [{ name: "a.service", contents }] } });
  const rendered = renderIgnition(of(unit("1"), { merge: [inUrl(of(unit("2"))), inUrl(of(unit("3")))] }));
  expect(rendered).toEqual(of(unit("3")));
});

test("a replacement takes the place of all, and its own references count", () => {
  const replacement = of(file("/b"), { merge: [inUrl(of(file("/c")))] });
  const rendered = renderIgnition(of(file("/a"), { replace: inUrl(replacement), merge: [inUrl(of(file("/d")))] }));
  expect(rendered).toEqual(of({ storage: { files: [{ path: "/b" }, { path: "/c" }] } }));
});

test("a merged config that is replaced merges what it is replaced by", () => {
  const child = of(file("/b"), { replace: inUrl(of(file("/c"))) });
  expect(paths(renderIgnition(of(file("/a"), { merge: [inUrl(child)] })))).toEqual(["/a", "/c"]);
});

test("the wrapper around a large config is taken off", () => {
  const value = of(file("/a"));
  expect(renderIgnition(JSON.parse(wrapGzip(encodeIgnition(value), "3.4.0")))).toEqual(value);
});

test("configs of several versions come to the highest, as each means it", () => {
  const old = of({ storage: { files: [{ path: "/b", mode: 0o4755 }] } }, undefined, "3.3.0");
  const rendered = renderIgnition(of({ storage: { files: [{ path: "/a", mode: 0o4755 }] } }, { merge: [inUrl(old)] }, "3.6.0"));
  expect(rendered.ignition).toEqual({ version: "3.6.0" });
  expect(rendered.storage?.files).toEqual([
    { path: "/a", mode: 0o4755 },
    { path: "/b", mode: 0o755 },
  ]);
});

test("a config is read as Ignition reads it, with keys in any case and keys that nobody reads", () => {
  const source = dataUrl('{"Ignition":{"version":"3.4.0"},"storage":{"Files":[{"PATH":"/b","x":1}]}}');
  expect(renderIgnition(of(file("/a"), { merge: [{ source }] }))).toEqual(of({ storage: { files: [{ path: "/a" }, { path: "/b" }] } }));
});

describe("a source", () => {
  const url = "https://x/b.ign";

  test("is at hand where its bytes are given, compressed as the reference says", () => {
    const value = of(file("/b"));
    const plain = of(file("/a"), { merge: [{ source: url }] });
    expect(paths(renderIgnition(plain, { sources: new Map([[url, bytes(value)]]) }))).toEqual(["/a", "/b"]);
    const compressed = of(file("/a"), { merge: [{ source: url, compression: "gzip" }] });
    expect(paths(renderIgnition(compressed, { sources: new Map([[url, gzip(bytes(value))]]) }))).toEqual(["/a", "/b"]);
    expect(() => renderIgnition(compressed, { sources: new Map([[url, bytes(value)]]) })).toThrow(
      /config at https:\/\/x\/b\.ign: received "gzip: not gzip".*\[ignition-source-invalid:/,
    );
  });

  test("that is not at hand is named, with all others, wherever they are", () => {
    const child = of(file("/b"), { replace: { source: "http://deep" } });
    const value = of(file("/a"), { merge: [{ source: url }, inUrl(child), { source: "s3://b/k" }] });
    expect(() => renderIgnition(value)).toThrow(
      /received \["https:\/\/x\/b\.ign","http:\/\/deep","s3:\/\/b\/k"\].*\[ignition-source-missing:/,
    );
  });

  test("that is known only at apply is not at hand", () => {
    expect(() => renderIgnition(of({}, { replace: { source: "data:,${TfToken[TOKEN.1]}" } }))).toThrow(/\[ignition-source-missing:/);
  });

  test("that stays keeps what follows it in its place, so that the result means the same", () => {
    const [one, two, three] = [inUrl(of(file("/1"))), { source: url }, inUrl(of(file("/3")))];
    const kept = renderIgnition(of(file("/a"), { merge: [one, two, three] }), { missing: MissingConfig.KEEP });
    expect(kept).toEqual(of({ storage: { files: [{ path: "/a" }, { path: "/1" }] } }, { merge: [two, three] }));
    const sources = new Map([[url, bytes(of(file("/2")))]]);
    expect(renderIgnition(kept, { sources })).toEqual(renderIgnition(of(file("/a"), { merge: [one, two, three] }), { sources }));
  });

  test("that stays inside a merged config keeps that one whole", () => {
    const child = inUrl(of(file("/b"), { merge: [{ source: url }] }));
    const value = of(file("/a"), { merge: [child] });
    expect(renderIgnition(value, { missing: MissingConfig.KEEP })).toEqual(value);
    const replaced = of(file("/a"), { replace: { source: url } });
    expect(renderIgnition(replaced, { missing: MissingConfig.KEEP })).toEqual(replaced);
  });
});

describe("a hash", () => {
  const child = of(file("/b"));
  const digest = (name: string): string => `${name}-${createHash(name).update(bytes(child)).digest("hex")}`;
  const referring = (hash: string, compression = ""): IgnitionConfig => {
    const source = compression === "" ? inUrl(child).source : dataUrl(gzip(bytes(child)));
    return of(file("/a"), { merge: [{ source, compression, verification: { hash } }] });
  };

  test.each(["sha256", "sha512"])("%s that is right passes, of the decompressed bytes", (name) => {
    expect(paths(renderIgnition(referring(digest(name))))).toEqual(["/a", "/b"]);
    expect(paths(renderIgnition(referring(digest(name), "gzip")))).toEqual(["/a", "/b"]);
  });

  test.each([`sha256-${"0".repeat(64)}`, digest("sha256").toUpperCase(), "md5-x", "none"])("%s is refused", (hash) => {
    expect(() => renderIgnition(referring(hash))).toThrow(/hash of the config at a data: URL.*\[ignition-source-hash:/);
  });

  test("known only at apply is passed over", () => {
    expect(paths(renderIgnition(referring("sha256-${TfToken[TOKEN.1]}")))).toEqual(["/a", "/b"]);
  });
});

test.each([
  ["data:,x", "invalid character 'x' looking for beginning of value"],
  ["data:,", "not a config \\(empty\\)"],
  ["data:,%7B%7D", "invalid config version"],
  ["data:;base64,x", "data URL"],
  [dataUrl('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"a"}]}}'), "storage\\.files\\.0\\.path: path not absolute"],
])("%s is no config", (source, why) => {
  expect(() => renderIgnition(of({}, { merge: [{ source }] }))).toThrow(new RegExp(`${why}.*\\[ignition-source-invalid:`));
});

test("a compression that there is not is refused", () => {
  const sources = new Map([["http://x", bytes(of({}))]]);
  expect(() => renderIgnition(of({}, { merge: [{ source: "http://x", compression: "xz" }] }), { sources })).toThrow(
    /compression .*"xz.*\[ignition-source-invalid:/,
  );
});

describe("references", () => {
  const loop = of(file("/a"), { merge: [{ source: "http://a" }] });

  test("that lead back to where they came from end in an error", () => {
    expect(() => renderIgnition(loop, { sources: new Map([["http://a", bytes(loop)]]) })).toThrow(
      /at most 16 configs.*\[ignition-source-depth:/,
    );
  });

  test("are followed as deep as is said", () => {
    const two = inUrl(of(file("/b"), { merge: [inUrl(of(file("/c")))] }));
    const value = of(file("/a"), { merge: [two] });
    expect(paths(renderIgnition(value, { maxDepth: 2 }))).toEqual(["/a", "/b", "/c"]);
    expect(() => renderIgnition(value, { maxDepth: 1 })).toThrow(/at most 1 configs.*\[ignition-source-depth:/);
  });

  test("that double at each level are counted", () => {
    const level = (n: number): IgnitionConfig =>
      n === 8 ? of({}) : of({}, { merge: ["a", "b"].map((side) => ({ source: `http://${side}${n + 1}` })) });
    const sources = new Map([0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => ["a", "b"].map((side) => [`http://${side}${n}`, bytes(level(n))])));
    expect(() => renderIgnition(level(0), { sources })).toThrow(/at most 256 references in all.*\[ignition-source-depth:/);
    expect(renderIgnition(level(0), { sources, maxConfigs: 510 })).toEqual(of({}));
  });
});

test("a config and one that it refers to are what merging the two gives", () => {
  fc.assert(
    fc.property(config, config, (one, two) => {
      const [parent, child] = [one, two].map(withoutReferences);
      const version = parent.ignition?.version ?? "3.4.0";
      const referring = { ...parent, ignition: { ...parent.ignition, version, config: { merge: [inUrl(child)] } } };
      expect(normaliseIgnition(renderIgnition(referring))).toEqual(normaliseIgnition(mergeIgnition(parent, normaliseIgnition(child))));
    }),
  );
});

function withoutReferences(value: IgnitionConfig): IgnitionConfig {
  const { config: _references, ...ignition } = value.ignition ?? {};
  return { ...value, ignition };
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IgnitionConfig, dataUrl, diffIgnition, mergeIgnition, normaliseIgnition, writtenPaths } from "../../../lib/ignition";
import { gzip } from "../../../lib/ignition/gzip";
import { config } from "../arbitrary";

type Fields = Omit<IgnitionConfig, "ignition">;

const of = (fields: Fields, version = "3.4.0"): IgnitionConfig => ({ ignition: { version }, ...fields });
const changes = (before: Fields, after: Fields) => diffIgnition(of(before), of(after)).changes;
const files = (...list: NonNullable<NonNullable<IgnitionConfig["storage"]>["files"]>): Fields => ({ storage: { files: list } });
const holding = (text: string): Fields => files({ path: "/a", contents: { source: dataUrl(text) } });

describe("nothing differs", () => {
  test("between a config and itself", () => {
    fc.assert(
      fc.property(config, (value) => {
        expect(diffIgnition(value, value)).toEqual({ changes: [] });
        expect(diffIgnition(value, normaliseIgnition(value))).toEqual({ changes: [] });
      }),
    );
  });

  test.each<[string, Fields, Fields]>([
    [
      "contents are encoded in another way",
      files({ path: "/a", contents: { source: "data:,x" } }),
      files({ path: "/a", contents: { source: "data:;base64,eA==" } }),
    ],
    [
      "contents are compressed",
      holding("x".repeat(99)),
      files({ path: "/a", contents: { compression: "gzip", source: dataUrl(gzip(Buffer.from("x".repeat(99)))) } }),
    ],
    ["entries stand in another order", files({ path: "/a" }, { path: "/b" }), files({ path: "/b" }, { path: "/a" })],
    [
      "a default is written out",
      files({ path: "/a" }),
      files({ path: "/a", mode: 0o644, overwrite: false, user: { id: 0 }, group: { name: "root" } }),
    ],
    [
      "keys stand in another order",
      { passwd: { users: [{ name: "core", sshAuthorizedKeys: ["a", "b"] }] } },
      { passwd: { users: [{ name: "core", sshAuthorizedKeys: ["b", "a"], shouldExist: true, system: false }] } },
    ],
    [
      "a unit's text is empty or absent",
      { systemd: { units: [{ name: "a.service", contents: "" }] } },
      { systemd: { units: [{ name: "a.service" }] } },
    ],
  ])("where %s", (_, before, after) => {
    expect(changes(before, after)).toEqual([]);
  });
});

test("what is added and what is removed is named, with what is not by default", () => {
  expect(changes(files({ path: "/a", mode: 0o600 }), files({ path: "/b" }))).toEqual([
    { kind: "removed", section: "storage.files", name: "/a", fields: [{ field: "mode", before: 0o600, after: 0o644 }] },
    { kind: "added", section: "storage.files", name: "/b", fields: [] },
  ]);
});

test("a text that differs is told line by line", () => {
  expect(changes(holding("a\nb\nc\n"), holding("a\nB\nc\n"))).toMatchObject([
    {
      kind: "changed",
      name: "/a",
      fields: [
        {
          field: "contents",
          contents: {
            before: { bytes: 6, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
            hunks: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [" a", "-b", "+B", " c"] }],
          },
        },
      ],
    },
  ]);
});

test("bytes that are no text differ by size and hash", () => {
  const binary = (bytes: number[]): Fields => files({ path: "/a", contents: { source: dataUrl(Uint8Array.from(bytes)) } });
  const [{ fields }] = changes(binary([0, 1]), binary([0, 1, 2]));
  expect(fields).toEqual([
    {
      field: "contents",
      contents: {
        before: { bytes: 2, sha256: "b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2" },
        after: { bytes: 3, sha256: "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc" },
      },
    },
  ]);
});

test("contents that are fetched differ by source, hash and headers", () => {
  const from = (source: string, value?: string): Fields =>
    files({ path: "/a", contents: { source, httpHeaders: value === undefined ? [] : [{ name: "X", value }] } });
  expect(changes(from("http://x"), from("http://y"))[0].fields).toEqual([
    { field: "contents", contents: { before: { source: "http://x" }, after: { source: "http://y" } } },
  ]);
  expect(changes(from("http://x", "1"), from("http://x", "2"))[0].fields).toMatchObject([{ field: "contents", hidden: true }]);
  expect(changes(from("http://x"), holding(""))[0].fields).toMatchObject([{ contents: { after: { bytes: 0 } } }]);
});

test("contents known only at apply are compared as they stand", () => {
  const token = (n: number): Fields => files({ path: "/a", contents: { source: `data:,\${TfToken[TOKEN.${n}]}` } });
  expect(changes(token(1), token(1))).toEqual([]);
  expect(changes(token(1), token(2))[0].fields).toMatchObject([{ contents: { before: { source: "data:,${TfToken[TOKEN.1]}" } } }]);
});

test("units, drop-ins and what they are set to are parts of their own", () => {
  const units = (...list: NonNullable<NonNullable<IgnitionConfig["systemd"]>["units"]>): Fields => ({ systemd: { units: list } });
  const before = units({ name: "a.service", enabled: true, dropins: [{ name: "1.conf", contents: "[Unit]\n" }] });
  const after = units({ name: "a.service", dropins: [{ name: "2.conf", contents: "[Unit]\n" }] }, { name: "b.service", mask: true });
  expect(changes(before, after).map(({ kind, section, name }) => [kind, section, name])).toEqual([
    ["changed", "systemd.units", "a.service"],
    ["removed", "systemd.units.dropins", "a.service/1.conf"],
    ["added", "systemd.units.dropins", "a.service/2.conf"],
    ["added", "systemd.units", "b.service"],
  ]);
  expect(changes(before, after)[0].fields).toEqual([{ field: "enabled", before: true }]);
  expect(changes(before, after)[3].fields).toEqual([{ field: "mask", before: false, after: true }]);
});

test("members of lists come and go, where their order means nothing", () => {
  const user = (keys: string[]): Fields => ({ passwd: { users: [{ name: "core", sshAuthorizedKeys: keys }] } });
  expect(changes(user(["a", "b"]), user(["c", "b"]))[0].fields).toEqual([{ field: "sshAuthorizedKeys", removed: ["a"], added: ["c"] }]);
  const kernel = (shouldExist: string[]): Fields => ({ kernelArguments: { shouldExist } });
  expect(changes(kernel([]), kernel(["quiet"]))).toEqual([
    { kind: "changed", section: "kernelArguments", name: "", fields: [{ field: "shouldExist", added: ["quiet"] }] },
  ]);
});

test("where the order of a list means something, it is told as a whole", () => {
  const raid = (devices: string[], options: string[]): Fields => ({ storage: { raid: [{ name: "r", level: "raid1", devices, options }] } });
  expect(changes(raid(["/a", "/b"], ["-x", "-x"]), raid(["/b", "/a"], ["-x"]))[0].fields).toEqual([
    { field: "devices", before: ["/a", "/b"], after: ["/b", "/a"] },
    { field: "options", before: ["-x", "-x"], after: ["-x"] },
  ]);
});

test("disks, filesystems, LUKS and RAID are compared down to their fields", () => {
  const before: Fields = {
    storage: {
      disks: [{ device: "/dev/a", partitions: [{ number: 1, sizeMiB: 1 }, { label: "root" }] }],
      filesystems: [{ device: "/dev/a1", format: "ext4" }],
      luks: [{ name: "l", device: "/dev/b", clevis: { tang: [{ url: "http://t", thumbprint: "x" }] } }],
    },
  };
  const after: Fields = {
    storage: {
      disks: [{ device: "/dev/a", wipeTable: true, partitions: [{ number: 1, sizeMiB: 2 }] }],
      filesystems: [{ device: "/dev/a1", format: "xfs" }],
      luks: [{ name: "l", device: "/dev/b", clevis: { tpm2: true } }],
    },
  };
  expect(changes(before, after)).toEqual([
    { kind: "changed", section: "storage.disks", name: "/dev/a", fields: [{ field: "wipeTable", before: false, after: true }] },
    { kind: "removed", section: "storage.disks.partitions", name: "/dev/a/root", fields: [{ field: "label", before: "root" }] },
    { kind: "changed", section: "storage.disks.partitions", name: "/dev/a/1", fields: [{ field: "sizeMiB", before: 1, after: 2 }] },
    { kind: "changed", section: "storage.filesystems", name: "/dev/a1", fields: [{ field: "format", before: "ext4", after: "xfs" }] },
    { kind: "changed", section: "storage.luks", name: "l", fields: [{ field: "clevis.tpm2", before: false, after: true }] },
    {
      kind: "removed",
      section: "storage.luks.clevis.tang",
      name: "l/http://t",
      fields: [
        { field: "thumbprint", before: "x" },
        { field: "url", before: "http://t" },
      ],
    },
  ]);
});

test("the ignition section has a version, settings and configs it refers to", () => {
  const one: IgnitionConfig = { ignition: { version: "3.4.0", config: { merge: [{ source: "data:,a" }] }, timeouts: { httpTotal: 0 } } };
  const two: IgnitionConfig = { ignition: { version: "3.5.0", config: { merge: [{ source: "data:,b" }] }, proxy: { noProxy: ["x"] } } };
  expect(diffIgnition(one, two).changes).toMatchObject([
    {
      kind: "changed",
      section: "ignition",
      name: "",
      fields: [
        {
          field: "config.merge.0",
          contents: { hunks: [{ lines: ["-a", "\\ No newline at end of file", "+b", "\\ No newline at end of file"] }] },
        },
        { field: "proxy.noProxy", added: ["x"] },
        { field: "version", before: "3.4.0", after: "3.5.0" },
      ],
    },
  ]);
});

test("a mode means what the version makes of it", () => {
  const node = files({ path: "/a", mode: 0o4755 });
  expect(diffIgnition(of(node, "3.5.0"), of(node, "3.6.0")).changes).toMatchObject([
    { section: "ignition" },
    { name: "/a", fields: [{ field: "mode", before: 0o755, after: 0o4755 }] },
  ]);
});

test("a config that is no version's is refused", () => {
  expect(() => diffIgnition(of({}, "2.3.0"), of({}))).toThrow(/\[ignition-version-legacy:/);
});

describe("secrets", () => {
  const key = (line: string): string => `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`;
  const [one, two] = [holding(key("MIIBVQIBADANBgkqhkiG9w0BAQEFAASCAT8w")), holding(key("MIIBVQIBADANBgkqhkiG9w0BAQEFAASCAT9x"))];
  const user = (passwordHash: string): Fields => ({ passwd: { users: [{ name: "core", passwordHash }] } });
  const hash = (salt: string): string => `$6$${salt}$${"x".repeat(86)}`;

  test("are masked, and that they differ is told", () => {
    const found = changes(one, two);
    expect(found[0].fields).toMatchObject([{ field: "contents", hidden: true, contents: { hunks: [] } }]);
    expect(JSON.stringify(found)).not.toMatch(/MIIBVQ|sha256/);
    expect(changes(user(hash("a")), user(hash("b")))[0].fields).toEqual([
      { field: "passwordHash", before: "***", after: "***", hidden: true },
    ]);
  });

  test("are shown where that is asked for", () => {
    const found = diffIgnition(of(one), of(two), { maskSecrets: false });
    expect(JSON.stringify(found)).toMatch(/MIIBVQ/);
    expect(JSON.stringify(found)).not.toMatch(/hidden/);
  });
});

test("two configs that leave the same at every path differ in no file, directory, link or unit text, and the other way round", () => {
  fc.assert(
    fc.property(config, config, (one, two) => {
      const [a, b] = [one, mergeIgnition(one, two)].map((value) => ({ ...value, ignition: { version: "3.5.0" } }));
      const [before, after] = [writtenPaths(a), writtenPaths(b)];
      const same = before.size === after.size && [...before].every(([path, description]) => after.get(path) === description);
      const found = diffIgnition(a, b, { maskSecrets: false }).changes;
      if (found.length === 0) expect(same).toBe(true);
      if (!same) expect(found.some(({ section }) => /^(?:storage|systemd)/.test(section))).toBe(true);
    }),
  );
});

test("what is added one way is removed the other", () => {
  fc.assert(
    fc.property(config, config, (one, two) => {
      const [there, back] = [diffIgnition(one, two).changes, diffIgnition(two, one).changes];
      const opposite: Record<string, string> = { added: "removed", removed: "added", changed: "changed" };
      expect(back.map(({ kind, section, name }) => [opposite[kind], section, name])).toEqual(
        there.map(({ kind, section, name }) => [kind, section, name]),
      );
    }),
  );
});

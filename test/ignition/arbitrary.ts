import fc from "fast-check";
import { IgnitionConfig, IgnitionSpecVersion, dataUrl } from "../../lib/ignition";

/** Valid configs, and pieces of them, for property tests. Keys come from small sets, so that two configs have some in common. */

const NAMES = ["a", "b", "c", "d", "e"];

function optional<T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T)[] = []): fc.Arbitrary<Partial<T>> {
  return fc.record<T, keyof T>(shape, { requiredKeys: required }) as fc.Arbitrary<Partial<T>>;
}

/** A list whose entries have different keys. */
function keyed<T>(keys: readonly string[], entry: (key: string) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...keys]).chain((chosen) => (chosen.length === 0 ? fc.constant([]) : fc.tuple(...chosen.map(entry))));
}

const words = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 4 });
const text = fc.constantFrom("", "x", 'with "quotes" and \\', "ümläut 😀", "line\nline", "<&>\u2028");
const source = fc.oneof(
  text.map((value) => dataUrl(value)),
  fc.constantFrom("", "http://x/y", "https://x/y?a=b#c", "s3://bucket/key", "tftp://x/y"),
);
const hash = fc.constantFrom(`sha512-${"0".repeat(128)}`, `sha256-${"f".repeat(64)}`);
const headers = keyed(["A", "B", "C"], (name) => fc.record({ name: fc.constant(name), value: fc.constantFrom("1", "2") }));
const resource = fc.oneof(
  optional({ compression: fc.constantFrom("", "gzip"), source }),
  fc.record({ source: fc.constantFrom("http://x/y", "https://z"), httpHeaders: headers, verification: fc.record({ hash }) }),
);
const owner = fc.oneof(optional({ id: fc.nat(3) }), optional({ name: fc.constantFrom("", "core") }));
const mode = fc.constantFrom(0, 0o600, 0o644, 0o755);
const unitText = fc.constantFrom("", "[Service]\nExecStart=/bin/true\n", "[Install]\nWantedBy=multi-user.target\n");

function referenceList(n: number): fc.Arbitrary<{ source: string; compression?: string }[]> {
  return keyed(
    NAMES.slice(0, n).map((name) => `http://${name}/config`),
    (url) => fc.record({ source: fc.constant(url), compression: fc.constantFrom("", "gzip") }, { requiredKeys: ["source"] }),
  );
}

const ignition = optional({
  config: optional({ merge: referenceList(3), replace: resource }),
  proxy: optional({ httpProxy: fc.constant("http://proxy"), noProxy: words }),
  security: optional({ tls: optional({ certificateAuthorities: referenceList(2) }) }),
  timeouts: optional({ httpResponseHeaders: fc.nat(99), httpTotal: fc.nat(99) }),
});

const kernelArguments = keyed(NAMES, (name) => fc.tuple(fc.constant(name), fc.boolean())).map((chosen) => ({
  shouldExist: chosen.filter(([, exists]) => exists).map(([name]) => name),
  shouldNotExist: chosen.filter(([, exists]) => !exists).map(([name]) => name),
}));

const passwd = optional({
  groups: keyed(NAMES, (name) =>
    optional({ name: fc.constant(name), gid: fc.nat(9), system: fc.boolean(), shouldExist: fc.boolean() }, ["name"]),
  ),
  users: keyed(NAMES, (name) =>
    optional({ name: fc.constant(name), uid: fc.nat(9), groups: words, sshAuthorizedKeys: words, gecos: text, shell: text }, ["name"]),
  ),
});

/** Files, directories and links with paths of their own, none below another. */
const nodes = keyed(["/f/a", "/f/b", "/g/c", "/g/d", "/h/e"], (path) =>
  fc.oneof(
    fc.record({
      kind: fc.constant("files"),
      node: optional(
        { path: fc.constant(path), mode, user: owner, group: owner, contents: resource, append: fc.array(resource, { maxLength: 2 }) },
        ["path"],
      ),
    }),
    fc.record({ kind: fc.constant("directories"), node: optional({ path: fc.constant(path), mode, overwrite: fc.boolean() }, ["path"]) }),
    fc.record({ kind: fc.constant("links"), node: fc.record({ path: fc.constant(path), target: fc.constantFrom("/x", "y") }) }),
  ),
).map((chosen) => ({
  files: chosen.filter(({ kind }) => kind === "files").map(({ node }) => node),
  directories: chosen.filter(({ kind }) => kind === "directories").map(({ node }) => node),
  links: chosen.filter(({ kind }) => kind === "links").map(({ node }) => node),
}));

const disks = optional({
  disks: keyed(["/dev/a", "/dev/b"], (device) =>
    optional(
      {
        device: fc.constant(device),
        wipeTable: fc.boolean(),
        partitions: fc.oneof(
          keyed(["1", "2"], (number) =>
            optional({ number: fc.constant(Number(number)), sizeMiB: fc.nat(99), resize: fc.boolean() }, ["number"]),
          ),
          keyed(["x", "y"], (label) =>
            optional({ label: fc.constant(label), number: fc.constant(0), startMiB: fc.constant(0) }, ["label"]),
          ),
        ),
      },
      ["device"],
    ),
  ),
  filesystems: keyed(["/dev/c", "/dev/d"], (device) =>
    optional(
      {
        device: fc.constant(device),
        format: fc.constantFrom("ext4", "btrfs"),
        label: fc.constantFrom("", "l"),
        options: fc.array(fc.constantFrom("-x", "-y"), { maxLength: 3 }),
        mountOptions: fc.array(fc.constantFrom("ro", "noexec"), { maxLength: 3 }),
        wipeFilesystem: fc.boolean(),
      },
      ["device", "format"],
    ),
  ),
  luks: keyed(["u", "v"], (name) =>
    optional(
      {
        name: fc.constant(name),
        device: fc.constant("/dev/e"),
        openOptions: words,
        options: fc.array(fc.constant("--x"), { maxLength: 2 }),
        clevis: optional({
          tpm2: fc.boolean(),
          threshold: fc.nat(2),
          tang: keyed(["http://a", "http://b"], (url) => fc.record({ url: fc.constant(url), thumbprint: fc.constantFrom("t", "s") })),
        }),
      },
      ["name", "device"],
    ),
  ),
  raid: keyed(["m", "n"], (name) =>
    fc.record({
      name: fc.constant(name),
      level: fc.constantFrom("raid1", "raid5"),
      devices: fc.uniqueArray(fc.constantFrom("/dev/f", "/dev/g"), { minLength: 1 }),
      options: fc.array(fc.constant("--x"), { maxLength: 2 }),
      spares: fc.nat(1),
    }),
  ),
});

const systemd = optional({
  units: keyed(["a.service", "b.timer", "c@.service"], (name) =>
    optional(
      {
        name: fc.constant(name),
        contents: unitText,
        enabled: fc.boolean(),
        mask: fc.boolean(),
        dropins: keyed(["1.conf", "2.conf"], (dropin) => optional({ name: fc.constant(dropin), contents: unitText }, ["name"])),
      },
      ["name"],
    ),
  ),
});

/** A valid config of spec 3.4.0. */
export const config: fc.Arbitrary<IgnitionConfig> = optional({
  ignition,
  kernelArguments,
  passwd,
  storage: fc.tuple(nodes, disks).map(([paths, devices]) => ({ ...paths, ...devices })),
  systemd,
}).map((sections): IgnitionConfig => {
  const version = IgnitionSpecVersion.V3_4_0.toString();
  return { ...(sections as IgnitionConfig), ignition: { ...sections.ignition, version } };
});

/** The same value with the keys of all its objects in another order. */
export function shuffled(value: unknown, order: fc.Random | ((n: number) => number)): unknown {
  const next = typeof order === "function" ? order : (n: number): number => order.nextInt(0, n - 1);
  if (Array.isArray(value)) return value.map((entry) => shuffled(entry, next));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  for (let i = entries.length - 1; i > 0; i--) {
    const j = next(i + 1);
    [entries[i], entries[j]] = [entries[j], entries[i]];
  }
  return Object.fromEntries(entries.map(([key, entry]) => [key, shuffled(entry, next)]));
}

import { gzipSync } from "zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionResource, SuspectedSecret, dataUrl, encodeIgnition, suspectedSecrets, wrapGzip } from "../../lib/ignition";
import { untyped } from "../support";
import { config } from "./arbitrary";
import { HARMLESS, PLANTED, noise, pem } from "./planted-secrets";

const token = "${TfToken[TOKEN.12]}";
const key = pem("PRIVATE KEY");
const base64 = (bytes: string | Uint8Array, type = ""): string => `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
const withFile = (contents: IgnitionResource, path = "/etc/a"): IgnitionConfig => ({ storage: { files: [{ path, contents }] } });
const inFile = (contents: IgnitionResource, path?: string): SuspectedSecret[] => suspectedSecrets(withFile(contents, path));

test.each(PLANTED.map(({ kind, text }) => [kind, text]))(
  "%s in a file, a unit and a drop-in is suspected, each by its name",
  (kind, text) => {
    const suspected = suspectedSecrets({
      storage: { files: [{ path: "/etc/fine" }, { path: "/etc/a", contents: { source: dataUrl(text) } }] },
      systemd: { units: [{ name: "a.service", contents: text, dropins: [{ name: "b.conf", contents: text }] }] },
    });
    expect(suspected).toContainEqual({ name: "/etc/a", field: "storage.files.1.contents", kind });
    expect(suspected).toContainEqual({ name: "a.service", field: "systemd.units.0.contents", kind });
    expect(suspected).toContainEqual({ name: "a.service/b.conf", field: "systemd.units.0.dropins.0.contents", kind });
  },
);

test("what is harmless is not suspected, nor what is nearly a secret", () => {
  const texts = [...HARMLESS.map(([, text]) => text), ...PLANTED.map(({ nearMiss }) => nearMiss)];
  const files = texts.map((text, i) => ({ path: `/etc/${i}`, contents: { source: dataUrl(text) } }));
  const units = texts.map((contents, i) => ({ name: `${i}.service`, contents }));
  expect(suspectedSecrets({ storage: { files }, systemd: { units } })).toEqual([]);
});

test.each<[string, IgnitionResource]>([
  ["percent signs", { source: `data:,${encodeURIComponent(key)}` }],
  [
    "percent signs for everything",
    { source: `data:,${[...Buffer.from(key)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")}` },
  ],
  ["base64", { source: base64(key) }],
  ["base64 with a media type", { source: base64(key, "text/plain;charset=utf-8") }],
  ["gzip", { source: base64(gzipSync(key)), compression: "gzip" }],
  ["gzip that stays so on the machine", { source: base64(gzipSync(key)) }],
  ["base64 within base64", { source: base64(`a: ${Buffer.from(key).toString("base64")}\n`) }],
  ["latin1", { source: base64(Buffer.from(`ä\n${key}`, "latin1")) }],
  ["a URL that Ignition refuses", { source: `data:,50%\n${key}` }],
  ["base64 that Ignition refuses", { source: `${base64(key)}=` }],
])("contents in %s are looked into", (_, contents) => {
  expect(inFile(contents)).toEqual([{ name: "/etc/a", field: "storage.files.0.contents", kind: "a private key (PEM)" }]);
});

test("what is appended is looked into", () => {
  const append = [{ source: "data:,x" }, { source: dataUrl("TOKEN=hunter2") }];
  expect(suspectedSecrets({ storage: { files: [{ path: "/etc/a", append }] } })).toEqual([
    { name: "/etc/a", field: "storage.files.0.append.1", kind: "a token" },
  ]);
});

test("bytes are known by how they begin, or by the name of the file", () => {
  expect(inFile({ source: base64(Buffer.from("LUKS\xba\xbe\x00\x02", "latin1")) })[0].kind).toBe("a LUKS header");
  expect(inFile({ source: base64(Uint8Array.of(1, 2, 0xff)) }, "/etc/tickets.key")[0].kind).toBe("a key, by the name of the file");
  expect(inFile({ source: base64(Uint8Array.of(1, 2, 0xff)) })).toEqual([]);
});

test("the literal text around values known only at apply is looked at", () => {
  expect(inFile({ source: `data:,${encodeURIComponent("TOKEN=hunter2\nA=")}${token}` }).map(({ kind }) => kind)).toEqual(["a token"]);
  expect(inFile({ source: `data:,user%20is%20${token}%0A` })).toEqual([]);
  expect(inFile({ source: `data:;base64,${token}` })).toEqual([]);
  expect(inFile({ source: token })).toEqual([]);
});

test("a value known only at apply is suspected where it is called a secret", () => {
  expect(inFile({ source: `data:,password%3A%20${token}%0A` })[0].kind).toBe("a password");
  expect(inFile({ source: `data:,${token}` }, "/etc/etcd/peer-key.pem")[0].kind).toBe("a key, by the name of the file");
  expect(inFile({ source: `data:;base64,${token}` }, "/etc/k3s/token")[0].kind).toBe("a secret, by the name of the file");
  const units = [{ name: "a.service", contents: `[Service]\nEnvironment=API_KEY=${token}\n` }];
  expect(suspectedSecrets({ systemd: { units } })[0].kind).toBe("an API key");
});

test("a password hash of a user or group is suspected, a mark of no login is not", () => {
  const users = [
    { name: "core", passwordHash: `$6$a$${noise(86)}` },
    { name: "a", passwordHash: "*" },
    { name: "b", passwordHash: token },
  ];
  expect(suspectedSecrets({ passwd: { users, groups: [{ name: "g", passwordHash: "x9" }] } })).toEqual([
    { name: "passwd.users.core.passwordHash", field: "passwd.users.0.passwordHash", kind: "a password hash" },
    { name: "passwd.users.b.passwordHash", field: "passwd.users.2.passwordHash", kind: "a password hash" },
    { name: "passwd.groups.g.passwordHash", field: "passwd.groups.0.passwordHash", kind: "a password hash" },
  ]);
});

test("public keys of a user are not, a private one in their place is", () => {
  const keys = (...sshAuthorizedKeys: string[]): IgnitionConfig => ({ passwd: { users: [{ name: "core", sshAuthorizedKeys }] } });
  expect(suspectedSecrets(keys(`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${noise(43)} core`, token))).toEqual([]);
  expect(suspectedSecrets(keys("x", key))).toEqual([
    { name: "passwd.users.core.sshAuthorizedKeys[1]", field: "passwd.users.0.sshAuthorizedKeys.1", kind: "a private key (PEM)" },
  ]);
});

test.each([base64("any bytes"), "data:,x", `data:;base64,${token}`])("a LUKS key that stands in the config is suspected: %s", (source) => {
  const luks = [{ name: "data", device: "/dev/sda", keyFile: { source } }];
  expect(suspectedSecrets({ storage: { luks } })).toEqual([
    { name: "storage.luks.data.keyFile", field: "storage.luks.0.keyFile", kind: "a LUKS key" },
  ]);
});

test("one that is fetched, or is nothing, is not", () => {
  const keys = ["https://keys.example/a", "data:,", ""].map((source, i) => ({ name: `${i}`, device: "/dev/sda", keyFile: { source } }));
  expect(suspectedSecrets({ storage: { luks: keys } })).toEqual([]);
});

test("headers with credentials are suspected wherever bytes are fetched from", () => {
  const resource = (...httpHeaders: { name: string; value?: string }[]): IgnitionResource => ({ source: "https://a/b", httpHeaders });
  const suspected = suspectedSecrets({
    ignition: {
      config: {
        merge: [resource({ name: "Accept", value: "x" }, { name: "Authorization", value: "Bearer hunter2" })],
        replace: resource({ name: "X-Vault-Token", value: token }),
      },
      security: { tls: { certificateAuthorities: [resource({ name: "X-Any", value: `hvs.${noise(40)}` })] } },
    },
    storage: { files: [{ path: "/etc/a", contents: resource({ name: "Cookie", value: "a=hunter2" }) }] },
  });
  const kind = "a credential in an HTTP header";
  expect(suspected).toEqual([
    { name: "ignition.config.merge[0]", field: "ignition.config.merge.0.httpHeaders.1", kind },
    { name: "ignition.config.replace", field: "ignition.config.replace.httpHeaders.0", kind },
    {
      name: "ignition.security.tls.certificateAuthorities[0]",
      field: "ignition.security.tls.certificateAuthorities.0.httpHeaders.0",
      kind: "a Vault token",
    },
    { name: "/etc/a", field: "storage.files.0.contents.httpHeaders.0", kind },
  ]);
});

test("headers without a credential are not", () => {
  const httpHeaders = [
    { name: "User-Agent", value: "flatcar" },
    { name: "Authorization" },
    { name: "Authorization", value: "Bearer" },
    { name: "Authorization", value: "Bearer <token>" },
  ];
  expect(inFile({ source: "https://a/b", httpHeaders })).toEqual([]);
});

test("URLs with credentials are suspected", () => {
  expect(inFile({ source: "https://core:hunter2@a/b" })).toEqual([
    { name: "/etc/a", field: "storage.files.0.contents.source", kind: "a URL with a password" },
  ]);
  expect(suspectedSecrets({ ignition: { proxy: { httpProxy: "http://core:hunter2@proxy:3128" } } })).toEqual([
    { name: "ignition.proxy.httpProxy", field: "ignition.proxy.httpProxy", kind: "a URL with a password" },
  ]);
});

test("other fields are looked at too, by the names in the lists they are in", () => {
  const suspected = suspectedSecrets({
    kernelArguments: { shouldExist: ["quiet", "app.token=hunter2"] },
    storage: { filesystems: [{ device: "/dev/a", options: ["password=hunter2"] }] },
  });
  expect(suspected).toEqual([
    { name: "kernelArguments.shouldExist[1]", field: "kernelArguments.shouldExist.1", kind: "a token" },
    { name: "storage.filesystems./dev/a.options[0]", field: "storage.filesystems.0.options.0", kind: "a password" },
  ]);
});

const inner: IgnitionConfig = {
  ignition: { version: "3.4.0" },
  passwd: { users: [{ name: "core", passwordHash: "abc" }] },
  storage: { files: [{ path: "/etc/inner", contents: { source: base64(gzipSync(key)), compression: "gzip" } }] },
  systemd: { units: [{ name: "a.service", dropins: [{ name: "b.conf", contents: "[Service]\nEnvironment=TOKEN=hunter2\n" }] }] },
};

test("a config that is merged in, or wrapped, is looked into, and what it writes goes by its own name", () => {
  const wrapped = suspectedSecrets(JSON.parse(wrapGzip(encodeIgnition(inner), "3.4.0")) as IgnitionConfig);
  expect(wrapped).toEqual([
    { name: "passwd.users.core.passwordHash", field: "ignition.config.replace: passwd.users.0.passwordHash", kind: "a password hash" },
    { name: "/etc/inner", field: "ignition.config.replace: storage.files.0.contents", kind: "a private key (PEM)" },
    { name: "a.service/b.conf", field: "ignition.config.replace: systemd.units.0.dropins.0.contents", kind: "a token" },
  ]);
});

test("a config in a file, as for an installer, is looked into, and goes by the file", () => {
  const suspected = inFile({ source: dataUrl(encodeIgnition(inner)) }, "/etc/node.ign");
  expect(suspected.map(({ name, field }) => [name, field])).toEqual([
    ["/etc/node.ign", "storage.files.0.contents: passwd.users.0.passwordHash"],
    ["/etc/node.ign", "storage.files.0.contents: storage.files.0.contents"],
    ["/etc/node.ign", "storage.files.0.contents: systemd.units.0.dropins.0.contents"],
  ]);
});

test("of a key that stands twice both are looked at, as Ignition reads both", () => {
  const text = '{"ignition":{"version":"3.4.0"},"systemd":{"units":[{"name":"a.service","contents":"TOKEN=hunter2"}]},"systemd":{}}';
  expect(inFile({ source: dataUrl(text) })).toHaveLength(1);
});

test("configs in configs are followed to a depth, and suspected beyond", () => {
  const deep = (n: number): IgnitionConfig =>
    n === 0
      ? {}
      : { ignition: { version: "3.4.0", config: { replace: { source: dataUrl(JSON.stringify({ ignition: {}, ...deep(n - 1) })) } } } };
  expect(suspectedSecrets(deep(8))).toEqual([]);
  expect(suspectedSecrets(deep(9)).map(({ kind }) => kind)).toEqual(["a config in too many others to look into"]);
});

test("contents that unpack to more than is looked into are suspected", () => {
  const zeros = { source: base64(gzipSync(Buffer.alloc(9 * 1024 * 1024))), compression: "gzip" };
  expect(inFile(zeros)[0].kind).toMatch(/too many to look into$/);
});

test("a secret that is in one place twice is listed once", () => {
  expect(inFile({ source: dataUrl(`${key}${key}`) })).toHaveLength(1);
});

test("configs without secrets have none", () => {
  fc.assert(
    fc.property(config, (value) => {
      expect(suspectedSecrets(value)).toEqual([]);
    }),
  );
});

test("nothing that a config may be, or may not be, is too much", () => {
  const source = fc.oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }).map((text) => `data:,${text}`),
    fc.string().map((text) => `data:;base64,${text}${token}`),
    fc.string().map((text) => `data:${token},${text}`),
    fc.string().map((text) => `data:,%${token}%4${text}%`),
  );
  const resource = fc.record({ source, compression: fc.constantFrom("", "gzip", token, "x") });
  fc.assert(
    fc.property(resource, resource, fc.anything(), (contents, keyFile, anything) => {
      const value = {
        ignition: { config: { replace: contents, merge: [keyFile] } },
        storage: { files: [{ path: "/etc/a.key", contents, append: [contents] }], luks: [{ name: "a", keyFile }], links: anything },
        passwd: anything,
        systemd: { units: [anything] },
      };
      expect(Array.isArray(suspectedSecrets(untyped(value)))).toBe(true);
    }),
  );
});

test("what somebody knows of a text beside its looks is told at every place where a text can stand, by the same names", () => {
  const config: IgnitionConfig = {
    ignition: { version: "3.4.0", config: { merge: [{ source: "https://x/${T}", httpHeaders: [{ name: "X-Any", value: "${T}" }] }] } },
    passwd: { users: [{ name: "core", passwordHash: "${T}", sshAuthorizedKeys: ["plain", "${T}"] }] },
    storage: {
      files: [
        { path: "/a", contents: { source: "data:,x${T}" } },
        { path: "/b", contents: { source: "data:,plain" } },
      ],
    },
    systemd: { units: [{ name: "u.service", contents: "x ${T}", dropins: [{ name: "d.conf", contents: "${T}" }] }] },
  };
  const found = suspectedSecrets(config, (text) => (text.includes("${T}") ? "a token" : undefined));
  const told = found.filter(({ kind }) => kind === "a token");
  expect(told.map(({ name, kind }) => [name, kind])).toEqual(
    [
      ...[
        "ignition.config.merge[0]",
        "ignition.config.merge[0]",
        "passwd.users.core.passwordHash",
        "passwd.users.core.sshAuthorizedKeys[1]",
      ],
      ...["/a", "u.service", "u.service/d.conf"],
    ].map((name) => [name, "a token"]),
  );
  expect(suspectedSecrets(config)).toEqual(found.filter(({ kind }) => kind !== "a token"));
});

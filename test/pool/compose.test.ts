import { TerraformVariable } from "cdktf";
import { describe, expect, test } from "vitest";
import { IgnitionConfig, IgnitionSpecVersion, decodeDataUrl } from "../../lib/ignition";
import { ComposedNode, ComposerProps, NodeConfigComposer } from "../../lib/pool/compose";
import { MachineConfig } from "../../lib/pool/machine-config";
import { NodeContext } from "../../lib/pool/node-context";
import { tokenContents } from "../../lib/pool/values";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { RebootWindow, SystemExtension, UPDATE_CONF_PATH, UpdateServer, UpdateStrategy, Weekday } from "../../lib/update";
import { fileIn, scratchStack, textIn, thrown, unitIn, untyped } from "../support";
import { LTS, OLD_LTS, RELEASE } from "./test-pool";

const variable = new TerraformVariable(scratchStack(), "v", {});
const token = variable.stringValue;
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0 operator";

function composer(props: Partial<ComposerProps> = {}): NodeConfigComposer {
  return new NodeConfigComposer({
    platform: "test",
    pool: "db",
    stack: "stack",
    architecture: Architecture.AMD64,
    update: UpdateStrategy.reboot(),
    updateServer: UpdateServer.public(),
    machineConfig: [],
    sshAuthorizedKeys: [],
    systemExtensions: [],
    ...props,
  });
}

const aNode = (over: Partial<ComposedNode> = {}): ComposedNode => ({
  name: "a",
  hostname: "a",
  release: RELEASE,
  machineConfig: [],
  ...over,
});
const composed = (props: Partial<ComposerProps> = {}, node: Partial<ComposedNode> = {}) => composer(props).compose(aNode(node));
const file = (path: string, contents: string) => MachineConfig.file({ path, contents });
const updateConf = (text: string) => file(UPDATE_CONF_PATH, text);
const version = (text: string, more: IgnitionConfig = {}) => MachineConfig.ignition({ ...more, ignition: { version: text } });

describe("the pool's own layer", () => {
  test("writes the hostname, over what is in the image, with a line end", () => {
    const config = composed({}, { hostname: "web.example.com" });
    expect(fileIn(config, "/etc/hostname")).toMatchObject({ overwrite: true, mode: 0o644 });
    expect(textIn(config, "/etc/hostname")).toBe("web.example.com\n");
  });

  test("a hostname may be a token", () => {
    const source = fileIn(composed({}, { hostname: `a.${token}` }), "/etc/hostname").contents?.source ?? "";
    expect(tokenContents({ source })).toBe(`a.${token}\n`);
  });

  test("has no hostname where the platform gives one, and the same config for every such machine", () => {
    const all = composer({ machineConfig: [file("/a", "a")] });
    const [one, other] = ["a", "b"].map((name) => all.compose(aNode({ name, hostname: undefined })));
    expect(one.storage?.files?.map(({ path }) => path)).toEqual([UPDATE_CONF_PATH, "/a"]);
    expect(other).toEqual(one);
  });

  test("gives the keys to core, and no user where there are none", () => {
    expect(composed({ sshAuthorizedKeys: [KEY] }).passwd?.users).toEqual([{ name: "core", sshAuthorizedKeys: [KEY] }]);
    expect(composed().passwd).toBeUndefined();
  });

  test("has the extensions, for the node's release", () => {
    const config = composed({ systemExtensions: [SystemExtension.withoutDocker()] });
    expect(config.storage?.links?.map(({ path }) => path)).toContain("/etc/extensions/docker-flatcar.raw");
    expect(thrown(() => composed({ systemExtensions: [SystemExtension.withoutDocker()] }, { release: OLD_LTS })).code).toBe(
      "system-extension-too-new",
    );
  });

  test("has the units of the update strategy", () => {
    expect(unitIn(composed({ update: UpdateStrategy.externallyCoordinated() }), "locksmithd.service").mask).toBe(true);
  });
});

describe("layers", () => {
  test("the pool's config wins over the pool's own settings, and the node's over the pool's", () => {
    const docker = "/etc/extensions/docker-flatcar.raw";
    const extension = MachineConfig.ignition({ storage: { links: [{ path: docker, target: "/opt/docker.raw", overwrite: true }] } });
    const pool = [extension, file("/a", "pool"), file("/b", "pool")];
    const systemExtensions = [SystemExtension.withoutDocker()];
    const config = composed({ systemExtensions, machineConfig: pool }, { machineConfig: [file("/a", "node")] });
    expect(config.storage?.links?.map(({ path, target }) => [path, target])).toEqual([[docker, "/opt/docker.raw"]]);
    expect([textIn(config, "/a"), textIn(config, "/b")]).toEqual(["node", "pool"]);
  });

  test("a layer can take neither the hostname nor the whole config from the pool", () => {
    expect(thrown(() => composed({}, { machineConfig: [file("/etc/hostname", "x\n")] })).code).toBe("hostname-in-config");
    const replace = MachineConfig.ignition({ ignition: { config: { replace: { source: "https://example.com/a.ign" } } } });
    expect(thrown(() => composed({ machineConfig: [replace] })).code).toBe("config-replaced");
  });

  test("come in order: own, pool, node", () => {
    const config = composed({ machineConfig: [file("/p", "")] }, { machineConfig: [file("/n", "")] });
    expect(config.storage?.files?.map(({ path }) => path)).toEqual(["/etc/hostname", UPDATE_CONF_PATH, "/p", "/n"]);
  });

  test("keys of all layers come together", () => {
    const users = (key: string) => MachineConfig.ignition({ passwd: { users: [{ name: "core", sshAuthorizedKeys: [key] }] } });
    const config = composed(
      { sshAuthorizedKeys: [KEY], machineConfig: [users("ssh-rsa AAAA b")] },
      { machineConfig: [users("ssh-rsa AAAA c")] },
    );
    expect(config.passwd?.users?.[0].sshAuthorizedKeys).toEqual([KEY, "ssh-rsa AAAA b", "ssh-rsa AAAA c"]);
  });

  test("two writers of one path differ within a layer: an error, in the pool's and in the node's", () => {
    const two = [file("/a", "1"), file("/a", "2")];
    expect(thrown(() => composed({ machineConfig: two })).code).toBe("two-writers");
    expect(thrown(() => composed({}, { machineConfig: two })).code).toBe("two-writers");
    expect(textIn(composed({ machineConfig: [two[0], two[0]] }), "/a")).toBe("1");
  });

  test("contents of a node take the place of compressed ones of the pool", () => {
    const packed = { source: "data:;base64,H4sIAAAAAAAAA8vPBgBH3dx5AgAAAA==", compression: "gzip" };
    const pool = MachineConfig.ignition({ storage: { files: [{ path: "/a", contents: packed }] } });
    expect(textIn(composed({ machineConfig: [pool] }), "/a")).toBe("ok");
    const config = composed({ machineConfig: [pool] }, { machineConfig: [file("/a", "plain")] });
    expect(fileIn(config, "/a").contents).toEqual({ source: "data:,plain" });
  });

  test("contents of a user take the place of those of an extension, without its hash", () => {
    const extension = SystemExtension.bakery({
      name: "wasmtime",
      version: "24.0.0",
      sha256: { "x86-64": "0".repeat(64) },
    });
    const path = "/opt/extensions/wasmtime/wasmtime-24.0.0-x86-64.raw";
    expect(fileIn(composed({ systemExtensions: [extension] }), path).contents?.verification).toBeDefined();
    const config = composed({ systemExtensions: [extension], machineConfig: [file(path, "mine")] });
    expect(fileIn(config, path).contents).toEqual({ source: "data:,mine" });
  });

  test("nodes of one pool do not see each other's config", () => {
    const all = composer({ machineConfig: [file("/a", "pool")] });
    all.compose(aNode({ name: "a", machineConfig: [file("/a", "node")] }));
    expect(textIn(all.compose(aNode({ name: "b", hostname: "b" })), "/a")).toBe("pool");
  });
});

describe("update.conf", () => {
  const update = UpdateStrategy.reboot({ window: RebootWindow.weekly({ day: Weekday.SATURDAY, start: "02:00", length: "2h" }) });

  test("is merged key by key, written once, over what is in the image, with mode 0644", () => {
    const props = { update, machineConfig: [updateConf("MACHINE_ALIAS=pool\nGROUP=beta\n")] };
    const config = composed(props, { machineConfig: [updateConf("MACHINE_ALIAS=node\n")] });
    expect(config.storage?.files?.filter(({ path }) => path === UPDATE_CONF_PATH)).toHaveLength(1);
    expect(fileIn(config, UPDATE_CONF_PATH)).toMatchObject({ overwrite: true, mode: 0o644 });
    expect(textIn(config, UPDATE_CONF_PATH).trimEnd().split("\n").sort()).toEqual([
      "GROUP=beta",
      expect.stringMatching(/^LOCKSMITHD_REBOOT_WINDOW_LENGTH=/),
      expect.stringMatching(/^LOCKSMITHD_REBOOT_WINDOW_START=/),
      "MACHINE_ALIAS=node",
      "REBOOT_STRATEGY=reboot",
    ]);
  });

  test("does not depend on the order in which keys came", () => {
    const text = (...configs: MachineConfig[]) => textIn(composed({ machineConfig: configs }), UPDATE_CONF_PATH);
    expect(text(updateConf("B=2\n"), updateConf("A=1\n"))).toBe(text(updateConf("A=1\n"), updateConf("B=2\n")));
  });

  test("is not written where nobody has a setting", () => {
    const config = composed({ update: UpdateStrategy.externallyCoordinated() });
    expect(config.storage?.files?.map(({ path }) => path)).toEqual(["/etc/hostname"]);
  });

  test("may be appended to by a user's config, and is merged all the same", () => {
    const appended = MachineConfig.ignition({
      storage: { files: [{ path: UPDATE_CONF_PATH, append: [{ source: "data:,GROUP%3Dbeta" }] }] },
    });
    const config = composed({ machineConfig: [appended] });
    expect(fileIn(config, UPDATE_CONF_PATH).append).toBeUndefined();
    expect(textIn(config, UPDATE_CONF_PATH)).toBe("GROUP=beta\nREBOOT_STRATEGY=reboot\n");
  });

  test("of remote content is an error in every layer, also as what is appended", () => {
    const remote = (part: "contents" | "append") => {
      const resource = { source: "https://example.com/x" };
      const contents = part === "contents" ? { contents: resource } : { append: [resource] };
      return MachineConfig.ignition({ storage: { files: [{ path: UPDATE_CONF_PATH, ...contents }] } });
    };
    expect(thrown(() => composed({ machineConfig: [remote("contents")] })).code).toBe("update-conf-remote");
    expect(thrown(() => composed({}, { machineConfig: [remote("append")] })).code).toBe("update-conf-remote");
  });

  test("may hold tokens, from a user and from the server", () => {
    const props = {
      machineConfig: [updateConf(`MACHINE_ALIAS=${token}\n`)],
      updateServer: UpdateServer.nebraska("https://n.example/v1/update/", token),
    };
    const source = fileIn(composed(props), UPDATE_CONF_PATH).contents?.source ?? "";
    expect(tokenContents({ source })).toContain(`MACHINE_ALIAS='${token}'\n`);
    expect(tokenContents({ source })).toContain(`GROUP='${token}'\n`);
  });

  test.each<[string, UpdateStrategy, MachineConfig, string]>([
    ["another strategy", UpdateStrategy.off(), updateConf("REBOOT_STRATEGY=reboot\n"), "update-conf-contradicts-strategy"],
    ["a server of its own", UpdateStrategy.reboot(), updateConf("SERVER=disabled\n"), "update-conf-contradicts-strategy"],
    [
      "a masked locksmithd",
      UpdateStrategy.reboot(),
      MachineConfig.unit({ name: "locksmithd.service", mask: true }),
      "update-strategy-contradicted",
    ],
    [
      "an unmasked locksmithd",
      UpdateStrategy.externallyCoordinated(),
      MachineConfig.unit({ name: "locksmithd.service", enabled: true }),
      "update-strategy-contradicted",
    ],
    [
      "a masked update_engine",
      UpdateStrategy.disabled(),
      MachineConfig.unit({ name: "update-engine.service", mask: true }),
      "update-strategy-contradicted",
    ],
  ])("a user's config with %s contradicts the strategy, in the pool's layer and in the node's", (_, strategy, config, code) => {
    expect(thrown(() => composed({ update: strategy, machineConfig: [config] })).code).toBe(code);
    expect(thrown(() => composed({ update: strategy }, { machineConfig: [config] })).code).toBe(code);
  });

  test("a contradiction of one node is found after nodes without one", () => {
    const all = composer();
    all.compose(aNode());
    const mask = MachineConfig.unit({ name: "locksmithd.service", mask: true });
    expect(thrown(() => all.compose(aNode({ name: "b", hostname: "b", machineConfig: [mask] }))).code).toBe("update-strategy-contradicted");
  });

  test("a key that suits the window of one reboot slot only is found at the next", () => {
    const staggered = UpdateStrategy.reboot({
      window: RebootWindow.daily({ start: "00:00", length: "1h" }).staggered({ slots: 2, gap: "1h" }),
    });
    const start = /LOCKSMITHD_REBOOT_WINDOW_START="?([^"\n]*)/.exec(
      textIn(composed({ update: staggered }, { index: 0 }), UPDATE_CONF_PATH),
    )?.[1];
    const all = composer({ update: staggered, machineConfig: [updateConf(`LOCKSMITHD_REBOOT_WINDOW_START="${start}"\n`)] });
    expect(() => all.compose(aNode({ index: 0 }))).not.toThrow();
    const error = thrown(() => all.compose(aNode({ name: "b", hostname: "b", index: 1 })));
    expect(error.code).toBe("update-conf-contradicts-strategy");
  });
});

describe("the spec version", () => {
  test.each<[string, FlatcarRelease, string]>([
    ["3.4.0 on a release that boots 3.5.0", RELEASE, "3.4.0"],
    ["3.4.0 on a release that boots it", LTS, "3.4.0"],
    ["lower where the release needs it", OLD_LTS, "3.3.0"],
  ])("is %s", (_, release, spec) => {
    expect(composed({ machineConfig: [file("/a", "")] }, { release }).ignition?.version).toBe(spec);
  });

  test.each<[FlatcarRelease, string]>([
    [LTS, "3.5.0"],
    [OLD_LTS, "3.4.0"],
    [RELEASE, "3.6.0"],
  ])("of a config that the release %s cannot boot is an error: %s", (release, spec) => {
    const error = thrown(() => composed({ machineConfig: [version(spec)] }, { release }));
    expect(error).toMatchObject({ code: "ignition-spec-too-new", received: spec });
    expect(error.allowed).toContain(`Flatcar ${release.version.toString()} has Ignition ${release.ignitionVersion}`);
    expect(thrown(() => composed({}, { release, machineConfig: [version(spec)] })).code).toBe("ignition-spec-too-new");
  });

  test("of a config whose fields need it is an error that names them", () => {
    const cex: IgnitionConfig = { storage: { luks: [{ name: "x", device: "/dev/x", cex: { enabled: true } }] } };
    const error = thrown(() => composed({ machineConfig: [version("3.5.0", cex)] }, { release: LTS }));
    expect(error).toMatchObject({ code: "ignition-spec-too-new", received: ["storage.luks.0.cex (since 3.5.0)"] });
    const platformSpec = { version: IgnitionSpecVersion.V3_4_0, reason: "the platform serves 3.4.0" };
    expect(thrown(() => composed({ machineConfig: [version("3.5.0", cex)], platformSpec })).received).toEqual(error.received);
    expect(thrown(() => composed({ machineConfig: [version("3.5.0")], platformSpec })).received).toBe("3.5.0");
  });

  test("of Butane is no reason for another one: the experimental version is written in the usual spec", () => {
    const butane = MachineConfig.butane("variant: flatcar\nversion: 1.2.0-experimental\nstorage: {files: [{path: /a}]}\n");
    expect(composed({ machineConfig: [butane] }).ignition?.version).toBe("3.4.0");
    expect(composed({ machineConfig: [butane] }, { release: OLD_LTS }).ignition?.version).toBe("3.3.0");
    const platformSpec = { version: IgnitionSpecVersion.V3_4_0, reason: "the platform serves 3.4.0" };
    expect(composed({ machineConfig: [butane], platformSpec }).ignition?.version).toBe("3.4.0");
  });

  test("of a layer in 3.5.0 raises the whole config where the release boots it", () => {
    const cex: IgnitionConfig = { storage: { luks: [{ name: "x", device: "/dev/x", cex: { enabled: true } }] } };
    expect(composed({ machineConfig: [file("/a", ""), version("3.5.0", cex)] }).ignition?.version).toBe("3.5.0");
    expect(composed({ machineConfig: [file("/a", "")] }, { machineConfig: [version("3.5.0")] }).ignition?.version).toBe("3.5.0");
  });

  test("is each node's own: one in 3.5.0 does not raise the others, whatever comes first", () => {
    const all = composer({ machineConfig: [file("/a", "")] });
    const spec = (name: string, machineConfig: MachineConfig[]) =>
      all.compose(aNode({ name, hostname: name, machineConfig })).ignition?.version;
    expect([spec("a", []), spec("b", [version("3.5.0")]), spec("c", [])]).toEqual(["3.4.0", "3.5.0", "3.4.0"]);
  });

  test("of older layers is translated", () => {
    const raid = version("3.2.0", { storage: { raid: [{ name: "x", level: "raid1", devices: ["/dev/a", "/dev/b"] }] } });
    const config = composed({ machineConfig: [version("3.0.0", { storage: { files: [{ path: "/a" }] } }), raid] });
    expect(config.ignition?.version).toBe("3.4.0");
    expect(config.storage?.raid?.[0].level).toBe("raid1");
  });

  test.each([
    ["2.3.0", "ignition-version-legacy"],
    ["3.6.0-experimental", "ignition-version-experimental"],
    ["3.9.0", "ignition-version-unsupported"],
  ])("%s is an error", (spec, code) => {
    expect(thrown(() => composed({ machineConfig: [version(spec)] })).code).toBe(code);
  });

  test("is what a config's fields are held against", () => {
    const luks: IgnitionConfig = { storage: { luks: [{ name: "x", device: "/dev/x", cex: { enabled: true } }] } };
    expect(thrown(() => composed({ machineConfig: [MachineConfig.ignition(luks)] })).code).toBe("ignition-invalid");
  });
});

describe("checks", () => {
  test("a user's config that is not valid is an error that says whose it is", () => {
    const error = thrown(() => composed({ machineConfig: [MachineConfig.ignition({ storage: { files: [{ path: "a" }] } })] }));
    expect(error.code).toBe("ignition-invalid");
    expect(error.subject).toContain("machineConfig");
  });

  test.each([{ storage: { files: "x" } }, { storage: { links: [null] } }, { ignition: { config: "x" } }])(
    "a config of wrong types is an error like any other: %j",
    (config) => {
      expect(thrown(() => composed({ machineConfig: [MachineConfig.ignition(untyped(config))] })).code).toBe("ignition-invalid");
    },
  );

  test("two good layers that contradict each other are an error that names the node", () => {
    const directory = MachineConfig.ignition({ storage: { links: [{ path: "/a", target: "/b" }] } });
    const below = file("/a/b", "x");
    const error = thrown(() => composed({ machineConfig: [directory] }, { machineConfig: [below] }));
    expect(error.code).toBe("ignition-invalid");
    expect(error.subject).toContain("machine config of a");
  });

  test.each(["", "no key", "ssh-ed25519", `${KEY}\n`, `${KEY}\n${KEY}`, "ssh-ed25519 A*A", "# ssh-ed25519 AAAA"])("%j is no key", (key) => {
    expect(thrown(() => composer({ sshAuthorizedKeys: [KEY, key] }))).toMatchObject({
      code: "ssh-key",
      subject: "sshAuthorizedKeys[1]",
      received: key,
    });
  });

  test.each([
    KEY,
    "ssh-rsa AAAA==",
    "ecdsa-sha2-nistp256 AAAA= a b c",
    "sk-ssh-ed25519@openssh.com AAAA x",
    'no-pty,command="echo hi" ssh-ed25519 AAAA x',
  ])("%s is a key", (key) => {
    expect(() => composer({ sshAuthorizedKeys: [key] })).not.toThrow();
  });

  test("a private key is refused and shown nowhere", () => {
    const secret = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
    const error = thrown(() => composer({ sshAuthorizedKeys: [secret] }));
    expect(error.code).toBe("ssh-key");
    expect(error.mend).toContain(".pub");
    expect(JSON.stringify([error.message, error])).not.toContain("b3BlbnNzaC");
  });

  test("a key may be a token", () => {
    expect(composed({ sshAuthorizedKeys: [token, `ssh-ed25519 ${token} x`] }).passwd?.users?.[0].sshAuthorizedKeys).toEqual([
      token,
      `ssh-ed25519 ${token} x`,
    ]);
  });

  test("a list of keys cannot be a token: each key is an entry of the config", () => {
    const error = thrown(() => composer({ sshAuthorizedKeys: variable.listValue }));
    expect(error).toMatchObject({ code: "ssh-key", received: "a list known only at apply" });
    expect(error.mend).toContain("one by one");
  });
});

describe("warnings", () => {
  const odd = "variant: flatcar\nversion: 1.1.0\nstorage: {files: [{path: /a, mode: 444}]}\n";

  test("about a config are told once, however many nodes have it, also made anew for each", () => {
    const told: string[] = [];
    const all = composer({ machineConfig: [MachineConfig.butane(odd)], warn: ({ subject }) => void told.push(subject) });
    for (const name of ["a", "b", "c"]) all.compose(aNode({ name, hostname: name, machineConfig: [MachineConfig.butane(odd)] }));
    expect(told).toEqual([expect.stringMatching(/^machineConfig: line 3, column 36: storage\.files\.0\.mode: unreasonable mode/)]);
  });

  test("are nobody's where nobody asks", () => {
    expect(() => composed({ machineConfig: [MachineConfig.butane(odd)] })).not.toThrow();
  });
});

describe("tokens in a user's config", () => {
  test("are passed by every check of a text", () => {
    const config: IgnitionConfig = {
      ignition: { config: { merge: [{ source: token, verification: { hash: token } }] } },
      passwd: { users: [{ name: token, passwordHash: token, sshAuthorizedKeys: [token] }] },
      storage: {
        files: [
          { path: `/a/${token}`, contents: { source: token, verification: { hash: `sha512-${token}` } } },
          { path: token, contents: { source: `https://${token}/x` } },
        ],
        links: [{ path: `/l/${token}`, target: token }],
        directories: [{ path: `/d/${token}`, user: { name: token } }],
        filesystems: [{ device: token, format: "ext4", path: token, label: token, uuid: token }],
        disks: [{ device: `/dev/${token}`, partitions: [{ number: 1, label: token }] }],
      },
      systemd: { units: [{ name: "a.service", contents: token, dropins: [{ name: "b.conf", contents: `[Unit]\n${token}` }] }] },
    };
    expect(composed({ machineConfig: [MachineConfig.ignition(config)] }).systemd?.units?.[0].contents).toBe(token);
  });

  test.each<[string, IgnitionConfig, string]>([
    ["number", { storage: { files: [{ path: "/a", mode: variable.numberValue }] } }, "machineConfig.storage.files.0.mode"],
    [
      "object",
      { systemd: { units: [{ name: "a.service", enabled: untyped(variable.booleanValue) }] } },
      "machineConfig.systemd.units.0.enabled",
    ],
    [
      "list",
      { passwd: { users: [{ name: "core", sshAuthorizedKeys: variable.listValue }] } },
      "machineConfig.passwd.users.0.sshAuthorizedKeys",
    ],
    [
      "list",
      { passwd: { users: [{ name: "core", sshAuthorizedKeys: [KEY, ...variable.listValue] }] } },
      "machineConfig.passwd.users.0.sshAuthorizedKeys.1",
    ],
  ])("cannot stand for a %s, and the error names the field and says why", (type, config, subject) => {
    const error = thrown(() => composed({ machineConfig: [MachineConfig.ignition(config)] }));
    expect(error).toMatchObject({ code: "token-not-in-text", subject, received: `a value (${type}) known only at apply` });
    expect(error.allowed).toContain("only texts");
  });
});

describe("a config computed per node", () => {
  class PerNode extends MachineConfig {
    public readonly seen: NodeContext[] = [];

    public override render(node: NodeContext): IgnitionConfig {
      this.seen.push(node);
      return { storage: { files: [{ path: "/node", contents: { source: `data:,${node.name}` } }] } };
    }
  }

  test("is asked for each node, and told what is known of it", () => {
    const config = new PerNode();
    const all = composer({ machineConfig: [config] });
    const node = { index: 3, privateIpv4: "10.0.0.7", hostname: "host" };
    expect(textIn(all.compose(aNode(node)), "/node")).toBe("a");
    expect(textIn(all.compose(aNode({ name: "b", release: LTS })), "/node")).toBe("b");
    expect(config.seen[0]).toEqual({
      name: "a",
      hostname: "host",
      pool: "db",
      stack: "stack",
      platform: "test",
      release: RELEASE,
      architecture: Architecture.AMD64,
      index: 3,
      privateIpv4: "10.0.0.7",
    });
    expect(config.seen[1].release).toBe(LTS);
  });

  test("is checked for each node", () => {
    class Wrong extends MachineConfig {
      public override render(node: NodeContext): IgnitionConfig {
        return { storage: { files: [{ path: node.name === "b" ? "relative" : "/a" }] } };
      }
    }
    const all = composer({ machineConfig: [new Wrong()] });
    all.compose(aNode());
    expect(thrown(() => all.compose(aNode({ name: "b" }))).code).toBe("ignition-invalid");
  });
});

test("a config that is the same for every node is asked once", () => {
  let asked = 0;
  class Counted extends MachineConfig {
    public override get sameForEveryNode(): boolean {
      return true;
    }

    public override render(): IgnitionConfig {
      asked++;
      return { storage: { files: [{ path: "/a", contents: { source: "data:,x" } }] } };
    }
  }
  const all = composer({ machineConfig: [new Counted()] });
  const configs = ["a", "b", "c"].map((name) => all.compose(aNode({ name, hostname: name })));
  expect(configs.map((config) => Buffer.from(decodeDataUrl(fileIn(config, "/a").contents?.source ?? "")).toString())).toEqual([
    "x",
    "x",
    "x",
  ]);
  expect(asked).toBe(1);
});

describe("a platform that prescribes a spec version", () => {
  const platformSpec = { version: IgnitionSpecVersion.V3_4_0, reason: "the server writes 3.4.0" };

  test("has every config in that version, though the release reads a newer one", () => {
    expect(composed({ platformSpec }).ignition?.version).toBe("3.4.0");
    expect(composed({ platformSpec, machineConfig: [version("3.1.0")] }).ignition?.version).toBe("3.4.0");
  });

  test("refuses a config in a newer version, and says who cannot take it", () => {
    const error = thrown(() => composed({ platformSpec, machineConfig: [version("3.5.0")] }));
    expect(error).toMatchObject({ code: "ignition-spec-too-new", received: "3.5.0", allowed: "at most 3.4.0: the server writes 3.4.0" });
    expect(error.mend).not.toContain("release");
  });

  test("refuses a release that cannot read that version", () => {
    const error = thrown(() => composed({ platformSpec }, { release: OLD_LTS }));
    expect(error).toMatchObject({ code: "release-below-platform-spec", subject: "release" });
    expect(error.received).toContain("3510.3.8 has Ignition 2.14.0, which reads configs up to 3.3.0");
    expect(() => composed({ platformSpec }, { release: LTS })).not.toThrow();
  });
});

import * as fs from "fs";
import * as path from "path";
import { TerraformVariable } from "cdktf";
import { afterAll, expect, test, vi } from "vitest";
import { FlatcarButane } from "../../lib/butane";
import { decodeDataUrl } from "../../lib/ignition";
import { ButaneOptions, MachineConfig } from "../../lib/pool/machine-config";
import { NodeContext } from "../../lib/pool/node-context";
import { sourceOf } from "../../lib/pool/config-source";
import { tokenContents } from "../../lib/pool/values";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { scratchStack, thrown, untyped } from "../support";
import { scratch } from "../support/project";
import { LTS, OLD_LTS, RELEASE } from "./test-pool";

const { translations } = vi.hoisted(() => ({ translations: [] as unknown[] }));
vi.mock("../../lib/butane", async (original) => {
  const real = await original<typeof import("../../lib/butane")>();
  const translateButane: typeof real.translateButane = (text, options) => {
    translations.push(text);
    return real.translateButane(text, options);
  };
  return { ...real, translateButane };
});

const folder = scratch();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const variable = new TerraformVariable(scratchStack(), "v", {});
const token = variable.stringValue;

const context = (release: FlatcarRelease): NodeContext => ({
  name: "a",
  pool: "db",
  stack: "stack",
  platform: "test",
  release,
  architecture: Architecture.AMD64,
});
const HEAD = "variant: flatcar\nversion: 1.1.0\n";
const rendered = (config: MachineConfig, release = RELEASE) => config.render(context(release));
const butane = (config: string | FlatcarButane, options: ButaneOptions = {}, release = RELEASE) =>
  rendered(MachineConfig.butane(config, options), release);
const inline = (text: string): string =>
  `${HEAD}storage:\n  files:\n    - path: /a\n      contents:\n        inline: ${JSON.stringify(text)}\n`;
const textOf = (config: ReturnType<typeof butane>, i = 0): string => {
  const { source = "", compression } = config.storage?.files?.[i].contents ?? {};
  return Buffer.from(decodeDataUrl(source, compression)).toString();
};

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

test("a text becomes Ignition", () => {
  expect(butane(`${HEAD}systemd:\n  units:\n    - name: docker.service\n      enabled: true\n`)).toEqual({
    ignition: { version: "3.4.0" },
    systemd: { units: [{ name: "docker.service", enabled: true }] },
  });
});

test("an object becomes the same as the text", () => {
  expect(butane({ storage: { files: [{ path: "/a", mode: 0o600, contents: { inline: "x" } }] } })).toEqual(
    butane(inline("x").replace("- path: /a\n", "- path: /a\n      mode: 0600\n")),
  );
});

test("values are put in after the translation: they cannot break out of the YAML", () => {
  const awkward = '"\n- path: /b\n  $& @NAME@ 😀';
  expect(textOf(butane(inline("<@NAME@>"), { values: { NAME: awkward } }))).toBe(`<${awkward}>`);
});

test("a place in contents that Butane compresses is found, and may be known only at apply", () => {
  const text = `${"a line that repeats\n".repeat(50)}TOKEN=@NAME@\n`;
  expect(butane(inline(text), { values: { NAME: "@NAME@" } }).storage?.files?.[0].contents?.compression).toBe("gzip");
  expect(textOf(butane(inline(text), { values: { NAME: "x" } }))).toBe(text.replace("@NAME@", "x"));
  const { source = "", compression } = butane(inline(text), { values: { NAME: token } }).storage?.files?.[0].contents ?? {};
  expect(compression).toBeUndefined();
  expect(tokenContents({ source })).toBe(text.replace("@NAME@", token));
});

test("places and values that do not match are errors", () => {
  expect(thrown(() => butane(inline("@A@")))).toMatchObject({ code: "value-missing", subject: "machineConfig: @A@" });
  expect(thrown(() => butane(inline("a"), { values: { A: "x" } })).code).toBe("value-unused");
});

test("a value known only at apply in the text is an error that says what to write", () => {
  for (const text of [
    inline(token),
    token,
    inline(`PORT=${variable.numberValue}`),
    `${HEAD}passwd: {users: [{name: core, ssh_authorized_keys: ["${variable.listValue[0]}"]}]}\n`,
  ]) {
    const error = thrown(() => butane(text));
    expect(error.code).toBe("butane-token");
    expect(error.mend).toContain("@NAME@");
  }
});

test("in an object, contents and other texts may hold values known only at apply", () => {
  const config = butane(
    {
      storage: { files: [{ path: "/a", contents: { inline: `T=${token} @TOKEN_0@\n${token}` } }] },
      passwd: { users: [{ name: "core", ssh_authorized_keys: [token] }] },
      systemd: { units: [{ name: "a.service", contents: `[Unit]\nDescription=${token}\n` }] },
    },
    { values: { TOKEN_0: "mine" } },
  );
  const { source = "" } = config.storage?.files?.[0].contents ?? {};
  expect(tokenContents({ source })).toBe(`T=${token} mine\n${token}`);
  expect(config.passwd?.users?.[0].sshAuthorizedKeys).toEqual([token]);
  expect(config.systemd?.units?.[0].contents).toBe(`[Unit]\nDescription=${token}\n`);
});

test("a value known only at apply is an error where it is no text, or is read at synth", () => {
  const list = variable.listValue[0];
  const file = (file: object): FlatcarButane => ({ storage: { files: [{ path: "/a", ...file }] } });
  const cases: [FlatcarButane, string, string][] = [
    [file({ mode: variable.numberValue }), "token-not-in-text", "storage.files.0.mode"],
    [file({ overwrite: variable.booleanValue }), "token-not-in-text", "storage.files.0.overwrite"],
    [file({ contents: { inline: `PORT=${variable.numberValue}` } }), "token-not-in-text", "storage.files.0.contents.inline"],
    [file({ contents: { inline: `T=${list}` } }), "token-not-in-text", "storage.files.0.contents.inline"],
    [{ systemd: { units: [{ name: "a.service", contents: list }] } }, "token-not-in-text", "systemd.units.0.contents"],
    [file({ contents: { local: token } }), "butane-token", "storage.files.0.contents.local"],
    [{ systemd: { units: [{ name: "a.service", contents_local: token }] } }, "butane-token", "systemd.units.0.contents_local"],
    [
      { passwd: { users: [{ name: "core", ssh_authorized_keys_local: [token] }] } },
      "butane-token",
      "passwd.users.0.ssh_authorized_keys_local.0",
    ],
    [{ storage: { trees: [{ local: token }] } }, "butane-token", "storage.trees.0.local"],
    [{ version: token }, "butane-token", "version"],
  ];
  for (const [config, code, field] of cases) {
    expect(thrown(() => butane(config, { filesDir: folder }))).toMatchObject({ code, subject: `machineConfig: ${field}` });
  }
  expect(thrown(() => butane({}, { filesDir: token }))).toMatchObject({ code: "butane-token", subject: "machineConfig: filesDir" });
});

test("what is neither a text nor an object of plain values is an error, and nothing that is passed over", () => {
  const circle: { storage: object } = { storage: {} };
  Object.assign(circle.storage, { circle });
  for (const config of [undefined, null, 42, [], circle, { storage: { files: [{ path: "/a", mode: 10n }] } }]) {
    expect(thrown(() => butane(untyped<FlatcarButane>(config))).code).toBe("butane-invalid");
  }
  expect(thrown(() => rendered(MachineConfig.butaneFile(untyped<string>(undefined)))).code).toBe("config-path-relative");
});

test("contents that are said to be compressed and are not are an error that names their place, without a secret", () => {
  const error = thrown(() => butane(file("PASSWORD=hunter2")));
  expect(error).toMatchObject({ code: "data-url-malformed", mend: expect.stringContaining("take 'compression' out") });
  expect(error.subject).toContain("machineConfig: storage.files.0.contents");
  expect(error.message).not.toContain("hunter2");
  function file(inline: string): FlatcarButane {
    return { storage: { files: [{ path: "/a", contents: { inline, compression: "gzip" } }] } };
  }
});

test("a value in the path or device of a mount that Butane makes a unit for is an error: the unit is named by it", () => {
  const mount = (path: string, device: string): FlatcarButane => ({
    storage: { filesystems: [{ device, path, format: "ext4", with_mount_unit: true }] },
  });
  expect(thrown(() => butane(mount("/var/@NAME@", "/dev/vdb"), { values: { NAME: "x" } })).code).toBe("value-in-unit-name");
  expect(thrown(() => butane(mount(`/var/${token}`, "/dev/vdb"))).code).toBe("value-in-unit-name");
  const values = { NAME: "vdb" };
  const error = thrown(() => butane(mount("/var/a", "/dev/@NAME@"), { values }));
  expect(error).toMatchObject({
    code: "value-in-unit-name",
    received: expect.stringContaining("var-a.mount, which requires systemd-fsck@"),
  });
  expect(thrown(() => butane(mount("/var/a", `/dev/${token}`))).code).toBe("value-in-unit-name");
  const own = { name: "a.service", contents: "[Service]\nExecStart=/bin/echo \\x40NAME\\x40 @NAME@\n" };
  expect(butane({ systemd: { units: [own] } }, { values }).systemd?.units?.[0].contents).toContain("\\x40NAME\\x40 vdb\n");
});

test("what butane refuses is one error with the first places, in its words", () => {
  const files = ["a", "b", "c", "d"].map((name) => `    - path: ${name}\n`).join("");
  const error = thrown(() => butane(`${HEAD}storage:\n  files:\n${files}`));
  expect(error.code).toBe("butane-invalid");
  expect(error.subject).toBe(
    "machineConfig with 4 problems: line 5, column 13: storage.files.0.path: path not absolute; line 6, column 13: storage.files.1.path: path not absolute; " +
      "line 7, column 13: storage.files.2.path: path not absolute; and 1 more",
  );
  expect(error.received).toBe("- path: a");
});

test("one problem says what to correct", () => {
  expect(thrown(() => butane({ storage: { files: [{ path: "a" }] } }))).toMatchObject({
    subject: "machineConfig: storage.files.0.path: path not absolute",
    received: undefined,
    mend: "correct storage.files.0.path",
  });
});

test.each([
  ["storage: [\n", "Error unmarshaling yaml"],
  ["variant: fcos\nversion: 1.5.0\n", "No translator exists for variant fcos with version 1.5.0"],
  ["", "error parsing variant; must be specified"],
  [`${HEAD}systemd: 7\n`, "cannot unmarshal"],
])("%j is an error without a place: %s", (text, message) => {
  const error = thrown(() => butane(text));
  expect(error).toMatchObject({ code: "butane-invalid", mend: "correct the config" });
  expect(error.subject).toContain(`machineConfig: ${message}`.slice(0, 15));
  expect(error.subject).toContain(message);
});

test("a key that the version does not have is an error, as in every machine config", () => {
  const text = `${HEAD}storage:\n  files:\n    - path: /a\n      contnts: {inline: x}\n`;
  expect(thrown(() => butane(text)).subject).toBe("machineConfig: line 6, column 7: storage.files.0.contnts: unused key contnts");
  expect(thrown(() => butane(untyped<FlatcarButane>({ storage: { fils: [] } }))).subject).toBe(
    'machineConfig: storage.fils: unused key fils (did you mean "files"?)',
  );
});

test("keys for anchors and merges of YAML are none of these", () => {
  const text = `${HEAD}x-file: &file\n  mode: 0600\nstorage:\n  files:\n    - path: /a\n      <<: *file\n`;
  expect(butane(text).storage?.files).toEqual([{ path: "/a", mode: 0o600 }]);
});

test("the line that an error shows has no secrets in it", () => {
  const error = thrown(() => butane(`${HEAD}ignition: {config: {merge: [{source: "ftp://core:hunter2@example.com/"}]}}\n`));
  expect(error.code).toBe("butane-invalid");
  expect(error.message).not.toContain("hunter2");
});

test("what butane warns of is told to whoever asks where the config is from", () => {
  const config = butane(`${HEAD}storage:\n  files:\n    - path: /a\n      mode: 444\nsystemd:\n`);
  expect(sourceOf(config)?.warnings).toEqual([
    expect.objectContaining({ code: "butane-warning", subject: expect.stringContaining("context tree does not match") as string }),
    expect.objectContaining({
      subject: expect.stringContaining("line 6, column 13: storage.files.0.mode: unreasonable mode") as string,
      received: "mode: 444",
      mend: "check storage.files.0.mode",
    }),
  ]);
});

test("a config is of the version that its Butane has, and lower where the release needs it", () => {
  expect(butane(inline("x")).ignition?.version).toBe("3.4.0");
  expect(butane(inline("x"), {}, OLD_LTS).ignition?.version).toBe("3.3.0");
  expect(butane(inline("x").replace("1.1.0", "1.0.0")).ignition?.version).toBe("3.3.0");
});

test("the experimental version becomes the lowest stable one that says the same", () => {
  const experimental = (more: string): string => `variant: flatcar\nversion: 1.2.0-experimental\n${more}`;
  expect(butane(experimental("")).ignition?.version).toBe("3.4.0");
  expect(butane(experimental(""), {}, OLD_LTS).ignition?.version).toBe("3.3.0");
  const error = thrown(() => butane(experimental("storage: {files: [{path: /a, mode: 04755}]}\n"), {}, LTS));
  expect(error).toMatchObject({
    code: "ignition-spec-too-new",
    subject: "machineConfig",
    received: ["storage.files.0.mode (since 3.6.0)"],
  });
  expect(error.allowed).toContain("fields of spec 3.4.0: Flatcar 4081.3.10 has Ignition 2.19.0");
});

test("a field that the release does not boot is named", () => {
  const text = `${HEAD}storage: {luks: [{name: a, device: /dev/a, discard: true}]}\n`;
  expect(butane(text, {}, LTS).storage?.luks?.[0].discard).toBe(true);
  expect(thrown(() => butane(text, {}, OLD_LTS)).received).toEqual(["storage.luks.0.discard (since 3.4.0)"]);
});

test("a config is translated once for all nodes and releases", () => {
  const config = MachineConfig.butane(inline("only once"));
  translations.length = 0;
  const one = rendered(config);
  expect([rendered(config), rendered(config, OLD_LTS)]).toEqual([one, { ...one, ignition: { version: "3.3.0" } }]);
  expect(rendered(config)).toBe(one);
  expect(translations.length).toBe(1);
  expect(config.sameForEveryNode).toBe(true);
});

test("a text that is made anew for each node, with other values, is translated once", () => {
  translations.length = 0;
  const texts = Array.from({ length: 100 }, (_, i) => textOf(butane(inline("one text: @N@"), { values: { N: `${i}` } })));
  expect(texts[99]).toBe("one text: 99");
  expect(translations.length).toBe(1);
});

test("no more than some texts are kept", () => {
  const first = inline("kept for a while");
  butane(first);
  for (let i = 0; i < 16; i++) butane(inline(`other ${i}`));
  translations.length = 0;
  butane(first);
  expect(translations).toEqual([first]);
});

const LOCAL = `${HEAD}storage:\n  files:\n    - path: /a\n      contents:\n        local: sub/a.txt\n`;

test("a file is read with the files of its own folder, when a pool first uses it", () => {
  const config = MachineConfig.butaneFile(path.join(folder, "late", "base.bu"));
  written("late/base.bu", LOCAL);
  written("late/sub/a.txt", "first");
  expect(textOf(rendered(config))).toBe("first");
  written("late/sub/a.txt", "second");
  expect(textOf(rendered(config, OLD_LTS))).toBe("first");
  expect(textOf(rendered(MachineConfig.butaneFile(path.join(folder, "late", "base.bu"))))).toBe("second");
});

test("a text has no files unless it is told where", () => {
  written("files/sub/a.txt", "x");
  const error = thrown(() => butane(LOCAL));
  expect(error.code).toBe("butane-invalid");
  expect(error.mend).toBe("give 'filesDir', the folder of the files that 'local' names");
  expect(textOf(butane(LOCAL, { filesDir: path.join(folder, "files") }))).toBe("x");
  const escaped = LOCAL.replace("local", '"l\\x6fcal"');
  expect(textOf(butane(escaped, { filesDir: path.join(folder, "files") }))).toBe("x");
});

test("a file may have its files elsewhere, and none outside of there", () => {
  const file = written("elsewhere/base.bu", LOCAL);
  written("files/sub/a.txt", "x");
  expect(textOf(rendered(MachineConfig.butaneFile(file, { filesDir: path.join(folder, "files") })))).toBe("x");
  const outside = written("elsewhere/outside.bu", LOCAL.replace("sub/a.txt", "../files/sub/a.txt"));
  expect(thrown(() => rendered(MachineConfig.butaneFile(outside))).subject).toBe(
    "outside.bu: line 7, column 16: storage.files.0.contents.local: local file path traverses outside the files directory",
  );
});

test("relative paths are errors: the working directory decides nothing", () => {
  expect(thrown(() => rendered(MachineConfig.butaneFile("base.bu"))).code).toBe("config-path-relative");
  expect(thrown(() => butane(inline("x"), { filesDir: "files" }))).toMatchObject({ code: "config-path-relative", received: "files" });
  expect(thrown(() => rendered(MachineConfig.butaneFile(path.join(folder, "none.bu")))).code).toBe("config-file-unreadable");
});

test("a config remembers its file and the lines of what it writes", () => {
  const file = written("lines.bu", `${LOCAL}systemd:\n  units:\n    - name: a.service\n      enabled: true\n`);
  written("sub/a.txt", "x");
  const source = sourceOf(rendered(MachineConfig.butaneFile(file)));
  expect(source).toMatchObject({ file, warnings: [] });
  expect(["/a", "a.service", "/b"].map((what) => source?.lineOf(what))).toEqual([5, 10, undefined]);
  expect(sourceOf(butane(inline("x").replace("/a", "/@DIR@/a"), { values: { DIR: "etc" } }))?.lineOf("/etc/a")).toBe(5);
  expect(sourceOf(butane(inline("x")))?.file).toBeUndefined();
  expect(sourceOf(butane({}))).toMatchObject({ inProgram: true });
});

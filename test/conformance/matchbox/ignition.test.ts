import { expect, test } from "vitest";
import { Workspace, builtTool, exec, requires } from "../../integration/harness";
import { Rig, ignition, oneMachine, MAC } from "./rig";

// What matchbox 0.11 makes of the Ignition config of a profile: it reads it with its own copy of Ignition's parser (2.18, up to 3.4.0) at
// each request, and writes it anew. Nothing of that happens at apply.

const FILE = { path: "/etc/hostname", mode: 0o644, contents: { source: "data:,w0" } };

/** A config as matchbox writes it: every object that its 3.4.0 has is there. */
const RENDERED = {
  ignition: { config: { replace: { verification: {} } }, proxy: {}, security: { tls: {} }, timeouts: {}, version: "3.4.0" },
  kernelArguments: {},
  passwd: {},
  storage: { files: [{ ...FILE, group: {}, user: {}, contents: { ...FILE.contents, verification: {} } }] },
  systemd: {},
};

/** What it serves in place of a config that it cannot read. */
const UNREADABLE = { ...RENDERED, ignition: { ...RENDERED.ignition, version: "" }, storage: {} };

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
  "tool-ignition-validate",
)("an Ignition config in matchbox", () => {
  test("of spec 3.0.0 to 3.4.0 is served as 3.4.0, with empty objects", async () => {
    const rig = await Rig.start();
    for (const version of ["3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0"]) {
      expect(await rig.serve(JSON.stringify(ignition(version))), version).toMatchObject({ status: 200, json: RENDERED });
    }
  });

  test("that it cannot read applies, plans nothing after it, and is served with status 200 as a config of no version", async () => {
    const rig = await Rig.start();
    const readable = JSON.stringify(ignition("3.4.0"));
    const unreadable = [
      ...["3.5.0", "3.6.0", "2.3.0", "3.4.0-experimental"].map((version) => JSON.stringify(ignition(version))),
      "{",
      " ",
      "{}",
      "[]",
      `${readable} more`,
      JSON.stringify({ ignition: { version: "3.4.0" }, storage: { files: [{ path: "not-absolute" }] } }),
    ];
    for (const text of unreadable) {
      const served = await rig.serve(text);
      expect({ status: served.status, json: served.json }, text).toEqual({ status: 200, json: UNREADABLE });
      expect((await rig.plan()).isEmpty, text).toBe(true);
    }
    expect(rig.matchbox.logs()).toContain("$.storage.files.0.path, line 1 col 61: path not absolute");
  });

  test("of no version stops Ignition, so that the machine does not come up without its config", async () => {
    const file = Workspace.forTest().write("served.ign", UNREADABLE);
    const { exitCode, stdout, stderr } = await exec(builtTool("ignition-validate"), [file], { allowedExitCodes: [0, 1] });
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain("invalid config version (couldn't parse)");
  });

  test("that is empty text is none: the profile has no config and /ignition gives 404", async () => {
    const rig = await Rig.start();
    expect((await rig.serve("")).status).toBe(404);
    expect(rig.matchbox.profiles()).toEqual([{ id: "p", boot: {} }]);
    expect((await rig.plan()).isEmpty).toBe(true);
  });

  test("loses the keys that 3.4.0 does not have, without a word", async () => {
    const rig = await Rig.start();
    const luks = { name: "a", device: "/dev/a", cex: { enabled: true } };
    const config = { ...ignition("3.4.0"), variant: "flatcar", storage: { files: [{ ...FILE, comment: "x" }], luks: [luks] } };
    const { text, json } = await rig.serve(JSON.stringify(config));
    expect(json).toMatchObject({ ignition: { version: "3.4.0" }, storage: { files: [{ path: FILE.path }], luks: [{ name: "a" }] } });
    expect(text).not.toMatch(/variant|comment|cex/);
    expect(rig.matchbox.logs()).not.toContain("warning parsing Ignition");
  });

  test("keeps the special bits of a mode as 3.4.0, and loses them below", async () => {
    const rig = await Rig.start();
    const storage = { files: [{ path: "/a", mode: 0o4755 }], directories: [{ path: "/b", mode: 0o1777 }] };
    const modes = async (version: string) => (await rig.serve(JSON.stringify({ ignition: { version }, storage }))).json;
    expect(await modes("3.4.0")).toMatchObject({ storage: { files: [{ mode: 0o4755 }], directories: [{ mode: 0o1777 }] } });
    expect(await modes("3.3.0")).toMatchObject({ storage: { files: [{ mode: 0o755 }], directories: [{ mode: 0o777 }] } });
  });

  test("is no template: what looks like one arrives as it is, also beside metadata", async () => {
    const rig = await Rig.start();
    const contents = "[Service]\nEnvironment=A={{.foo}} B={{ .request.query.mac }} C=${uuid} D=%{x} E={{\n";
    const config = { ignition: { version: "3.4.0" }, systemd: { units: [{ name: "a.service", contents }] } };
    const raw = JSON.stringify(config).replace(/[$%](?=\{)/g, "$&$&");
    const { profiles, groups } = oneMachine({ raw_ignition: raw });
    await rig.apply({ profiles, groups: { g: { ...groups?.g, metadata: { foo: "bar" } } as NonNullable<typeof groups>[string] } });
    expect((await rig.matchbox.ignition({ mac: MAC })).json).toMatchObject({ systemd: config.systemd });
    // The group's metadata goes elsewhere.
    expect((await rig.matchbox.get("/metadata", { mac: MAC })).text).toContain("FOO=bar\n");
  });

  test("may begin with a byte order mark or white space", async () => {
    const rig = await Rig.start();
    for (const start of ["\ufeff", "\n \t"]) {
      expect(await rig.serve(start + JSON.stringify(ignition("3.4.0"))), JSON.stringify(start)).toMatchObject({ json: RENDERED });
    }
  });
});

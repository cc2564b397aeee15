import { beforeAll, describe, expect, test } from "vitest";
import { FlatcarRelease, MachineConfig } from "../../../lib";
import { parseIgnition } from "../../../lib/ignition";
import { LibvirtNodePool } from "../../../lib/libvirt";
import { type RemoteFile, requires, SshKey, Workspace } from "../../integration/harness";
import { scratchStack, unwrapped } from "../../support";
import { expectApplied } from "../applied";
import { BUDGET, BYTES, LARGE, SECRET } from "./app/stack";
import { ADDRESSES, BootProject, Node, NODES } from "./project";

/** What Ignition reads, and refuses: a path that begins nowhere. */
const REFUSED = JSON.stringify({
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "etc/motd", contents: { source: "data:,never" } }] },
});

const HOSTNAMES: Readonly<Record<Node, string>> = { "web-0": "web-0", "web-1": "second", "web-2": "web-2" };

/** Milliseconds for tests in which machines boot: against what hangs, beyond all that they wait for. */
const BOOTS = 600_000;

/** What each machine is asked after the first deployment. */
const QUESTIONS = {
  boot: "cat /proc/sys/kernel/random/boot_id",
  addresses: "ip -4 -o address show scope global | tr -s ' ' | cut -d ' ' -f 4",
  hostname: "cat /proc/sys/kernel/hostname",
  user: "id deploy",
  account: "grep ^deploy: /etc/passwd | cut -d : -f 6,7",
  enabled: "systemctl is-active ran.service && cat /var/lib/ran",
  disabled: "systemctl is-enabled never.service; test ! -e /var/lib/never",
  dropin: "systemctl show --property=Backlog sshd.socket",
  disk: "findmnt --noheadings --output SOURCE,FSTYPE,LABEL /data | tr -s ' '",
  firmware: "sudo sh -c 'cat /sys/firmware/qemu_fw_cfg/by_key/*/name' | grep ^opt/",
};

const UPDATE_CONF = "/etc/flatcar/update.conf";
const RESULT = "/etc/.ignition-result.json";
const LARGE_FILE = "/opt/app/large";
const FILES = [
  UPDATE_CONF,
  RESULT,
  LARGE_FILE,
  "/etc/hostname",
  "/etc/localtime",
  "/etc/secret",
  "/etc/among",
  "/opt/app",
  "/opt/app/bytes",
];

// One pool, step by step: a machine takes its time to boot where it is emulated.
requires(
  "terraform",
  "cdktf",
  "provider-libvirt",
  "libvirtd",
  "stand-in",
)("a pool of three machines on libvirt, booted with the stand-in", () => {
  const workspace = Workspace.forSuite();
  let project: BootProject;
  const onEach = async <T>(ask: (node: Node) => Promise<T>): Promise<Record<Node, T>> =>
    Object.fromEntries(await Promise.all(NODES.map(async (node) => [node, await ask(node)] as const))) as Record<Node, T>;
  const textOn = async (node: Node, file: string): Promise<string | undefined> =>
    textIn(await project.ssh.files(ADDRESSES[node], [file]), file);

  beforeAll(async () => {
    project = await BootProject.start(workspace);
    return () => project.stop();
  });

  test("is deployed by cdktf; each machine boots, and lets its user in at the address that was foretold", { timeout: BOOTS }, async () => {
    await project.deploy();
    await onEach((node) => project.untilUp(node));
  });

  describe("after the first deployment", () => {
    let answers: Record<Node, Record<keyof typeof QUESTIONS, string>>;
    let files: Record<Node, ReadonlyMap<string, RemoteFile>>;
    const answered = (question: keyof typeof QUESTIONS): Record<string, string> =>
      Object.fromEntries(NODES.map((node) => [node, answers[node][question]]));
    const all = <T>(value: T): Record<string, T> => Object.fromEntries(NODES.map((node) => [node, value]));

    beforeAll(async () => {
      answers = await onEach((node) => project.ask(node, QUESTIONS));
      files = await onEach((node) => project.ssh.files(ADDRESSES[node], FILES));
    });

    test("has the addresses that its plan foretold", async () => {
      expect(await project.terraform.outputs()).toEqual({ addresses: ADDRESSES });
      expect((await project.terraform.plan()).isEmpty).toBe(true);
      expect(answered("addresses")).toEqual(Object.fromEntries(NODES.map((node) => [node, `${ADDRESSES[node]}/24`])));
    });

    test("hands each machine its config under the name that Flatcar documents", () => {
      // Ignition takes it under that of CoreOS too, which is the provider's default.
      expect(answered("firmware")).toEqual(all("opt/org.flatcar-linux/config"));
    });

    test("calls each machine by its hostname", () => {
      expect(answered("hostname")).toEqual(HOSTNAMES);
      for (const node of NODES) expect(textIn(files[node], "/etc/hostname")).toBe(`${HOSTNAMES[node]}\n`);
    });

    test("has run Ignition once on each machine, in this boot, with its config", () => {
      for (const node of NODES) {
        const result = JSON.parse(textIn(files[node], RESULT) ?? "null") as Record<string, unknown>;
        expect(result).toMatchObject({ userConfigProvided: true, provisioningBootID: answers[node].boot });
        // What an earlier run has said would be kept there.
        expect(result).not.toHaveProperty("previousReport");
      }
    });

    test.each(NODES)("has on %s all that the merge of its config's layers says, and as it says it", async (node) => {
      const given = await project.givenConfig(node);
      // The one with values that were not known before is what Terraform made of it.
      const config = node === "web-1" ? parseIgnition(given) : project.synthesisedConfig(node);
      expect(unwrapped(given)).toEqual(config);
      await expectApplied(project.ssh, ADDRESSES[node], config);
    });

    test("has the files of the pool byte for byte, with their modes and owners", () => {
      const found = files["web-2"];
      expect(found.get("/opt/app")).toMatchObject({ kind: "folder", mode: 0o750, user: "deploy", group: "builders" });
      expect(found.get("/opt/app/bytes")).toMatchObject({ mode: 0o640, user: "deploy", group: "builders", contents: BYTES });
      expect(found.get("/etc/localtime")).toMatchObject({ kind: "link", target: "/usr/share/zoneinfo/UTC" });
    });

    test("has its users and groups", () => {
      expect(answered("user")).toEqual(all("uid=1500(deploy) gid=1500(builders) groups=1500(builders)"));
      expect(answered("account")).toEqual(all("/home/deploy:/bin/bash"));
    });

    test("has started the units that are enabled, and no others", () => {
      expect(answered("enabled")).toEqual(all("active\nran"));
      expect(answered("disabled")).toEqual(all("disabled"));
      expect(answered("dropin")).toEqual(all("Backlog=64"));
    });

    test("has its update settings where Flatcar looks for them", () => {
      const lines = [
        "GROUP=lab",
        "SERVER=https://updates.example.com/v1/update/",
        "REBOOT_STRATEGY=reboot",
        "LOCKSMITHD_REBOOT_WINDOW_START=02:00",
        "LOCKSMITHD_REBOOT_WINDOW_LENGTH=2h",
      ];
      for (const node of NODES) {
        expect(files[node].get(UPDATE_CONF)).toMatchObject({ kind: "file", mode: 0o644, user: "root", group: "root" });
        expect(textIn(files[node], UPDATE_CONF)?.trim().split("\n")).toEqual(lines);
      }
    });

    test("lets in who has the key, and nobody else", async () => {
      const other = await SshKey.make(workspace.path("other"));
      expect(await project.ssh.as({ key: other }).refusal(ADDRESSES["web-0"])).toMatch(/^Permission denied/);
      expect(await onEach((node) => project.ssh.as({ key: undefined }).refusal(ADDRESSES[node]))).toEqual(
        all(expect.stringMatching(/^Permission denied/)),
      );
    });

    test("has made a filesystem on the empty data disk of each machine, and mounted it", () => {
      expect(answered("disk")).toEqual(all("/dev/vdb ext4 data"));
    });

    test("has brought a value that is known only at apply byte for byte", () => {
      expect(textIn(files["web-1"], "/etc/secret")).toBe(SECRET);
      expect(textIn(files["web-1"], "/etc/among")).toBe(`<$${SECRET}> and ü`);
    });

    test("has brought a config over the budget whole, in the gzip wrapper", async () => {
      const given = await project.givenConfig("web-2");
      expect(Buffer.byteLength(given)).toBeLessThanOrEqual(BUDGET);
      expect(parseIgnition(given).ignition?.config?.replace?.compression).toBe("gzip");
      expect(LARGE.length).toBeGreaterThan(BUDGET);
      expect(textIn(files["web-2"], LARGE_FILE)).toBe(LARGE);
    });
  });

  describe("when the config of one machine changes", () => {
    const STATE = {
      ran: "cat /var/lib/ran",
      root: "cat /var/lib/note",
      data: "cat /data/note",
      disk: "sudo blkid -o value -s UUID /dev/vdb",
    };
    let boots: Record<Node, string>;
    let disk: string;

    beforeAll(async () => {
      boots = await project.bootIds();
      disk = (await project.ask("web-0", STATE)).disk;
      await project.on("web-0", "echo root | sudo tee /var/lib/note && echo data | sudo tee /data/note && sync");
      await project.deploy({ motd: "second\n" });
      project.ssh.forget(ADDRESSES["web-0"]);
      await project.untilUp("web-0");
    });

    test("replaces that machine alone: the others are in the boot that they were in", async () => {
      const after = await project.bootIds();
      expect(NODES.filter((node) => after[node] !== boots[node])).toEqual(["web-0"]);
    });

    test("gives it its new config and a new root, and keeps what is on its data disk", async () => {
      expect(await textOn("web-0", "/etc/motd")).toBe("second\n");
      await expectApplied(project.ssh, ADDRESSES["web-0"], project.synthesisedConfig("web-0"));
      const root = "cat: /var/lib/note: No such file or directory (exit code 1)";
      expect(await project.ask("web-0", STATE)).toEqual({ ran: "ran", root, data: "data", disk });
    });
  });

  describe("when a config is one that Ignition rejects, and another machine restarts", () => {
    let result: string | undefined;
    let boot: string;

    beforeAll(async () => {
      result = await textOn("web-2", RESULT);
      boot = await project.ssh.bootId(ADDRESSES["web-1"]);
      await project.on("web-2", `echo mine | sudo tee ${LARGE_FILE}`);
    });

    test("it is refused before there is anything to deploy", () => {
      const make = (): unknown =>
        new LibvirtNodePool(scratchStack(), "web", {
          release: FlatcarRelease.version("4593.2.5"),
          machineConfig: [MachineConfig.ignitionJson(REFUSED)],
          nodes: { "web-0": {} },
        });
      expect(make).toThrow(/path not absolute/);
    });

    test(
      "it stops its machine in the emergency mode when it is forced through, which who waits for it is told within a minute",
      { timeout: BOOTS },
      async () => {
        await Promise.all([project.deploy({ motd: "second\n", forced: REFUSED }), project.restart("web-2")]);
        expect(await project.untilEmergency("web-0")).toContain("path not absolute");
        await expect(project.untilUp("web-0")).rejects.toThrow(/^web-0 has stopped in the emergency mode:[^]*path not absolute/);
        expect(await project.ssh.bootId(ADDRESSES["web-1"])).toBe(boot);
      },
    );

    test("the restarted machine has not run Ignition again", async () => {
      expect(await textOn("web-2", RESULT)).toBe(result);
      expect(await textOn("web-2", LARGE_FILE)).toBe("mine\n");
      expect(await project.on("web-2", "cat /var/lib/ran")).toBe("ran\nran");
    });
  });
});

function textIn(files: ReadonlyMap<string, RemoteFile>, file: string): string | undefined {
  return files.get(file)?.contents.toString("utf8");
}

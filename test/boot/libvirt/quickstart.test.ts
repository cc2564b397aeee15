import * as fs from "fs";
import { beforeAll, describe, expect, test } from "vitest";
import { ReleaseServer } from "../../emulators/release";
import { exec, Libvirtd, requires, Ssh, SshKey, terraformEnvironment, Workspace } from "../../integration/harness";
import { standIn } from "../../integration/stand-in";
import { PageReader, sectionsOf } from "../page";
import { APT_INSTALL, leftOut, npmInstall, withOptions } from "../page-substitutions";

const PAGE = "docs/quickstart-libvirt.md";
const BOOT_SECONDS = 240;

requires(
  "terraform",
  "cdktf",
  "provider-libvirt",
  "libvirtd",
  "stand-in",
)("docs/quickstart-libvirt.md, followed word by word with a stand-in for Flatcar's image", () => {
  const workspace = Workspace.forSuite();
  let libvirtd: Libvirtd;
  let reader: PageReader;

  beforeAll(async () => {
    libvirtd = await Libvirtd.start();
    // A feed of the test's own, signed by a key of its own, with the stand-in's disk where Flatcar's image is.
    const server = await ReleaseServer.start();
    const files = { "flatcar_production_qemu_image.img": { file: standIn().disk } };
    server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13", architectures: ["amd64"], files });
    await server.writeTo(workspace.mkdir("feed"));
    const feed = ["--mirror", workspace.path("feed"), "--key", server.keyFile];

    fs.mkdirSync(workspace.path("home/.ssh"), { recursive: true });
    const key = await SshKey.make(workspace.path("home/.ssh/id_ed25519"));
    const ssh = new Ssh({ directory: workspace.mkdir("home/hosts"), key, within: libvirtd });

    // npm tells what it starts about itself, and these tests may be among it.
    const npm = Object.keys(process.env).filter((name) => /^npm_/i.test(name));
    const env = { ...Object.fromEntries(npm.map((name) => [name, undefined])), HOME: workspace.path("home"), USER: "reader", CI: "1" };
    reader = new PageReader({
      folder: workspace.mkdir("work"),
      env: terraformEnvironment(workspace.mkdir("environment"), { env }),
      within: libvirtd,
      substitutions: [
        APT_INSTALL,
        // The sandbox has no users and no AppArmor.
        leftOut(/^sudo usermod /),
        leftOut(/\/etc\/apparmor\.d\//),
        npmInstall(() => reader.cwd, workspace.path("packed")),
        withOptions(/^npx cdktf-flatcar (lock init|image fetch) /, ...feed),
        // Nobody is there to ask, and no registry for checksums of providers.
        withOptions(/^npx cdktf deploy /, "--auto-approve", "--skip-provider-lock"),
        withOptions(/^npx cdktf destroy /, "--auto-approve"),
        {
          // ssh takes its settings from the account, which is that of whoever runs the tests.
          text: /^ssh /,
          instead: async (line) => {
            const host = /core@(\S+)/.exec(line)?.[1] ?? "";
            await ssh.untilReady(host, BOOT_SECONDS).catch((e: unknown) => {
              throw new Error(`${String(e)}\n${libvirtd.console("lab-web-0").text()}`);
            });
            return line.replace(/^ssh /, `ssh ${ssh.options().join(" ")} `);
          },
        },
      ],
    });
    return async () => {
      await libvirtd.stop();
      await server.close();
    };
  });

  for (const section of sectionsOf(PAGE)) {
    test(section.heading, () => reader.follow(section));
  }

  describe("afterwards", () => {
    test("nothing is left on the host", async () => {
      expect(await libvirtd.domains()).toEqual([]);
      const { stdout } = await exec("virsh", ["--connect", "qemu:///system", "pool-list", "--all", "--name"], { within: libvirtd });
      expect(stdout.trim()).toBe("");
    });

    test("every substitution of this test was needed", () => {
      expect(reader.unused).toEqual([]);
    });
  });
});

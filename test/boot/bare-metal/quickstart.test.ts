import * as fs from "fs";
import { beforeAll, expect, test } from "vitest";
import { ReleaseServer } from "../../emulators/release";
import {
  builtTool,
  Lan,
  LanDhcp,
  type LanMachine,
  requires,
  Ssh,
  SshKey,
  terraformEnvironment,
  until,
  Workspace,
} from "../../integration/harness";
import { withSbin } from "../../integration/harness/machine";
import { Service } from "../../integration/harness/service";
import { standIn } from "../../integration/stand-in";
import { PageReader, sectionsOf, type Substitution } from "../page";
import { APT_INSTALL, npmInstall, withOptions } from "../page-substitutions";
import { BOOT_SECONDS, LONG_TEST, MACHINE } from "./rack";

const PAGE = "docs/quickstart-bare-metal.md";
const MAC = "52:54:00:1a:2b:01";
const ADDRESS = "192.168.50.11";
const DISK_BYTES = 16 * 1024 ** 3;
const VERSION = "4593.2.5";
/** What the page has its reader write on the server. */
const WRITTEN = ["/etc/dnsmasq.d/flatcar.conf", "/etc/matchbox", "/srv/tftp", "/usr/local/bin/matchbox", "/var/lib/matchbox"];

requires(
  "lan",
  "stand-in",
  "qemu",
  "terraform",
  "cdktf",
  "matchbox",
  "provider-matchbox",
)("docs/quickstart-bare-metal.md, followed word by word with a stand-in for Flatcar's images", () => {
  const workspace = Workspace.forSuite();
  let lan: Lan;
  let machine: LanMachine;
  let reader: PageReader;
  let before: readonly boolean[];

  const outside = (): boolean[] => WRITTEN.map((file) => fs.existsSync(file));

  /** A service that systemd would run on the server. */
  const serve = (name: string, ...command: readonly [string, ...string[]]): Service =>
    new Service(command[0], command.slice(1), { log: workspace.path(`${name}.log`), within: lan });

  /** Starts dnsmasq as Debian's unit does, by what lies in its folder. */
  const startDnsmasq: Substitution = {
    text: /^sudo systemctl restart dnsmasq$/,
    instead: async () => {
      const dnsmasq = serve("dnsmasq", "dnsmasq", "--keep-in-foreground", "--log-facility=-", "--conf-dir=/etc/dnsmasq.d");
      await until("dnsmasq runs", 20, () => {
        if (dnsmasq.ended) throw new Error(dnsmasq.output());
        return dnsmasq.output().includes("started") ? true : undefined;
      });
      return undefined;
    },
  };

  /** Starts matchbox by the unit that the page has written, as the user that it names. */
  const startMatchbox: Substitution = {
    text: /^sudo systemctl enable --now matchbox$/,
    instead: async () => {
      const { stdout: unit } = await lan.exec("cat", ["/etc/systemd/system/matchbox.service"]);
      const setting = (name: string): string => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1] ?? "";
      const user = setting("User");
      const matchbox = serve(
        "matchbox",
        "setpriv",
        `--reuid=${user}`,
        `--regid=${user}`,
        "--init-groups",
        ...setting("ExecStart").split(" "),
      );
      await until("matchbox answers", 20, async () => {
        if (matchbox.ended) throw new Error(matchbox.output());
        return lan.exec("curl", ["--silent", "http://192.168.50.1:8080"]).then(
          () => true,
          () => undefined,
        );
      });
      return undefined;
    },
  };

  beforeAll(async () => {
    const images = standIn();
    before = outside();
    lan = await Lan.start(workspace, { dhcp: LanDhcp.NONE });
    machine = lan.machine({ mac: MAC, diskBytes: DISK_BYTES, ...MACHINE });
    // Comes with Debian's package `dnsmasq`.
    await lan.exec("mkdir", ["-p", "/etc/dnsmasq.d"]);

    // A feed of the test's own, signed by a key of its own, with the stand-in's files where Flatcar's are.
    const server = await ReleaseServer.start();
    const names = { kernel: images.kernel, initrd: images.initrd, image: images.rawPacked };
    const files = Object.fromEntries(Object.values(names).map((file) => [file.slice(file.lastIndexOf("/") + 1), { file }]));
    server.publish({ channel: "stable", version: VERSION, date: "2026-08-13", architectures: ["amd64"], files });
    await server.writeTo(workspace.mkdir("feed"));
    const feed = ["--mirror", workspace.path("feed"), "--key", server.keyFile];

    fs.mkdirSync(workspace.path("home/.ssh"), { recursive: true });
    const key = await SshKey.make(workspace.path("home/.ssh/id_ed25519"));
    const ssh = new Ssh({ directory: workspace.mkdir("home/hosts"), key, within: lan });
    const env = { HOME: workspace.path("home"), USER: "root", CI: "1", npm_config_update_notifier: "false" };

    reader = new PageReader({
      folder: workspace.mkdir("work"),
      env: withSbin(terraformEnvironment(workspace.mkdir("environment"), { env })),
      within: lan,
      substitutions: [
        // The service is the test's, so that only its program has to be there.
        { text: /^sudo apt-get install .* dnsmasq /, instead: (line) => line.replace(" dnsmasq ", " dnsmasq-base ") },
        APT_INSTALL,
        startDnsmasq,
        // The one that is built from its Go module.
        {
          text: /^sudo install matchbox-v\S+\/matchbox /,
          instead: (line) => line.replace(/matchbox-v\S+\/matchbox/, builtTool("matchbox")),
        },
        startMatchbox,
        npmInstall(() => reader.cwd, workspace.path("packed")),
        withOptions(/^npx cdktf-flatcar (lock init|image fetch) /, ...feed),
        // The installer of the stand-in knows the stand-in's key alone, as Flatcar's knows Flatcar's.
        {
          text: /^npx cdktf-flatcar image fetch /,
          instead: (line) => `${line}\ncp ${images.rawPackedSignature} /var/lib/matchbox/assets/flatcar/${VERSION}/`,
        },
        // Nobody is there to ask, and no registry for checksums of providers.
        withOptions(/^npx cdktf deploy /, "--auto-approve", "--skip-provider-lock"),
        withOptions(/^npx cdktf destroy /, "--auto-approve"),
        {
          // Somebody switches the machine on. ssh takes its settings from the account, which is that of whoever runs the tests.
          text: /^ssh /,
          instead: async (line) => {
            await machine.powerOn();
            await ssh.untilReady(ADDRESS, 2 * BOOT_SECONDS).catch((e: unknown) => {
              throw new Error([String(e), machine.console(), lan.logs()].join("\n"));
            });
            return line.replace(/^ssh /, `ssh ${ssh.options().join(" ")} `);
          },
        },
      ],
    });
    return async () => {
      await lan.stop();
      await server.close();
    };
  });

  for (const section of sectionsOf(PAGE)) {
    test(section.heading, LONG_TEST, () => reader.follow(section));
  }

  test("afterwards the machine goes on, and nothing was written outside of the network", async () => {
    expect(machine.isOn).toBe(true);
    const { stdout } = await lan.exec("curl", ["--silent", "--write-out", "%{http_code}", `http://192.168.50.1:8080/ipxe?mac=${MAC}`]);
    expect(stdout).toContain("404");
    const { stdout: files } = await lan.exec("ls", ["--directory", ...WRITTEN]);
    expect(files.trim().split("\n")).toEqual(WRITTEN);
    expect(outside()).toEqual(before);
  });

  test("every substitution of this test was needed", () => {
    expect(reader.unused).toEqual([]);
  });
});

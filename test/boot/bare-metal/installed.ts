import { beforeAll, expect, test } from "vitest";
import { BareMetalBoot, InstallDisk } from "../../../lib/bare-metal";
import { MAC_A, note } from "../../integration/bare-metal/rig";
import { LanBoot, LanDhcp, LanFirmware, type LanMachine, Workspace } from "../../integration/harness";
import { expectApplied } from "../applied";
import { BOOT_SECONDS, LONG_TEST, Rack, requiresRack, type Web } from "./rack";

/** More than Flatcar's own image has, and than a disk that is chosen by its size. It takes no space until it is written. */
const DISK_BYTES = 16 * 1024 ** 3;
/** Less than the config has, unpacked. */
const LIMIT = 8192;
const LARGE = "a line of a file that is over the limit\n".repeat(1000);

/** Prints what the installer has left on the disk: the generation, and the node. */
const MARK = "sudo cat /oem/cdktf-flatcar-installed";

/** The pool, whose only machine is installed to disk. */
function web(text = LARGE, generation = 1): Partial<ReturnType<Web>> {
  return {
    boot: BareMetalBoot.installToDisk({ disk: InstallDisk.smallest() }),
    nodes: { a: { mac: MAC_A, generation } },
    machineConfig: [note(text)],
    userDataLimit: LIMIT,
  };
}

/** Tests of a machine from its first start to one when it is installed, step by step. */
export function describeInstalled(firmware: LanFirmware, dhcp: LanDhcp): void {
  requiresRack(`a machine of ${firmware} that is installed to its disk by ${dhcp} DHCP, with a stand-in for Flatcar`, () => {
    const workspace = Workspace.forSuite();
    let rack: Rack;
    let machine: LanMachine;
    let host: string;

    /** What the console shows from now on. */
    const consoleFromNow = (): number => machine.console().length;

    beforeAll(async () => {
      rack = await Rack.start(workspace, dhcp);
      host = rack.lan.addressOf(MAC_A);
      machine = rack.machine({ mac: MAC_A, firmware, diskBytes: DISK_BYTES });
      return () => rack.stop();
    });

    test("asks for the installer, has it write to the disk, and starts from there", LONG_TEST, async () => {
      await rack.apply(() => web());
      await machine.powerOn();
      // What it says before that may be lost: the login prompt, which comes up beside it, hangs the console up first.
      await machine.untilConsole(/Flatcar 4593\.2\.4 is on \/dev\/vda; restarting/, 3 * BOOT_SECONDS);
      await rack.untilReady(machine);
      expect((await rack.ssh.run(host, MARK)).stdout).toBe("1 a\n");
      expect(rack.asked(MAC_A)).toEqual(["/ipxe", "/ignition", "/ignition os=installed"]);
    });

    test("has what our own merge says, though its config is over the limit and came packed", async () => {
      const config = rack.configOf("a", () => web());
      await expectApplied(rack.ssh, host, config);
      expect((await rack.ssh.run(host, "hostname; findmnt --noheadings --output SOURCE --mountpoint /")).stdout).toMatch(
        /^a\n\/dev\/vda\d\n$/,
      );
    });

    test("lets in who has the key, and nobody else", async () => {
      expect(await rack.ssh.refusal(host)).toBeUndefined();
      expect(await rack.ssh.as({ key: undefined }).refusal(host)).toContain("publickey");
    });

    test("goes on when its profile changes, and is reported as stale", async () => {
      expect(await rack.stale()).toEqual({ a: false });
      const bootId = await rack.ssh.bootId(host);
      await rack.apply(() => web("another"));
      expect(await rack.stale()).toEqual({ a: true });
      expect(await rack.ssh.bootId(host)).toBe(bootId);
    });

    test("is not installed again when it starts from the network, and runs on as it was", LONG_TEST, async () => {
      const bootId = await rack.ssh.bootId(host);
      await rack.ssh.run(host, "echo mine >/home/core/mark && sync");
      await machine.powerOff();
      const from = consoleFromNow();
      await machine.powerOn(LanBoot.NETWORK);
      if (firmware === LanFirmware.UEFI) {
        // It can be told what to start from next, and restarts.
        await machine.untilConsole(/reboot: Restarting system/, BOOT_SECONDS, from);
      } else {
        await machine.untilConsole(/Nothing was written: \/dev\/vda has a, generation 1\./, BOOT_SECONDS, from);
        await machine.powerOff();
        await machine.powerOn();
      }
      await rack.untilReady(machine);
      expect(await rack.ssh.bootId(host)).not.toBe(bootId);
      expect((await rack.ssh.run(host, "cat /home/core/mark; wc -c </etc/note")).stdout).toBe(`mine\n${LARGE.length}\n`);
      expect(machine.console().slice(from)).not.toContain("Installing Flatcar");
      expect(rack.asked(MAC_A).filter((asked) => asked.endsWith("os=installed"))).toHaveLength(1);
    });

    // The same for all firmware, and one of the longest steps of all.
    if (firmware !== LanFirmware.BIOS) return;
    test("is installed anew when its generation is raised, and has then what its profile says", LONG_TEST, async () => {
      await rack.apply(() => web("another", 2));
      expect(await rack.stale()).toEqual({ a: false });
      await machine.powerOff();
      const from = consoleFromNow();
      await machine.powerOn(LanBoot.NETWORK);
      await machine.untilConsole(/Flatcar 4593\.2\.4 is on \/dev\/vda; restarting/, 3 * BOOT_SECONDS, from);
      // From the network it would be told only that it is installed.
      await machine.powerOff();
      rack.ssh.forget(host);
      await machine.powerOn();
      await rack.untilReady(machine);
      expect((await rack.ssh.run(host, `cat /etc/note; test ! -e /home/core/mark && ${MARK}`)).stdout).toBe("another2 a\n");
      await expectApplied(
        rack.ssh,
        host,
        rack.configOf("a", () => web("another", 2)),
      );
    });
  });
}

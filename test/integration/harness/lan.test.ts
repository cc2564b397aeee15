import { spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { expect, onTestFinished, test } from "vitest";
import { buildBootKernel, commandLineOn } from "./boot-kernel";
import { until } from "./exec";
import { matchboxStack } from "./fixtures/matchbox-stack";
import { Lan, LanDhcp } from "./lan";
import { LanFirmware } from "./lan-machine";
import { expectNothingLeft, leftovers, traces } from "./leftovers";
import { Matchbox } from "./matchbox";
import { requires } from "./requirements";
import { type SandboxProcess } from "./sandbox";
import { TerraformRun } from "./terraform";
import { Workspace } from "./workspace";

const ORPHAN = path.join(__dirname, "fixtures/lan-orphan.mjs");
const MAC = "52:54:00:00:00:0a";
const BOOT_SECONDS = 120;

async function started(dhcp = LanDhcp.OWN): Promise<{ lan: Lan; workspace: Workspace; directory: string }> {
  const workspace = Workspace.forTest();
  const lan = await Lan.start(workspace, { dhcp });
  onTestFinished(() => lan.stop());
  return { lan, workspace, directory: workspace.path(fs.readdirSync(workspace.directory)[0]) };
}

/** A matchbox in the network that has something for {@link MAC} alone. */
async function served(lan: Lan, workspace: Workspace): Promise<Matchbox> {
  const matchbox = await Matchbox.start(workspace, lan);
  const kernel = matchbox.addAsset("kernel", await buildBootKernel());
  const stack = matchboxStack({
    profiles: { a: { name: "a", kernel, args: ["mac=$${mac:hexhyp}", "ip=$${ip}"], raw_ignition: '{"ignition":{"version":"3.4.0"}}' } },
    groups: { a: { name: "a", profile: "${matchbox_profile.a.name}", selector: { mac: MAC } } },
  });
  workspace.write("stack/cdk.tf.json", stack);
  const run = new TerraformRun({ directory: workspace.path("stack"), variables: matchbox.variables, within: lan });
  await run.init();
  await run.apply();
  return matchbox;
}

requires(
  "lan",
  "matchbox",
  "provider-matchbox",
  "terraform",
  "qemu",
)("a machine on a local network", () => {
  test("of BIOS has its own address, and starts what matchbox has for it, and starts anew by a reset", async () => {
    const { lan, workspace } = await started();
    await served(lan, workspace);
    const machine = lan.machine({ mac: MAC, diskBytes: 1e9 });
    await machine.powerOn();
    await machine.untilConsole(/command line: .*\n/, BOOT_SECONDS);
    expect(commandLineOn(machine.console())).toBe(`mac=52-54-00-00-00-0a ip=${lan.addressOf(MAC)}`);
    const from = machine.console().length;
    await machine.reset();
    await machine.untilConsole(/SeaBIOS/, BOOT_SECONDS, from);
    await machine.powerOff();
    expect(machine.isOn).toBe(false);
    await machine.powerOff();
  });

  test("of UEFI is sent to iPXE by TFTP, beside a DHCP server that knows nothing of it", async () => {
    const { lan, workspace } = await started(LanDhcp.PROXY);
    const matchbox = await served(lan, workspace);
    const machine = lan.machine({ mac: MAC, firmware: LanFirmware.UEFI });
    await machine.powerOn();
    await machine.untilConsole(/command line: .*\n/, BOOT_SECONDS);
    // The kernel is itself the first argument here, as in a shell.
    expect(commandLineOn(machine.console())).toBe(`kernel mac=52-54-00-00-00-0a ip=${lan.addressOf(MAC)}`);
    expect(lan.dhcpLog()).toMatch(new RegExp(`sent \\S+/tftp/snponly\\.efi to ${lan.addressOf(MAC)}`));
    expect(matchbox.requests().map((request) => request.path)).toEqual(["/boot.ipxe", "/ipxe", "/assets/kernel"]);
  });

  test("that writes something else than is waited for is quoted by the error", async () => {
    const { lan } = await started(LanDhcp.NONE);
    const machine = lan.machine({ mac: MAC });
    await machine.powerOn();
    await machine.untilConsole(/SeaBIOS/, BOOT_SECONDS);
    await expect(machine.untilConsole(/no such text/, 0.2)).rejects.toThrow(/writes no such text: not after 0\.2 s[^]*SeaBIOS/);
    await machine.powerOff();
    await expect(machine.untilConsole(/no such text/, 60)).rejects.toThrow("is off, and has not written no such text");
  });
});

requires("lan", "qemu")("a local network leaves no process, namespace, mount or file", () => {
  test("when it is stopped, once or twice", async () => {
    const { lan, directory } = await started(LanDhcp.PROXY);
    const found = traces(lan.processes(), directory);
    // The router has a network of its own.
    expect(found.namespaces).toHaveLength(6);
    expect(leftovers(found)).toContain(directory);
    await lan.machine({ mac: MAC }).powerOn();
    await lan.stop();
    await expectNothingLeft(found);
    await lan.stop();
  });

  test("when the test process is killed while a machine and a program run", async () => {
    const { directory } = Workspace.forTest();
    const child = spawn(process.execPath, [ORPHAN, directory], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    await until("the process has its network", 120, () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      return output.includes("\n") ? true : undefined;
    });
    const name = fs.readdirSync(directory).find((entry) => entry.startsWith("lan-")) ?? "";
    const found = traces(JSON.parse(output) as SandboxProcess[], path.join(directory, name));
    expect(found.namespaces).toHaveLength(6);
    child.kill("SIGKILL");
    await expectNothingLeft(found);
  });

  test("when its supervisor is killed, but for files, which stop() removes", async () => {
    const { lan, directory } = await started();
    const found = traces(lan.processes(), directory);
    process.kill(found.pids[0], "SIGKILL");
    await until("no process is left", 30, () => (leftovers(found).join() === directory ? true : undefined));
    await lan.stop();
    expect(leftovers(found)).toEqual([]);
  });
});

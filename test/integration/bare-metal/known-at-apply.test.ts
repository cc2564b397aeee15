import { TerraformLocal, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { BareMetalBoot, BareMetalNodePoolProps, InstallDisk, PxeAssets } from "../../../lib/bare-metal";
import { INSTALL_VALUES } from "../../../lib/bare-metal/install-script";
import { InstallerMachine } from "../../bare-metal/installer-machine";
import { textIn } from "../../support";
import { ExecError, requires, Workspace } from "../harness";
import { Build, MAC_A, Rig, pool } from "./rig";

const needs = requires("terraform", "provider-matchbox", "matchbox");

/** A pool whose props are made of variables, by their names. */
function withVariables(make: (value: (name: string) => string) => Partial<BareMetalNodePoolProps>, sensitive = false): Build {
  return (stack) =>
    void pool(
      stack,
      make((name) => new TerraformVariable(stack, name, { type: "string", sensitive }).stringValue),
    );
}

needs("a value known only at apply", () => {
  test("reaches kernel, arguments, selectors and the installer as it is", async () => {
    const rig = await Rig.start();
    const hostname = "rack1-a.example.com";
    const variables = {
      url: `${rig.matchbox.httpUrl}/`,
      console: "ttyS1,115200n8",
      argument: "a=%{x}$$-${y}",
      mac: MAC_A,
      disk: '/dev/disk/by-id/it\'s "one" $HOME `x` \u00e9\\',
      hostname,
      initrd: "http://files.lan/some.img",
    };
    await rig.apply(
      withVariables((value) => ({
        matchboxUrl: value("url"),
        consoles: [value("console")],
        kernelArguments: [value("argument")],
        assets: PxeAssets.fromUrls({ kernel: "http://files.lan/@VERSION@/vmlinuz", initrd: value("initrd") }),
        nodes: { a: { mac: value("mac"), disk: InstallDisk.byPath(value("disk")), hostname: value("hostname") } },
      })),
      variables,
    );
    const usual = "flatcar_production_pxe_image.cpio.gz";
    expect((await rig.matchbox.ipxe({ mac: MAC_A })).text.split("\n")).toEqual([
      "#!ipxe",
      `kernel http://files.lan/4593.2.4/vmlinuz initrd=${usual} flatcar.first_boot=1` +
        ` ignition.config.url=${rig.matchbox.httpUrl}/ignition?uuid=\${uuid}&mac=\${mac:hexhyp} console=ttyS1,115200n8 a=%{x}$$-\${y}`,
      `initrd --name ${usual} http://files.lan/some.img`,
      "boot",
      "",
    ]);
    const installer = JSON.parse(await rig.config(MAC_A));
    const told = (name: string): string => textIn(installer, `${INSTALL_VALUES}/${name}`);
    expect([told("disk"), told("hostname")]).toEqual([`${variables.disk}\n`, `${hostname}\n`]);
    expect(told("config-url")).toBe(`${rig.matchbox.httpUrl}/ignition?mac=${MAC_A}&os=installed\n`);
    // The address that the installer is told is one that answers, and it takes what comes from there for the machine's.
    const served = (await rig.matchbox.ignition({ mac: MAC_A, os: "installed" })).text;
    const machine = new InstallerMachine(Workspace.forTest().directory);
    expect(machine.boot({ disks: [{ name: "one" }], served, values: { hostname } }).status).toBe(0);
    expect((await rig.terraform(variables).plan()).isEmpty).toBe(true);
  });

  test("is a generation, which its installer is told and which begins a new record", async () => {
    const rig = await Rig.start();
    await rig.apply(
      (stack) => {
        const { numberValue } = new TerraformVariable(stack, "generation", { type: "number" });
        const { stringValue } = new TerraformVariable(stack, "text", { type: "string" });
        const machineConfig = [MachineConfig.file({ path: "/etc/text", contents: stringValue })];
        pool(stack, { machineConfig, nodes: { a: { mac: MAC_A, generation: numberValue } } });
      },
      { generation: 1, text: "one" },
    );
    const told = async (): Promise<string> => textIn(JSON.parse(await rig.config(MAC_A)), `${INSTALL_VALUES}/generation`);
    expect(await told()).toBe("1\n");
    await rig.terraform({ generation: 1, text: "two" }).apply();
    expect([await told(), await rig.stale()]).toEqual(["1\n", { a: true }]);
    await rig.terraform({ generation: 2, text: "two" }).apply();
    expect([await told(), await rig.stale()]).toEqual(["2\n", { a: false }]);
  });

  test("that is sensitive is in no plan, while it is that the machine is stale", async () => {
    const rig = await Rig.start();
    const build = withVariables(
      (value) => ({
        machineConfig: [MachineConfig.file({ path: "/etc/join", contents: value("join") })],
        allowSecrets: ["/etc/join"],
        nodes: { a: { mac: MAC_A } },
      }),
      true,
    );
    await rig.write(build);
    const plan = await rig.terraform({ join: "hunter2" }).plan();
    expect(plan.output).not.toContain("hunter2");
    await rig.terraform({ join: "hunter2" }).apply();
    expect(textIn(JSON.parse(await rig.config(MAC_A, "installed")), "/etc/join")).toBe("hunter2");
    expect(await rig.stale()).toEqual({ a: false });
    const changed = await rig.change(build, { join: "hunter3" });
    expect(changed).toMatchObject({ planned: ["matchbox_profile.web_a_Profile replace"], plannedStale: { a: true }, stale: { a: true } });
  });

  test("that makes a config larger than matchbox takes fails the plan, before anything is put", async () => {
    const rig = await Rig.start();
    await rig.write((stack) => {
      new TerraformVariable(stack, "text", { type: "string" });
      // More than a variable of the environment can hold.
      const text = new TerraformLocal(stack, "large", '${join("", [for i in range(1000) : var.text])}').asString;
      const machineConfig = [MachineConfig.file({ path: "/etc/text", contents: text })];
      pool(stack, { boot: BareMetalBoot.diskless(), nodes: { a: { mac: MAC_A } }, machineConfig });
    });
    await rig.terraform({ text: "x".repeat(3_000) }).apply();
    const before = await rig.config(MAC_A);
    const error = await rig
      .terraform({ text: "x".repeat(3_200) })
      .plan()
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecError);
    expect(String(error).replace(/[\s│]+/g, " ")).toContain("over the pool's userDataLimit, or more than matchbox takes");
    expect(await rig.config(MAC_A)).toBe(before);
  });
});

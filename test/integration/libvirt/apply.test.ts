import * as fs from "fs";
import * as path from "path";
import { TerraformOutput } from "cdktf";
import { beforeAll, expect, test } from "vitest";
import { ChangePolicy, MachineConfig, nodes } from "../../../lib";
import { LibvirtFirmware } from "../../../lib/libvirt";
import { readTemplate, StackJson } from "../../support";
import { describeLab, Lab, LabScope } from "./lab";
import { PlannedMachines, UNTOUCHED } from "./planned-machines";

describeLab("a pool on libvirt", (it) => {
  let lab: Lab;
  let first: PlannedMachines;
  const build = ({ stack, pool }: LabScope): void => {
    const web = pool("web", {
      nodes: nodes("web", 2),
      firstAddress: "10.17.3.10",
      dataDisks: [{ name: "data", sizeGib: 1 }],
      machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: 'a "word", \\, ${not_terraform} and %{neither}, 💡\n' })],
    });
    new TerraformOutput(stack, "addresses", { value: web.nodes.map((node) => node.ipv4Address), staticId: true });
  };

  beforeAll(async () => {
    lab = it();
    first = (await lab.apply(build)).touched;
  });

  test("is made as planned, with nothing beside it", () => {
    const parts = ["", ".disk-data.qcow2", ".ign", ".image.qcow2", ".qcow2"];
    expect(first).toEqual({ ...UNTOUCHED, made: [0, 1].flatMap((i) => parts.map((part) => `lab-web-${i}${part}`)) });
  });

  test("has the addresses of its outputs, known at plan", async () => {
    const plan = await lab.plan((scope) => build({ ...scope, pool: (id, props) => scope.pool(id, { ...props, nodes: nodes("web", 3) }) }));
    expect(plan.json.output_changes?.addresses.after).toEqual(["10.17.3.10", "10.17.3.11", "10.17.3.12"]);
    expect(await lab.run.outputs()).toEqual({ addresses: ["10.17.3.10", "10.17.3.11"] });
    const network = await lab.libvirtd.virsh("net-dumpxml", "lab");
    expect(network).toContain("name='web-0' ip='10.17.3.10'");
    expect(network).toContain("name='web-1' ip='10.17.3.11'");
  });

  test("gives each machine its config by QEMU's firmware device, byte for byte", async () => {
    const json: StackJson = await lab.synth(build);
    for (const ignition of Object.values(json.resource?.libvirt_ignition ?? {})) {
      const name = String(ignition.name).replace(/\.ign$/, "");
      const file = lab.workspace.path("read-back");
      await lab.libvirtd.virsh("vol-download", "--pool", "lab", String(ignition.name), file);
      expect(fs.readFileSync(file, "utf8")).toBe(readTemplate(String(ignition.content)));
      expect(await lab.config(name)).toBe(readTemplate(String(ignition.content)));
    }
    expect(Object.keys(json.resource?.libvirt_ignition ?? {})).toHaveLength(2);
  });

  test("has disks of the sizes asked for, the image below the root", async () => {
    expect(await lab.sizeMib("lab-web-0.qcow2")).toBe(13 * 1024);
    expect(await lab.sizeMib("lab-web-0.disk-data.qcow2")).toBe(1024);
    expect(await lab.libvirtd.virsh("dumpxml", "lab-web-0")).toContain("lab-web-0.image.qcow2'/>");
  });

  test("is made whole again when somebody has removed a machine by hand", async () => {
    await lab.libvirtd.virsh("destroy", "lab-web-1");
    await lab.libvirtd.virsh("undefine", "lab-web-1");
    expect((await lab.apply(build)).touched).toEqual({ ...UNTOUCHED, made: ["lab-web-1"] });
  });
});

describeLab("the pools of a stack on libvirt", (it) => {
  let lab: Lab;
  const build =
    (...ids: string[]) =>
    ({ plainPool }: LabScope): void => {
      for (const id of ids) {
        const disks = { dataDisks: [{ name: "data", sizeGib: 1 }], onReleaseChange: ChangePolicy.REPLACE };
        plainPool(id, { ...disks, firmware: LibvirtFirmware.uefi(), nodes: { [`${id}-a`]: {} } });
      }
    };

  /** Where libvirt keeps what is its own, the default storage pool of a stack among it. */
  const below = (...parts: string[]): string => path.join(path.dirname(lab.libvirtd.socket), "../../lib", ...parts);

  const names = async (list: string): Promise<string[]> =>
    (await lab.libvirtd.virsh(list, "--all", "--name"))
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");

  beforeAll(() => {
    lab = it();
  });

  test("share a network and a storage pool named after the stack; one more pool touches no other", async () => {
    await lab.plan(build("web"));
    await lab.run.apply();
    const before = await lab.libvirtd.bootIds();
    await lab.plan(build("db", "web"));
    await lab.run.apply();
    expect((await lab.run.plan()).isEmpty).toBe(true);
    const after = await lab.libvirtd.bootIds();
    expect(Object.keys(after)).toEqual(["lab-db-a", "lab-web-a"]);
    expect(after["lab-web-a"]).toBe(before["lab-web-a"]);
    expect(await names("net-list")).toEqual(["lab"]);
    expect(await names("pool-list")).toEqual(["lab"]);
    const images = fs.readdirSync(below("lab")).filter((file) => file.startsWith("lab-flatcar-stable-4593.2.4-amd64-uefi"));
    expect(images).toHaveLength(1);
  });

  test("start by UEFI, each with variables of its own", async () => {
    expect(fs.readdirSync(below("qemu/nvram")).sort()).toEqual(["lab-db-a_VARS.fd", "lab-web-a_VARS.fd"]);
    expect(await lab.libvirtd.virsh("dumpxml", "lab-web-a")).toMatch(/<loader readonly='yes'.*OVMF_CODE_4M\.fd<\/loader>/);
  });

  test("leave nothing when the stack is destroyed: no machine, disk, network, storage pool or file", async () => {
    await lab.destroy();
    expect(await lab.run.resources()).toEqual([]);
    expect(await lab.libvirtd.domains()).toEqual([]);
    expect(await names("net-list")).toEqual([]);
    expect(await names("pool-list")).toEqual([]);
    expect(fs.existsSync(below("lab"))).toBe(false);
    expect(fs.readdirSync(below("qemu/nvram"))).toEqual([]);
  });
});

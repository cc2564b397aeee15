import { expect, test } from "vitest";
import { BareMetalBoot, DisklessState, PxeAssets } from "../../../lib/bare-metal";
import { INSTALL_VALUES } from "../../../lib/bare-metal/install-script";
import { MachineConfig, UpdateStrategy } from "../../../lib";
import { Architecture } from "../../../lib/release";
import { InstallerMachine } from "../../bare-metal/installer-machine";
import { configIn, readTemplate, StackJson, textIn } from "../../support";
import { requires, Workspace } from "../harness";
import { MAC_A, MAC_C, NODES, Rig, meant, note, web } from "./rig";

const needs = requires("terraform", "provider-matchbox", "matchbox");
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator";

/** What the stack has as the config of a profile. */
function written(json: StackJson, name: string): string {
  const profile = Object.values(json.resource?.matchbox_profile ?? {}).find((found) => found.name === name);
  return meant(readTemplate(String(profile?.raw_ignition)));
}

needs("a pool that is installed to disk", () => {
  test("is served to each of its machines alone: the installer by MAC, and the machine config as installed", async () => {
    const rig = await Rig.start();
    const json = await rig.apply(web({ sshAuthorizedKeys: [KEY], machineConfig: [note('a "quoted" ${text}\n')] }));
    for (const [name, mac] of [
      ["a", MAC_A],
      ["c", MAC_C],
    ]) {
      expect(await rig.config(mac)).toBe(written(json, `t-${name}-install`));
      expect(await rig.config(mac, "installed")).toBe(written(json, `t-${name}`));
      const config = JSON.parse((await rig.matchbox.ignition({ mac, os: "installed" })).text);
      expect([textIn(config, "/etc/hostname"), textIn(config, "/etc/note")]).toEqual([`${name}\n`, 'a "quoted" ${text}\n']);
    }
    expect((await rig.matchbox.ignition({ mac: "52:54:00:00:00:0b" })).status).toBe(404);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
    expect(await rig.stale()).toEqual({ a: false, c: false });
  });

  test("boots kernel and RAM disk of its release, with its arguments in their order and iPXE's variables as they are", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ consoles: ["tty0", "ttyS0,115200n8"], kernelArguments: ["ip=${net0/ip}", "flatcar.autologin"] }));
    const server = "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.4";
    const { status, text } = await rig.matchbox.ipxe({ mac: MAC_A, arch: "x86_64" });
    expect(status).toBe(200);
    expect(text).toBe(
      [
        "#!ipxe",
        `kernel ${server}/flatcar_production_pxe.vmlinuz initrd=flatcar_production_pxe_image.cpio.gz flatcar.first_boot=1` +
          " ignition.config.url=http://matchbox.lan:8080/ignition?uuid=${uuid}&mac=${mac:hexhyp}" +
          " console=tty0 console=ttyS0,115200n8 ip=${net0/ip} flatcar.autologin",
        `initrd ${server}/flatcar_production_pxe_image.cpio.gz`,
        "boot",
        "",
      ].join("\n"),
    );
  });

  test("is found as iPXE and the installer ask: dashes, and a UUID beside the MAC", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: { a: { mac: "5254.0000.000A" } } }));
    const labels = { mac: "52-54-00-00-00-0a", uuid: "11111111-2222-3333-4444-555555555555" };
    expect((await rig.matchbox.ipxe(labels)).text).toContain("kernel ");
    expect((await rig.matchbox.ignition(labels)).text).toContain("cdktf-flatcar-install.service");
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });

  test("takes what matchbox has as its assets, for its architecture", async () => {
    const rig = await Rig.start();
    const matchboxUrl = `${rig.matchbox.httpUrl}/`;
    const folder = "flatcar/arm64-usr/4593.2.4";
    const kernel = rig.matchbox.addAsset(`${folder}/flatcar_production_pxe.vmlinuz`, "a kernel");
    const initrd = rig.matchbox.addAsset(`${folder}/flatcar_production_pxe_image.cpio.gz`, "a RAM disk");
    rig.matchbox.addAsset(`${folder}/flatcar_production_image.bin.bz2`, "an image");
    await rig.apply(web({ matchboxUrl, architecture: Architecture.ARM64, assets: PxeAssets.fromMatchbox() }));
    const { text } = await rig.matchbox.ipxe({ mac: MAC_A });
    expect([/^kernel (\S+)/m.exec(text)?.[1], /^initrd (\S+)/m.exec(text)?.[1]]).toEqual([kernel, initrd]);
    expect((await rig.matchbox.get(kernel)).text).toBe("a kernel");
    const base = textIn(JSON.parse(await rig.config(MAC_A)), `${INSTALL_VALUES}/image-base`).trim();
    expect(base).toBe(`${rig.matchbox.httpUrl}/assets/flatcar/arm64-usr`);
    expect((await rig.matchbox.get(`${new URL(base).pathname}/4593.2.4/flatcar_production_image.bin.bz2`)).text).toBe("an image");
  });

  test("has an installer that takes what matchbox serves for the machine, and not what it serves where that is missing", async () => {
    const rig = await Rig.start();
    const large = "line after line\n".repeat(300_000);
    const packed = MachineConfig.file({ path: "/etc/large", contents: large });
    await rig.apply(web({ nodes: { ...NODES, c: { mac: MAC_C, machineConfig: [packed] } } }));
    const installs = async (name: string, mac: string, os?: string): Promise<number | null> => {
      const machine = new InstallerMachine(Workspace.forTest().directory);
      // The installer knows its own config by the folder that it has its values from.
      const served = (await rig.matchbox.ignition({ mac, os })).text.replaceAll(INSTALL_VALUES, machine.valuesFolder);
      return machine.boot({ disks: [{ name: "one" }], served, values: { node: name, hostname: name } }).status;
    };
    expect(await installs("a", MAC_A, "installed")).toBe(0);
    expect(await installs("c", MAC_C, "installed")).toBe(0);
    expect(await installs("a", MAC_C, "installed")).toBe(1);
    expect(await installs("a", MAC_A)).toBe(1);
    const { text } = await rig.matchbox.ignition({ mac: MAC_C, os: "installed" });
    expect(textIn(configIn(text.replace(/\$\{/g, "$$${")), "/etc/large")).toBe(large);
  });

  test("leaves nothing on the server when it is destroyed", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    expect([rig.matchbox.profiles().length, rig.matchbox.groups().length]).toEqual([4, 4]);
    await rig.terraform().destroy();
    expect([rig.matchbox.profiles(), rig.matchbox.groups(), rig.matchbox.ignitionFiles()]).toEqual([[], [], {}]);
    expect(await rig.terraform().resources()).toEqual([]);
  });
});

needs("a diskless pool", () => {
  test("is served all that its machines run by their MAC, and leaves nothing", async () => {
    const rig = await Rig.start();
    const state = DisklessState.partition({ label: "state", path: "/srv/my-data" });
    const json = await rig.apply(web({ boot: BareMetalBoot.diskless({ state }), update: UpdateStrategy.disabled() }));
    expect(await rig.config(MAC_A)).toBe(written(json, "t-a"));
    expect(await rig.config(MAC_A, "installed")).toBe(written(json, "t-a"));
    expect((await rig.matchbox.ipxe({ mac: MAC_A })).text).toContain("flatcar.first_boot=1");
    const config = JSON.parse(await rig.config(MAC_A));
    expect(config.systemd.units.map(({ name }: { name: string }) => name)).toContain("srv-my\\x2ddata.mount");
    expect(config.storage.filesystems).toEqual([
      { device: "/dev/disk/by-partlabel/state", format: "ext4", path: "/srv/my-data", wipeFilesystem: false },
    ]);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
    await rig.terraform().destroy();
    expect([rig.matchbox.profiles(), rig.matchbox.groups(), rig.matchbox.ignitionFiles()]).toEqual([[], [], {}]);
  });
});

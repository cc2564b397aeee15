import * as fs from "fs";
import { beforeAll, expect, test } from "vitest";
import { libvirtStack } from "./fixtures/libvirt-stack";
import { emptyImage } from "./image";
import { Libvirtd, parseDomain } from "./libvirtd";
import { requires } from "./requirements";
import { TerraformRun } from "./terraform";
import { Workspace } from "./workspace";

const ALL = [
  "libvirt_domain.w0",
  "libvirt_ignition.w0",
  "libvirt_network.net",
  "libvirt_pool.pool",
  "libvirt_volume.base",
  "libvirt_volume.root",
  "terraform_data.net",
];

function ignition(hostname: string): object {
  const source = `data:,${hostname}`;
  return { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/etc/hostname", mode: 0o644, contents: { source } }] } };
}

test("dominfo of a machine that is off has no id", () => {
  const text = "Id:             -\nName:           a: b\nUUID:           8a1c\nState:          shut off\n";
  expect(parseDomain(text)).toEqual({ name: "a: b", id: undefined, uuid: "8a1c", state: "shut off" });
});

test("dominfo without a field is an error", () => {
  expect(() => parseDomain("Id: 1\nName: a\n")).toThrow('virsh dominfo gave no "UUID"');
});

requires(
  "terraform",
  "provider-libvirt",
  "libvirtd",
)("a private libvirtd", () => {
  const workspace = Workspace.forSuite();
  let libvirtd: Libvirtd;
  let run: TerraformRun;

  const write = (hostname: string): void => {
    const props = { uri: libvirtd.uri, poolDirectory: workspace.path("pool"), image: workspace.path("base.qcow2") };
    workspace.write("stack/cdk.tf.json", libvirtStack({ ...props, ignition: ignition(hostname) }));
  };

  beforeAll(async () => {
    await emptyImage(workspace.directory, "base");
    libvirtd = await Libvirtd.start();
    write("w0");
    run = new TerraformRun({ directory: workspace.path("stack") });
    await run.init();
    return () => libvirtd.stop();
  });

  test("starts without any machine or network", async () => {
    expect(await libvirtd.domains()).toEqual([]);
    expect((await libvirtd.virsh("net-list", "--all", "--name")).trim()).toBe("");
    expect(libvirtd.processes().map((p) => p.arguments[0])).toEqual(expect.arrayContaining(["libvirtd", "virtlogd"]));
  });

  test("applies pool, network, volumes, Ignition config and machine, and plans nothing after it", async () => {
    expect((await run.plan()).changes).toEqual(ALL.map((address) => ({ address, actions: ["create"] })));
    const { seconds } = await run.apply();
    // It takes two; a libvirt that probes KVM again and again takes minutes.
    expect(seconds).toBeLessThan(60);
    const plan = await run.plan();
    expect(plan.changes).toEqual([]);
    expect(plan.isEmpty).toBe(true);
    expect((await run.resources()).map((r) => r.address)).toEqual(ALL);
  });

  test("runs the machine with its Ignition config on QEMU's command line", async () => {
    const { uuid } = (await libvirtd.domains())[0];
    expect(await libvirtd.domains()).toEqual([{ name: "w0", id: 1, uuid, state: "running" }]);
    expect(await libvirtd.bootIds()).toEqual({ w0: `${uuid}#1` });
    const { id } = await run.attributes("libvirt_ignition.w0");
    const file = String(id).split(";")[0];
    expect(await libvirtd.qemuArguments("w0")).toContain(`name=opt/org.flatcar-linux/config,file=${file}`);
    expect(JSON.parse(fs.readFileSync(file, "utf8"))).toEqual(ignition("w0"));
    expect(await libvirtd.virsh("net-dumpxml", "flatcar")).toContain("<host mac='52:54:00:00:00:10' name='w0' ip='10.17.3.10'/>");
  });

  test("keeps its bridges off the host's network", () => {
    expect(fs.readdirSync("/sys/class/net").filter((name) => name.startsWith("virbr"))).toEqual([]);
    expect(libvirtd.processes().some((p) => p.arguments[0].endsWith("dnsmasq"))).toBe(true);
  });

  test("names no QEMU of a machine that it does not have", async () => {
    await expect(libvirtd.qemuArguments("w1")).rejects.toThrow("no QEMU runs for w1; the domains are: w0 (running)");
  });

  test("replaces the machine and its root when the config changes", async () => {
    const before = await libvirtd.bootIds();
    write("other");
    const replaced = ["libvirt_domain.w0", "libvirt_ignition.w0", "libvirt_volume.root"];
    expect((await run.plan()).changes).toEqual(replaced.map((address) => ({ address, actions: ["delete", "create"] })));
    await run.apply();
    expect((await run.plan()).changes).toEqual([]);
    expect((await libvirtd.bootIds()).w0).not.toBe(before.w0);
  });

  test("destroys all of it", async () => {
    await run.destroy();
    expect(await run.resources()).toEqual([]);
    expect(await libvirtd.domains()).toEqual([]);
    await expect(libvirtd.virsh("pool-info", "flatcar")).rejects.toThrow("Storage pool not found");
    await expect(libvirtd.virsh("net-info", "flatcar")).rejects.toThrow("Network not found");
  });
});

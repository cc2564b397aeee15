import { beforeAll, expect, test } from "vitest";
import { LibvirtNetwork, LibvirtNodePool } from "../../../lib/libvirt";
import { until } from "../harness";
import { describeLab, domainsOf, Lab, LabScope, withCopiesOf } from "./lab";
import { planLines, UNTOUCHED } from "./planned-machines";

describeLab("a changed address or network on libvirt", (it) => {
  let lab: Lab;

  /** `name address`, as the network's DHCP server has it. */
  const reservations = async (network: string): Promise<string[]> =>
    [...(await lab.libvirtd.virsh("net-dumpxml", network)).matchAll(/<host mac='\S+' name='(\S+)' ip='(\S+)'/g)]
      .map(([, name, ip]) => `${name} ${ip}`)
      .sort();

  /** Waits until the domain has asked for an address, and gives the one it got. */
  const leased = async (network: string, mac: string): Promise<string> =>
    until(
      `${mac} has a lease`,
      90,
      async () => new RegExp(`${mac}\\s+ipv4\\s+([\\d.]+)/`).exec(await lab.libvirtd.virsh("net-dhcp-leases", network))?.[1],
    );

  // The firmware of the network card asks for an address as a system would, when it starts from the network.
  const startFromNetwork = (pool: LibvirtNodePool): void => {
    for (const machine of pool.nodes) machine.resource.addOverride("boot_device", [{ dev: ["network"] }]);
  };

  const build =
    (address: string, mac?: string) =>
    ({ pool }: LabScope): void => {
      const lan = pool("lan", { nodes: { a: { address: "10.17.3.10" }, b: { address, mac } }, dataDisks: [{ name: "data", sizeGib: 1 }] });
      startFromNetwork(lan);
      macs = lan.nodes.map((node) => node.mac);
    };
  let macs: string[] = [];

  const onOther =
    (cidr: string, third: number, domain?: string) =>
    ({ stack, pool }: LabScope): void => {
      const network = new LibvirtNetwork(stack, "Other", { cidr, domain });
      pool("lan", { network, nodes: { a: { address: `10.17.${third}.10` } }, dataDisks: [{ name: "data", sizeGib: 1 }] });
    };

  beforeAll(async () => {
    lab = it();
    await lab.apply(build("10.17.3.11"));
  });

  test("starts with machines that get the addresses of the plan", async () => {
    expect(await leased("lab", macs[0])).toBe("10.17.3.10");
    expect(await leased("lab", macs[1])).toBe("10.17.3.11");
    expect((await lab.run.plan()).isEmpty).toBe(true);
  });

  test("of a machine replaces its domain with the reservation, and keeps its disks", async () => {
    const { plan, touched } = await lab.apply(build("10.17.3.12"));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(planLines(plan)).toEqual(["replace libvirt_domain lan_b_Domain", "replace terraform_data lan_b_Devices"]);
    expect(await reservations("lab")).toEqual(["a 10.17.3.10", "b 10.17.3.12"]);
  });

  test("by another MAC address does the same", async () => {
    const { touched } = await lab.apply(build("10.17.3.12", "52:54:00:00:00:0b"));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("b") });
    expect(await reservations("lab")).toEqual(["a 10.17.3.10", "b 10.17.3.12"]);
    expect(await leased("lab", "52:54:00:00:00:0b")).toBe("10.17.3.12");
  });

  test("by another network puts the domain on it, and keeps its disks", async () => {
    const { touched } = await lab.apply(onOther("10.17.4.0/24", 4));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("a"), gone: [...withCopiesOf("b"), "lab-b.disk-data.qcow2"].sort() });
    expect(await lab.libvirtd.virsh("net-dumpxml", "lab-Other")).toContain("connections='1'");
  });

  test("by another range puts the domain on the new network, and keeps its disks", async () => {
    const { touched } = await lab.apply(onOther("10.17.4.0/23", 5));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("a") });
    expect(await reservations("lab-Other")).toEqual(["a 10.17.5.10"]);
    expect(await lab.libvirtd.virsh("net-dumpxml", "lab-Other")).toContain("connections='1'");
  });

  test("by another domain name puts the domain on the new network, though its address stays", async () => {
    const { touched } = await lab.apply(onOther("10.17.4.0/23", 5, "example.test"));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: domainsOf("a") });
    expect(await lab.libvirtd.virsh("net-dumpxml", "lab-Other")).toContain("connections='1'");
  });
});

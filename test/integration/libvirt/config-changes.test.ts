import { beforeAll, describe, expect, test } from "vitest";
import { ChangePolicy, MachineConfig } from "../../../lib";
import { describeLab, Lab, LabScope, rootsOf, withCopiesOf } from "./lab";
import { planLines, UNTOUCHED } from "./planned-machines";

const KEYS = {
  old: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGqVbB1uJ6u5v1m2kq0nTj6b1vI8kX4l2b7s9c0d1e2f old",
  new: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHqVbB1uJ6u5v1m2kq0nTj6b1vI8kX4l2b7s9c0d1e2f new",
};

interface Change {
  readonly motd?: string;
  readonly ownMotd?: string;
  readonly key?: string;
  readonly hostname?: string;
  readonly generation?: number;
}

/** Two pools alike but for their policy: "fresh" replaces machines, "kept" does not. */
const build =
  (change: Change) =>
  ({ pool }: LabScope): void => {
    const { motd = "first", ownMotd, key = KEYS.old, hostname, generation } = change;
    const own = ownMotd === undefined ? {} : { machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: ownMotd })] };
    const shared = {
      machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: motd })],
      sshAuthorizedKeys: [key],
      dataDisks: [{ name: "data", sizeGib: 1 }],
    };
    pool("fresh", { ...shared, nodes: { a: {}, b: { ...own, generation, hostname } } });
    const suffixed = hostname === undefined ? {} : { hostname: `${hostname}-k` };
    const k = { ...own, generation, ...suffixed };
    pool("kept", { ...shared, onConfigChange: ChangePolicy.NEW_NODES_ONLY, nodes: { k } });
  };

describeLab("a changed machine config on libvirt", (it) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = it();
    await lab.apply(build({}));
  });

  test("of the pool replaces the domains and root disks of its nodes, and keeps their data disks and images", async () => {
    const { plan, touched } = await lab.apply(build({ motd: "second" }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: rootsOf("a", "b") });
    expect(planLines(plan)).toEqual([
      "replace libvirt_domain fresh_a_Domain",
      "replace libvirt_domain fresh_b_Domain",
      "replace libvirt_ignition fresh_a_Ignition",
      "replace libvirt_ignition fresh_b_Ignition",
      "replace libvirt_volume fresh_a_RootVolume",
      "replace libvirt_volume fresh_b_RootVolume",
    ]);
    expect(await lab.config("lab-a")).toContain("data:,second");
    expect(await lab.config("lab-k")).toContain("data:,first");
  });

  test("of one node replaces that node alone", async () => {
    const { touched } = await lab.apply(build({ motd: "second", ownMotd: "own" }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: rootsOf("b") });
    expect(await lab.config("lab-b")).toContain("data:,own");
  });

  test("by another ssh key is one like any other", async () => {
    const { touched } = await lab.apply(build({ motd: "second", ownMotd: "own", key: KEYS.new }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: rootsOf("a", "b") });
    expect(await lab.config("lab-a")).toContain(KEYS.new);
    expect(await lab.config("lab-k")).toContain(KEYS.old);
  });

  test("by another hostname is one like any other, and touches no reservation of a machine that stays", async () => {
    const { touched } = await lab.apply(build({ motd: "second", ownMotd: "own", key: KEYS.new, hostname: "bee" }));
    expect(touched).toEqual({ ...UNTOUCHED, replaced: rootsOf("b") });
    const network = await lab.libvirtd.virsh("net-dumpxml", "lab");
    expect(network).toContain("name='bee'");
    expect(network).toContain("name='k'");
  });

  describe("that has waited", () => {
    test("reaches a machine when its generation is raised, whatever the policy", async () => {
      const { plan, touched } = await lab.apply(build({ motd: "second", ownMotd: "own", key: KEYS.new, hostname: "bee", generation: 2 }));
      expect(touched).toEqual({ ...UNTOUCHED, replaced: withCopiesOf("b", "k") });
      expect(planLines(plan).filter((line) => line.includes("kept"))).toEqual([
        "replace libvirt_domain kept_k_Domain",
        "replace libvirt_ignition kept_k_Ignition",
        "replace libvirt_volume kept_k_ImageVolume",
        "replace libvirt_volume kept_k_RootVolume",
        "replace terraform_data kept_k_Generation",
      ]);
      const config = await lab.config("lab-k");
      for (const text of ["data:,own", KEYS.new, "data:,bee-k"]) expect(config).toContain(text);
    });
  });
});

import { expect, test } from "vitest";
import { keptAttributes, keptPartOf } from "../../../lib/check/plan/kept-attributes";

const MACHINES = [
  "hcloud_server",
  "aws_instance",
  "aws_launch_template",
  "aws_autoscaling_group",
  "libvirt_domain",
  "libvirt_ignition",
  "matchbox_profile",
];

test("what may hold a secret is kept of no type", () => {
  for (const type of MACHINES) {
    expect(keptAttributes(type).length, type).toBeGreaterThan(0);
    const risky = keptAttributes(type).filter((name) => /user_data|content|ignition|config|args|password|secret|token|metadata/.test(name));
    expect(
      risky.filter((name) => name !== "user_data_replace_on_change" && name !== "launch_configuration"),
      type,
    ).toEqual([]);
  }
});

test("of other types nothing is kept", () => {
  expect(["random_password", "constructor", ""].map((type) => keptAttributes(type))).toEqual([[], [], []]);
});

test("of the devices of a machine under libvirt the volumes of its disks alone are kept, in either form; of all else the whole", () => {
  expect(keptPartOf("libvirt_domain", "devices")).toEqual({
    disks: { boot: { order: true }, source: { volume: { pool: true, volume: true }, file: { file: true } } },
  });
  expect(keptPartOf("libvirt_domain", "disk")).toEqual({ volume_id: true });
  for (const [type, attribute] of [
    ["libvirt_domain", "name"],
    ["libvirt_domain", "constructor"],
    ["hcloud_server", "labels"],
    ["constructor", "name"],
  ]) {
    expect(keptPartOf(type, attribute)).toBe(true);
  }
});

test("what a machine and its successor cannot both have is kept", () => {
  expect(keptAttributes("hcloud_server")).toEqual(expect.arrayContaining(["name", "public_net", "network", "placement_group_id"]));
  expect(keptAttributes("aws_instance")).toContain("private_ip");
  expect(keptAttributes("aws_security_group")).toEqual(["name", "vpc_id"]);
  for (const type of ["hcloud_firewall", "hcloud_network", "hcloud_volume"]) expect(keptAttributes(type), type).toEqual(["name"]);
});

import { expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { Environment } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { StackJson } from "../support";
import { awsStackOf, bareMetalStackOf, hetznerStackOf, libvirtStackOf, resourcesOf, updateConfs } from "../stacks/stack-of";

const onAws = awsStackOf(prod);
const onBareMetal = bareMetalStackOf(prod);
const onHetzner = hetznerStackOf(prod);
const onLibvirt = libvirtStackOf(prod);

// What holds machines, their data or their addresses. The rest can be made again without a machine noticing.
const GUARDED = [
  "aws_autoscaling_group",
  "aws_instance",
  "aws_eip",
  "aws_vpc",
  "aws_subnet",
  "hcloud_server",
  "hcloud_primary_ip",
  "hcloud_network",
  "hcloud_network_subnet",
  "libvirt_domain",
  "libvirt_volume",
  "libvirt_network",
  "libvirt_pool",
  "matchbox_group",
];

const unguarded = (stack: StackJson): string[] =>
  Object.entries(stack.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName)
      .filter(([, resource]) => GUARDED.includes(type) && resource.lifecycle?.prevent_destroy !== true)
      .map(([name]) => `${type}.${name}`),
  );

test("a plan that would destroy a machine, its disk, its address or its network fails", () => {
  for (const stack of [onAws, onBareMetal, onHetzner, onLibvirt]) expect(unguarded(stack)).toEqual([]);
  expect([...resourcesOf(onAws, "aws_instance"), ...resourcesOf(onAws, "aws_autoscaling_group")].length).toBe(4);
  expect(resourcesOf(onHetzner, "hcloud_server").length).toBe(7);
  expect(resourcesOf(onLibvirt, "libvirt_domain").length).toBe(3);
});

test("dev is not guarded: it can be taken down", () => {
  for (const stack of [awsStackOf(dev), bareMetalStackOf(dev), hetznerStackOf(dev), libvirtStackOf(dev)])
    expect(JSON.stringify(stack)).not.toContain("prevent_destroy");
});

test("Hetzner itself refuses to delete or rebuild a server, and the provider does not shut it down for that", () => {
  for (const server of resourcesOf(onHetzner, "hcloud_server")) {
    expect(server).toMatchObject({ delete_protection: true, rebuild_protection: true, shutdown_before_deletion: false });
  }
  for (const type of ["hcloud_primary_ip", "hcloud_network"]) {
    for (const resource of resourcesOf(onHetzner, type)) expect(resource).toMatchObject({ delete_protection: true });
  }
});

test("neither a new config nor a new release reaches a machine that is there", () => {
  for (const server of resourcesOf(onHetzner, "hcloud_server")) {
    expect(server.lifecycle?.ignore_changes).toEqual(expect.arrayContaining(["user_data", "image"]));
  }
  for (const instance of resourcesOf(onAws, "aws_instance")) {
    expect(instance.lifecycle?.ignore_changes).toEqual(expect.arrayContaining(["user_data_base64", "ami"]));
  }
  for (const group of resourcesOf(onAws, "aws_autoscaling_group")) expect(JSON.stringify(group)).not.toContain("latest_version");
  for (const config of resourcesOf(onLibvirt, "libvirt_ignition")) expect(config.lifecycle?.ignore_changes).toContain("content");
});

test("the members of the database reboot one at a time, each in a window of its own with a pause before the next", () => {
  for (const stack of [onHetzner, onLibvirt]) {
    const starts = Object.entries(updateConfs(stack))
      .filter(([hostname]) => hostname.startsWith("db-"))
      .map(([hostname, conf]) => [
        hostname,
        /^REBOOT_STRATEGY=reboot\nLOCKSMITHD_REBOOT_WINDOW_START="([^"]*)"\n.*_LENGTH=1h\n$/.exec(conf)?.[1],
      ]);
    expect(starts.sort()).toEqual([
      ["db-a", "Sat 02:00"],
      ["db-b", "Sat 03:30"],
      ["db-c", "Sat 05:00"],
    ]);
  }
});

test("the web servers reboot one after the other, with a pause between", () => {
  const starts = Object.entries(updateConfs(onHetzner))
    .filter(([hostname]) => hostname.startsWith("web-"))
    .map(([hostname, conf]) => [hostname, /WINDOW_START="([^"]*)"/.exec(conf)?.[1]]);
  expect(starts.sort()).toEqual([
    ["web-0", "Sat 02:00"],
    ["web-1", "Sat 03:15"],
    ["web-2", "Sat 04:30"],
    ["web-3", "Sat 05:45"],
  ]);
});

test("ssh is let in from one network alone, and nothing else is", () => {
  for (const firewall of resourcesOf(onHetzner, "hcloud_firewall")) {
    expect(firewall.rule).toEqual([{ direction: "in", protocol: "tcp", port: "22", source_ips: ["198.51.100.0/24"], description: "ssh" }]);
  }
});

test("production differs from dev in backend, size, protection, windows and policies", () => {
  const machines = (environment: Environment): number =>
    Object.values(environment.hetzner?.pools ?? {}).reduce((sum, pool) => sum + Object.keys(pool.nodes).length, 0);
  expect(Object.keys(onHetzner.terraform?.backend as object)).toEqual(["s3"]);
  expect(Object.keys(hetznerStackOf(dev).terraform?.backend as object)).toEqual(["local"]);
  expect(machines(prod)).toBeGreaterThan(machines(dev));
  const pools = (stack: StackJson): { onConfigChange: string }[] =>
    Object.values((stack["//"]?.flatcar as { pools: { [path: string]: { onConfigChange: string } } }).pools);
  expect(pools(onHetzner).map((pool) => pool.onConfigChange)).toEqual(["new-nodes-only", "new-nodes-only"]);
  expect(pools(hetznerStackOf(dev)).map((pool) => pool.onConfigChange)).toEqual(["replace"]);
});

// One case of the synth benchmark, in a process of its own: makes and synthesises pools, and prints what that cost as JSON.
// Usage: node synth-case.js PLATFORM pool|hand NODES USER-DATA-FILE
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import * as path from "path";
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { App, LocalBackend, TerraformStack, Token } from "cdktf";
import { Group } from "../lib/imports/matchbox/group";
import { Profile } from "../lib/imports/matchbox/profile";
import { MatchboxProvider } from "../lib/imports/matchbox/provider";
import { Domain } from "../lib/imports/libvirt/domain";
import { Ignition } from "../lib/imports/libvirt/ignition";
import { Network } from "../lib/imports/libvirt/network";
import { Pool } from "../lib/imports/libvirt/pool";
import { LibvirtProvider } from "../lib/imports/libvirt/provider";
import { Volume } from "../lib/imports/libvirt/volume";
import { DataHcloudImage } from "../lib/imports/hcloud/data-hcloud-image";
import { Firewall } from "../lib/imports/hcloud/firewall";
import { PrimaryIp } from "../lib/imports/hcloud/primary-ip";
import { HcloudProvider } from "../lib/imports/hcloud/provider";
import { Server } from "../lib/imports/hcloud/server";
import { ReplaceTrigger } from "../lib/pool/replace-trigger";
import { nodes } from "../lib";
import { AwsInstancePool, AwsSubnet } from "../lib/aws";
import { BareMetalBoot, BareMetalNodePool, InstallDisk } from "../lib/bare-metal";
import { HetznerNodePool } from "../lib/hetzner";
import { LibvirtNodePool } from "../lib/libvirt";
import { mostMegabytes } from "./measure";
import { COMMON } from "./pool-props";

const [platform, variant, size, userDataFile] = process.argv.slice(2);
const count = Number(size);
const outdir = mkdtempSync(path.join(tmpdir(), "flatcar-bench-"));
const app = new App({ outdir });
const stack = new TerraformStack(app, "bench");
new LocalBackend(stack, { path: "state.tfstate" });
const PROVIDERS: { readonly [platform: string]: () => void } = {
  aws: () => new AwsProvider(stack, "aws", { region: "eu-central-1" }),
  "bare-metal": () => new MatchboxProvider(stack, "matchbox", { endpoint: "m:8081", ca: "", clientCert: "", clientKey: "" }),
  hetzner: () => new HcloudProvider(stack, "hcloud", {}),
  libvirt: () => new LibvirtProvider(stack, "libvirt", { uri: "qemu:///system" }),
};
PROVIDERS[platform]();

const VPC = "vpc-0123456789abcdef0";
const SUBNET = "subnet-0123456789abcdef0";

const userData: { [name: string]: string } = variant === "hand" ? JSON.parse(readFileSync(userDataFile, "utf8")) : {};
const before = process.hrtime.bigint();
if (variant === "hand") byHand();
else pool();
app.synth();
const seconds = Number(process.hrtime.bigint() - before) / 1e9;
const megabytes = mostMegabytes();
const output = path.join(outdir, "stacks", "bench", "cdk.tf.json");
const bytes = statSync(output).size;

if (variant === "pool") writeFileSync(userDataFile, JSON.stringify(readUserData()));
rmSync(outdir, { recursive: true });
process.stdout.write(`${JSON.stringify({ seconds, megabytes, bytes })}\n`);

function pool(): void {
  const made = nodes("n", count);
  if (platform === "aws") {
    const subnet = AwsSubnet.fromId(SUBNET);
    new AwsInstancePool(stack, "pool", { ...COMMON, instanceType: "m7g.large", vpcId: VPC, subnet, nodes: made });
  } else if (platform === "bare-metal") {
    new BareMetalNodePool(stack, "pool", {
      ...COMMON,
      matchboxUrl: "http://matchbox.internal:8080",
      boot: BareMetalBoot.installToDisk({ disk: InstallDisk.smallest() }),
      nodes: Object.fromEntries(Object.entries(made).map(([name, options], i) => [name, { ...options, mac: macOf(i) }])),
    });
  } else if (platform === "hetzner") new HetznerNodePool(stack, "pool", { ...COMMON, serverType: "cax11", location: "fsn1", nodes: made });
  else
    new LibvirtNodePool(stack, "pool", {
      ...COMMON,
      nodes: made,
      firstAddress: "10.64.0.10",
      network: { networkId: "9f4f5d1e-0b6f-4c39-9c1c-0d9f6a4f3f10", cidr: "10.64.0.0/12" },
    });
}

function byHand(): void {
  ({ aws: handAws, "bare-metal": handBareMetal, hetzner: handHetzner, libvirt: handLibvirt })[platform as "aws"]();
}

function macOf(i: number): string {
  return `52:54:00:${[16, 8, 0].map((shift) => ((i >> shift) & 255).toString(16).padStart(2, "0")).join(":")}`;
}

function handAws(): void {
  const image = new DataAwsAmi(stack, "image", {
    owners: ["075585003325"],
    filter: [
      { name: "name", values: ["Flatcar-stable-4593.2.5-arm64-hvm"] },
      { name: "architecture", values: ["arm64"] },
      { name: "virtualization-type", values: ["hvm"] },
    ],
  });
  const group = new SecurityGroup(stack, "group", { namePrefix: "bench-pool-", vpcId: VPC, lifecycle: { createBeforeDestroy: true } });
  new VpcSecurityGroupEgressRule(stack, "out", { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
  for (let i = 0; i < count; i++) {
    const name = `n-${i}`;
    const generation = new ReplaceTrigger(stack, `${name}-generation`, { generation: 1, architecture: "arm64" });
    const tags = { Name: `bench-${name}`, "flatcar-pool": "pool" };
    new Instance(stack, name, {
      ami: image.getStringAttribute("id"),
      instanceType: "m7g.large",
      subnetId: SUBNET,
      vpcSecurityGroupIds: [group.id],
      userDataBase64: userData[`bench-${name}`],
      userDataReplaceOnChange: true,
      rootBlockDevice: { volumeType: "gp3", volumeSize: 20, encrypted: true, deleteOnTermination: true, tags },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      disableApiTermination: false,
      tags: { ...tags, "flatcar-channel": "stable", "flatcar-version": "4593.2.5" },
      lifecycle: {
        ignoreChanges: ["ami", 'tags["flatcar-channel"]', 'tags["flatcar-version"]'],
        replaceTriggeredBy: [`terraform_data.${generation.friendlyUniqueId}`],
      },
    });
  }
}

function handBareMetal(): void {
  const base = "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5";
  for (let i = 0; i < count; i++) {
    const name = `bench-n-${i}`;
    const mac = macOf(i);
    const generation = new ReplaceTrigger(stack, `${name}-generation`, { generation: 1 });
    const installer = new Profile(stack, `${name}-install-profile`, {
      name: `${name}-install`,
      kernel: `${base}/flatcar_production_pxe.vmlinuz`,
      initrd: [`${base}/flatcar_production_pxe_image.cpio.gz`],
      args: [
        "initrd=flatcar_production_pxe_image.cpio.gz",
        "flatcar.first_boot=1",
        "ignition.config.url=http://matchbox.internal:8080/ignition?uuid=$${uuid}&mac=$${mac:hexhyp}",
      ],
      rawIgnition: userData[`${name}-install`],
    });
    new Group(stack, `${name}-install-group`, { name: `${name}-install`, profile: installer.name, selector: { mac } });
    const profile = new Profile(stack, `${name}-profile`, { name, rawIgnition: userData[name] });
    new Group(stack, `${name}-group`, { name, profile: profile.name, selector: { mac, os: "installed" } });
    const record = new ReplaceTrigger(stack, `${name}-record`, { config: "0".repeat(64), release: "4593.2.5" });
    record.lifecycle = { replaceTriggeredBy: [`terraform_data.${generation.friendlyUniqueId}`] };
  }
}

function handHetzner(): void {
  const image = new DataHcloudImage(stack, "image", {
    withSelector: "os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5",
    withArchitecture: "arm",
    withStatus: ["available"],
  });
  const labels = { "flatcar-pool": "pool" };
  const firewall = new Firewall(stack, "firewall", {
    name: "bench-pool",
    labels,
    rule: [{ direction: "in", protocol: "icmp", sourceIps: ["192.0.2.0/32"], description: "Nothing is let in" }],
  });
  for (let i = 0; i < count; i++) {
    const name = `n-${i}`;
    const ip = (type: string) =>
      new PrimaryIp(stack, `${name}-${type}`, {
        name: `bench-${name}-fsn1-${type}`,
        type,
        location: "fsn1",
        autoDelete: false,
        deleteProtection: false,
        labels,
        lifecycle: { createBeforeDestroy: true },
      });
    const [ipv4, ipv6] = [ip("ipv4"), ip("ipv6")];
    const generation = new ReplaceTrigger(stack, `${name}-generation`, { generation: 1, architecture: "arm64" });
    new Server(stack, name, {
      name: `bench-${name}`,
      serverType: "cax11",
      location: "fsn1",
      image: image.getStringAttribute("id"),
      userData: userData[`bench-${name}`],
      labels: { "flatcar-pool": "pool", "flatcar-channel": "stable", "flatcar-version": "4593.2.5" },
      firewallIds: [Token.asNumber(firewall.id)],
      publicNet: [{ ipv4Enabled: true, ipv4: ipv4.id, ipv6Enabled: true, ipv6: ipv6.id }],
      deleteProtection: false,
      rebuildProtection: false,
      shutdownBeforeDeletion: true,
      lifecycle: {
        ignoreChanges: ["ssh_keys", "placement_group_id", "image", 'labels["flatcar-channel"]', 'labels["flatcar-version"]'],
        replaceTriggeredBy: [`terraform_data.${generation.friendlyUniqueId}`],
      },
    });
  }
}

function handLibvirt(): void {
  const storage = new Pool(stack, "storage", { name: "bench", type: "dir", target: { path: "/var/lib/libvirt/bench" } });
  const network = new Network(stack, "network", { name: "bench", mode: "nat", addresses: ["10.64.0.0/12"] });
  for (let i = 0; i < count; i++) {
    const name = `n-${i}`;
    const address = `10.64.${(i + 10) >> 8}.${(i + 10) & 255}`;
    const mac = macOf(i);
    const generation = new ReplaceTrigger(stack, `${name}-generation`, { generation: 1, architecture: "amd64" });
    const byGeneration = [`terraform_data.${generation.friendlyUniqueId}`, `libvirt_pool.${storage.friendlyUniqueId}.id`];
    const ignition = new Ignition(stack, `${name}-ignition`, {
      name: `bench-${name}.ign`,
      pool: storage.name,
      content: userData[`bench-${name}`],
      lifecycle: { replaceTriggeredBy: byGeneration },
    });
    const source = "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5/flatcar_production_qemu_image.img";
    const base = new Volume(stack, `${name}-image`, {
      name: `bench-${name}-image.qcow2`,
      pool: storage.name,
      source,
      format: "qcow2",
      lifecycle: { ignoreChanges: ["source"], replaceTriggeredBy: byGeneration },
    });
    const root = new Volume(stack, `${name}-root`, {
      name: `bench-${name}.qcow2`,
      pool: storage.name,
      baseVolumeId: base.id,
      size: 20 * 1024 ** 3,
      lifecycle: { replaceTriggeredBy: [`libvirt_ignition.${ignition.friendlyUniqueId}`, ...byGeneration] },
    });
    const devices = new ReplaceTrigger(stack, `${name}-devices`, { network: network.id, mac, address, disks: [] });
    new Domain(stack, name, {
      name: `bench-${name}`,
      type: "kvm",
      arch: "x86_64",
      memory: 2048,
      vcpu: 2,
      cpu: { mode: "host-passthrough" },
      running: true,
      autostart: true,
      coreosIgnition: ignition.id,
      fwCfgName: "opt/org.flatcar-linux/config",
      disk: [{ volumeId: root.id }],
      networkInterface: [{ networkId: network.id, hostname: name, mac, addresses: [address], waitForLease: false }],
      console: [{ type: "pty", targetType: "serial", targetPort: "0" }],
      lifecycle: {
        ignoreChanges: ["network_interface[0].addresses", "network_interface[0].hostname"],
        replaceTriggeredBy: [`libvirt_volume.${root.friendlyUniqueId}.id`, `terraform_data.${devices.friendlyUniqueId}`],
      },
    });
  }
}

function readUserData(): { [name: string]: string } {
  const { resource } = JSON.parse(readFileSync(output, "utf8"));
  const of = <T>(type: string, pick: (block: T) => [string, string]): Array<[string, string]> =>
    Object.values<T>(resource[type] ?? {}).map(pick);
  const entries = [
    ...of<{ tags: { Name: string }; user_data_base64: string }>("aws_instance", (one) => [one.tags.Name, one.user_data_base64]),
    ...of<{ name: string; raw_ignition: string }>("matchbox_profile", (one) => [one.name, one.raw_ignition]),
    ...of<{ name: string; user_data: string }>("hcloud_server", (one) => [one.name, one.user_data]),
    ...of<{ name: string; content: string }>("libvirt_ignition", (one) => [one.name.replace(/\.ign$/, ""), one.content]),
  ];
  return Object.fromEntries(entries);
}

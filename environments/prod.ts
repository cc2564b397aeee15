import { ChangePolicy, RebootWindow, UpdateStrategy, Weekday, nodes } from "../lib";
import { AwsLifecycleTransition, AwsPurchaseOption } from "../lib/aws";
import { BareMetalBoot, InstallDisk, PxeAssets } from "../lib/bare-metal";
import { baseConfig } from "./configs";
import { Environment } from "./environment";
import { StateBackend } from "./state-backend";

const window = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "02:00", length: "1h" });
// With an etcd that serves its v2 API, UpdateStrategy.etcdLock() does the same without windows of their own.
const oneByOne = window.staggered({ slots: 3, gap: "30m" });

/** Guarded: nothing is destroyed by an edit, configs reach a machine when its generation is raised, and reboots are spread over a night. */
export const prod: Environment = {
  name: "prod",
  backend: StateBackend.s3({ bucket: "example-terraform-state", region: "eu-central-1" }),
  release: "prod",
  protect: true,
  aws: {
    region: "eu-central-1",
    networkCidr: "10.31.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    sshFrom: ["198.51.100.0/24"],
    groups: {
      web: {
        instanceTypes: ["m7g.large", "m6g.large"],
        purchaseOption: AwsPurchaseOption.mixed({ onDemandBase: 2, onDemandPercentage: 50 }),
        publicIpv4: true,
        capacity: { min: 3, max: 12 },
        onConfigChange: ChangePolicy.NEW_NODES_ONLY,
        lifecycleHooks: [{ name: "drain", transition: AwsLifecycleTransition.TERMINATING, heartbeatTimeoutSec: 300 }],
        machineConfig: [baseConfig("prod")],
        update: UpdateStrategy.reboot({ window }),
      },
    },
    pools: {
      db: {
        instanceType: "m7g.large",
        rootDiskGib: 40,
        quorum: true,
        elasticIps: true,
        nodes: {
          "db-a": { rebootSlot: 0, zone: "eu-central-1a", privateIpv4: "10.31.0.11" },
          "db-b": { rebootSlot: 1, zone: "eu-central-1b", privateIpv4: "10.31.1.11" },
          "db-c": { rebootSlot: 2, zone: "eu-central-1c", privateIpv4: "10.31.2.11" },
        },
        machineConfig: [baseConfig("prod")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
    },
  },
  bareMetal: {
    matchboxUrl: "http://matchbox.internal:8080",
    pools: {
      db: {
        boot: BareMetalBoot.installToDisk(),
        assets: PxeAssets.fromMatchbox(),
        quorum: true,
        nodes: {
          "db-a": { rebootSlot: 0, mac: "52:54:00:d2:00:0a", disk: InstallDisk.byPath("/dev/disk/by-id/wwn-0x5002538d000000a") },
          "db-b": { rebootSlot: 1, mac: "52:54:00:d2:00:0b", disk: InstallDisk.byPath("/dev/disk/by-id/wwn-0x5002538d000000b") },
          "db-c": { rebootSlot: 2, mac: "52:54:00:d2:00:0c", disk: InstallDisk.byPath("/dev/disk/by-id/wwn-0x5002538d000000c") },
        },
        machineConfig: [baseConfig("prod")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
    },
  },
  hetzner: {
    networkCidr: "10.30.0.0/16",
    networkZone: "eu-central",
    sshFrom: ["198.51.100.0/24"],
    pools: {
      db: {
        serverType: "cax31",
        location: "fsn1",
        quorum: true,
        backups: true,
        placementGroups: 1,
        nodes: {
          "db-a": { rebootSlot: 0, privateIpv4: "10.30.0.11" },
          "db-b": { rebootSlot: 1, privateIpv4: "10.30.0.12" },
          "db-c": { rebootSlot: 2, privateIpv4: "10.30.0.13" },
        },
        machineConfig: [baseConfig("prod")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
      web: {
        serverType: "cpx32",
        location: "fsn1",
        placementGroups: 2,
        onConfigChange: ChangePolicy.NEW_NODES_ONLY,
        nodes: nodes("web", 4),
        machineConfig: [baseConfig("prod")],
        update: UpdateStrategy.reboot({ window: window.staggered({ slots: 4, gap: "15m" }) }),
      },
    },
  },
  libvirt: {
    networkCidr: "10.17.5.0/24",
    pools: {
      db: {
        nodes: {
          "db-a": { rebootSlot: 0, address: "10.17.5.11" },
          "db-b": { rebootSlot: 1, address: "10.17.5.12" },
          "db-c": { rebootSlot: 2, address: "10.17.5.13" },
        },
        quorum: true,
        memoryMib: 8192,
        vcpus: 4,
        rootDiskGib: 40,
        dataDisks: [{ name: "data", sizeGib: 100 }],
        machineConfig: [baseConfig("prod")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
    },
  },
};

import { RebootWindow, UpdateStrategy, Weekday, nodes } from "../lib";
import { AwsPurchaseOption } from "../lib/aws";
import { BareMetalBoot, InstallDisk, PxeAssets } from "../lib/bare-metal";
import { baseConfig } from "./configs";
import { Environment } from "./environment";
import { StateBackend } from "./state-backend";

const window = RebootWindow.weekly({ day: Weekday.TUESDAY, start: "03:00", length: "1h" });
// With an etcd that serves its v2 API, UpdateStrategy.etcdLock() does the same without windows of their own.
const oneByOne = window.staggered({ slots: 3, gap: "30m" });

/** The shape of production at a smaller size. Two weeks' worth of updates reach it first. */
export const staging: Environment = {
  name: "staging",
  backend: StateBackend.s3({ bucket: "example-terraform-state", region: "eu-central-1" }),
  release: "staging",
  aws: {
    region: "eu-central-1",
    networkCidr: "10.21.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    sshFrom: ["198.51.100.0/24"],
    groups: {
      web: {
        instanceTypes: ["m7g.medium", "m6g.medium"],
        purchaseOption: AwsPurchaseOption.spot(),
        publicIpv4: true,
        capacity: { min: 1, max: 4 },
        machineConfig: [baseConfig("staging")],
        update: UpdateStrategy.reboot({ window }),
      },
    },
    pools: {
      db: {
        instanceType: "t4g.small",
        quorum: true,
        elasticIps: true,
        nodes: {
          "db-a": { rebootSlot: 0, zone: "eu-central-1a", privateIpv4: "10.21.0.11" },
          "db-b": { rebootSlot: 1, zone: "eu-central-1b", privateIpv4: "10.21.1.11" },
          "db-c": { rebootSlot: 2, zone: "eu-central-1c", privateIpv4: "10.21.2.11" },
        },
        machineConfig: [baseConfig("staging")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
    },
  },
  bareMetal: {
    matchboxUrl: "http://matchbox.internal:8080",
    pools: {
      db: {
        boot: BareMetalBoot.installToDisk({ disk: InstallDisk.smallest() }),
        assets: PxeAssets.fromMatchbox(),
        quorum: true,
        nodes: {
          "db-a": { rebootSlot: 0, mac: "52:54:00:d1:00:0a" },
          "db-b": { rebootSlot: 1, mac: "52:54:00:d1:00:0b" },
          "db-c": { rebootSlot: 2, mac: "52:54:00:d1:00:0c" },
        },
        machineConfig: [baseConfig("staging")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
    },
  },
  hetzner: {
    networkCidr: "10.20.0.0/16",
    networkZone: "eu-central",
    sshFrom: ["198.51.100.0/24"],
    pools: {
      db: {
        serverType: "cax11",
        location: "fsn1",
        quorum: true,
        placementGroups: 1,
        nodes: {
          "db-a": { rebootSlot: 0, privateIpv4: "10.20.0.11" },
          "db-b": { rebootSlot: 1, privateIpv4: "10.20.0.12" },
          "db-c": { rebootSlot: 2, privateIpv4: "10.20.0.13" },
        },
        machineConfig: [baseConfig("staging")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
      web: {
        serverType: "cx23",
        location: "fsn1",
        nodes: nodes("web", 2),
        machineConfig: [baseConfig("staging")],
        update: UpdateStrategy.reboot({ window: window.staggered({ slots: 2 }) }),
      },
    },
  },
  libvirt: {
    networkCidr: "10.17.4.0/24",
    pools: {
      db: {
        nodes: {
          "db-a": { rebootSlot: 0, address: "10.17.4.11" },
          "db-b": { rebootSlot: 1, address: "10.17.4.12" },
          "db-c": { rebootSlot: 2, address: "10.17.4.13" },
        },
        quorum: true,
        dataDisks: [{ name: "data", sizeGib: 10 }],
        machineConfig: [baseConfig("staging")],
        update: UpdateStrategy.reboot({ window: oneByOne }),
      },
    },
  },
};

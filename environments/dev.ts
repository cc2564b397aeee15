import { RebootWindow, UpdateStrategy, nodes } from "../lib";
import { BareMetalBoot, PxeAssets } from "../lib/bare-metal";
import { ANYWHERE } from "../lib/hetzner";
import { baseConfig } from "./configs";
import { Environment } from "./environment";
import { StateBackend } from "./state-backend";

/** For trying things: small, cheap, open to ssh from anywhere, updated and rebooted at night. */
export const dev: Environment = {
  name: "dev",
  backend: StateBackend.local(),
  release: "dev",
  aws: {
    region: "eu-central-1",
    networkCidr: "10.11.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b"],
    sshFrom: [...ANYWHERE],
    groups: {
      web: {
        instanceTypes: ["t4g.small"],
        publicIpv4: true,
        capacity: { min: 1, max: 2 },
        machineConfig: [baseConfig("dev")],
        update: UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
      },
    },
    pools: {},
  },
  bareMetal: {
    matchboxUrl: "http://matchbox.internal:8080",
    pools: {
      lab: {
        boot: BareMetalBoot.diskless(),
        assets: PxeAssets.fromMatchbox(),
        consoles: ["tty0", "ttyS0,115200n8"],
        nodes: { "lab-a": { mac: "52:54:00:d0:00:0a" }, "lab-b": { mac: "52:54:00:d0:00:0b" } },
        machineConfig: [baseConfig("dev")],
      },
    },
  },
  hetzner: {
    networkCidr: "10.10.0.0/16",
    networkZone: "eu-central",
    sshFrom: [...ANYWHERE],
    pools: {
      web: {
        serverType: "cax11",
        location: "fsn1",
        nodes: nodes("web", 2),
        machineConfig: [baseConfig("dev")],
        update: UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
      },
    },
  },
  libvirt: {
    networkCidr: "10.17.3.0/24",
    imageVariable: true,
    pools: {
      web: {
        nodes: nodes("web", 2),
        firstAddress: "10.17.3.10",
        rootDiskGib: 13,
        machineConfig: [baseConfig("dev")],
        update: UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
      },
    },
  },
};

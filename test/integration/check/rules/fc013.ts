import { MachineConfig } from "../../../../lib";
import { BareMetalBoot } from "../../../../lib/bare-metal";
import { encodeIgnition } from "../../../../lib/ignition";
import { Server } from "../../../../lib/imports/hcloud/server";
import { SshKey } from "../../../../lib/imports/hcloud/ssh-key";
import * as aws from "../../aws/rig";
import * as bareMetal from "../../bare-metal/rig";
import type { Build, Rig } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0oZpqJ3ZtM1pX0Jm5nD2uVv2lEoJ0b3mZ1o3x5aQ0c";

/** A server that no pool made, on which one user has a key, and no rights. */
const server =
  (isGivenKey: boolean) =>
  ({ emulator }: Rig): Build =>
  (stack) => {
    const passwd = {
      users: [
        { name: "core", passwordHash: "*" },
        { name: "guest", sshAuthorizedKeys: [KEY] },
      ],
    };
    const common = { name: "t-a", serverType: "cx23", location: "fsn1", image: String(emulator.images[0].id) };
    const sshKeys = isGivenKey ? [new SshKey(stack, "key", { name: "t", publicKey: KEY }).id] : undefined;
    new Server(stack, "a", { ...common, sshKeys, userData: encodeIgnition({ ignition: { version: "3.4.0" }, passwd }) });
  };

export const FC013: RuleCases = {
  hetzner: {
    "fc013-guest-alone": [undefined, server(false)],
    "fc013-key-of-the-cloud": [undefined, server(true)],
  },
  aws: {
    "fc013-key-name": [
      undefined,
      () => (stack) =>
        aws
          .pool(stack, { nodes: { a: {} } })
          .machine("a")
          .resource.addOverride("key_name", "operators"),
    ],
  },
  "bare-metal": {
    "fc013-autologin": [
      undefined,
      bareMetal.web({
        ...{ boot: BareMetalBoot.diskless(), kernelArguments: ["flatcar.autologin"] },
        nodes: { a: { mac: bareMetal.MAC_A }, c: { mac: bareMetal.MAC_C, kernelArguments: [] } },
        machineConfig: [MachineConfig.file({ path: "/home/core/.ssh/config", contents: "Host *\n" })],
      }),
    ],
  },
};

import { TerraformStack } from "cdktf";
import { AwsProtocol } from "../../../../lib/aws";
import { ANYWHERE, HetznerProtocol } from "../../../../lib/hetzner";
import { Server } from "../../../../lib/imports/hcloud/server";
import { group } from "../../aws/rig";
import { Rig, pool } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const SOME = ["192.0.2.0/24"];

/** Ports that everybody reaches. */
export const FC018: RuleCases = {
  hetzner: {
    "fc018-ssh-for-all": [undefined, () => (stack) => pool(stack).firewall.allowSsh([...ANYWHERE])],
    "fc018-ssh-for-some": [
      undefined,
      () => (stack) => {
        const { firewall } = pool(stack);
        firewall.allowSsh(SOME);
        firewall.addInboundRule({ protocol: HetznerProtocol.TCP, port: "443", cidrs: [...ANYWHERE] });
      },
    ],
    "fc018-no-firewall": [
      undefined,
      (rig: Rig) => (stack: TerraformStack) =>
        void new Server(stack, "a", {
          name: "t-a",
          serverType: "cx23",
          location: "fsn1",
          image: String(rig.emulator.images[0].id),
          userData: "{}",
        }),
    ],
  },
  aws: {
    "fc018-ssh-for-all": [undefined, () => (stack) => group(stack).securityGroup.allowSsh(["0.0.0.0/0"])],
    "fc018-ssh-for-some": [
      undefined,
      () => (stack) => {
        const { securityGroup } = group(stack);
        securityGroup.allowSsh(SOME);
        securityGroup.addInboundRule({ protocol: AwsProtocol.TCP, port: "443", cidrs: ["0.0.0.0/0"] });
      },
    ],
  },
};

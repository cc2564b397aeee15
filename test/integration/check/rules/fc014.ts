import { ChangePolicy, UpdateStrategy } from "../../../../lib";
import type { HetznerNodePool } from "../../../../lib/hetzner";
import { Build, NO_UPDATES, pool, web } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

/** A pool on one of whose machines units are not what the pool says: its own checks would refuse it. */
const withUnits =
  (update: UpdateStrategy, ...units: readonly object[]): Build =>
  (stack) => {
    const { resource }: ReturnType<HetznerNodePool["machine"]> = pool(stack, { update }).machine("a");
    resource.addOverride("user_data", JSON.stringify({ ignition: { version: "3.4.0" }, systemd: { units } }));
  };

/** Update settings that contradict each other. */
export const FC014: RuleCases = {
  hetzner: {
    "fc014-disabled-for-ever": [undefined, () => web({ update: NO_UPDATES, onReleaseChange: ChangePolicy.NEW_NODES_ONLY })],
    "fc014-disabled-and-replaced": [undefined, () => web({ update: NO_UPDATES })],
    "fc014-engine-masked": [undefined, () => withUnits(UpdateStrategy.reboot(), { name: "update-engine.service", mask: true })],
    "fc014-coordinated": [undefined, () => web({ update: UpdateStrategy.externallyCoordinated() })],
    "fc014-coordinated-twice": [undefined, () => withUnits(UpdateStrategy.externallyCoordinated())],
  },
};

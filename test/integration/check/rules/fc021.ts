import { TerraformStack, Token } from "cdktf";
import { PlacementGroup } from "../../../../lib/imports/hcloud/placement-group";
import { Server, ServerConfig } from "../../../../lib/imports/hcloud/server";
import type { Rig } from "../../hetzner/rig";
import { PLANNED_ONLY, RuleCases } from "./rule-cases";

/** A server as it is written without this package, and what it has besides. */
const server =
  (props: (stack: TerraformStack) => Partial<ServerConfig>) =>
  (rig: Rig) =>
  (stack: TerraformStack): void => {
    const common = { name: "t-a", serverType: "cx23", location: "fsn1", image: String(rig.emulator.images[0].id), userData: "{}" };
    new Server(stack, "a", { ...common, ...props(stack) });
  };

const spread = (stack: TerraformStack): Partial<ServerConfig> => {
  const { id } = new PlacementGroup(stack, "spread", { name: "t", type: "spread" });
  return { placementGroupId: Token.asNumber(id) };
};
const locked = { deleteProtection: true, rebuildProtection: true, shutdownBeforeDeletion: true };

/** Updates that the provider or the API refuses when they are applied. Of AWS, the machines that no pool made are recorded among the others. */
export const FC021: RuleCases = {
  hetzner: {
    "fc021-placement-group": [server(() => ({})), server(spread), PLANNED_ONLY],
    "fc021-protected": [server(() => locked), server(() => ({ ...locked, userData: '{"a":1}' })), PLANNED_ONLY],
    "fc021-protected-label": [server(() => locked), server(() => ({ ...locked, labels: { a: "1" } }))],
  },
};

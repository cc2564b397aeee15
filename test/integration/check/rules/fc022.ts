import { TerraformStack, Token } from "cdktf";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { PlacementGroup } from "../../../../lib/imports/hcloud/placement-group";
import { Server } from "../../../../lib/imports/hcloud/server";
import { Build as AwsBuild, Rig as AwsRig, SUBNETS } from "../../aws/rig";
import { Build, Rig } from "../../hetzner/rig";
import { PLANNED_ONLY, RuleCases } from "./rule-cases";

/** So many servers of one resource in one placement group. */
const placed =
  (count: number) =>
  (rig: Rig): Build =>
  (stack: TerraformStack) => {
    const placementGroupId = Token.asNumber(new PlacementGroup(stack, "group", { name: "t", type: "spread" }).id);
    const image = String(rig.emulator.images[0].id);
    const server = new Server(stack, "a", { name: "t", serverType: "cx23", location: "fsn1", image, userData: "{}", placementGroupId });
    server.addOverride("count", count);
    server.addOverride("name", "t-${count.index}");
  };

/** An instance with so many tags. */
const tagged =
  (count: number) =>
  (rig: AwsRig): AwsBuild =>
  (stack: TerraformStack) => {
    const tags = Object.fromEntries(Array.from({ length: count }, (_, i) => [i === 0 ? "Name" : `tag-${i}`, `t-${i}`]));
    new Instance(stack, "a", { ami: rig.imageId("x86_64"), instanceType: "m7i.large", subnetId: SUBNETS[0].subnetId, tags });
  };

/** Stacks that a platform has no room for. Of those the plan is all there is. */
export const FC022: RuleCases = {
  hetzner: {
    "fc022-eleven-in-a-group": [undefined, placed(11), PLANNED_ONLY],
    "fc022-ten-in-a-group": [undefined, placed(10), PLANNED_ONLY],
  },
  aws: {
    "fc022-tags": [undefined, tagged(51), PLANNED_ONLY],
    "fc022-as-many-tags-as-there-can-be": [undefined, tagged(50), PLANNED_ONLY],
  },
};

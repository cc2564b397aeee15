import { TerraformResource, Token } from "cdktf";
import { BareMetalBoot } from "../../../../lib/bare-metal";
import { PrimaryIp, Server } from "../../../../lib/hetzner";
import * as bareMetal from "../../bare-metal/rig";
import { Build, Rig } from "../../hetzner/rig";
import { PLANNED_ONLY, RuleCases } from "./rule-cases";

/** One server that is created before the one that it replaces is destroyed. */
const server =
  (name: string, userData: string, ip?: (stack: Parameters<Build>[0]) => PrimaryIp) =>
  (rig: Rig): Build =>
  (stack) => {
    const publicNet =
      ip === undefined ? {} : { publicNet: [{ ipv4Enabled: true, ipv4: Token.asNumber(ip(stack).id), ipv6Enabled: false }] };
    const image = String(rig.emulator.images[0].id);
    const lifecycle = { createBeforeDestroy: true };
    new Server(stack, "a", { name, serverType: "cx23", location: "fsn1", image, userData, lifecycle, ...publicNet });
  };
const ip = (stack: Parameters<Build>[0]) => new PrimaryIp(stack, "ip", { name: "t-a", type: "ipv4", location: "fsn1", autoDelete: false });

/** A pool that boots from the network, whose profiles are put under their names before the old ones are deleted. */
const profilesFirst =
  (text: string): bareMetal.Build =>
  (stack) => {
    const nodes = { a: { mac: bareMetal.MAC_A } };
    const { node } = bareMetal.pool(stack, { boot: BareMetalBoot.diskless(), nodes, machineConfig: [bareMetal.note(text)] });
    for (const resource of node.findAll().filter(TerraformResource.isTerraformResource)) {
      if (resource.terraformResourceType === "matchbox_profile") resource.addOverride("lifecycle.create_before_destroy", true);
    }
  };

/** Machines of which some, or none, are left in between, and new ones that would need what the old ones still have. */
export const FC003: RuleCases = {
  hetzner: {
    "fc003-taken-name": [server("t-a", "one"), server("t-a", "two"), PLANNED_ONLY],
    "fc003-taken-address": [server("t-a-1", "one", ip), server("t-a-2", "two", ip), PLANNED_ONLY],
    "fc003-another-name": [server("t-a-1", "one"), server("t-a-2", "two"), PLANNED_ONLY],
  },
  "bare-metal": {
    "fc003-profile-deleted": [profilesFirst("old"), profilesFirst("new")],
  },
};

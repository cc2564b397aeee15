import { TerraformOutput, TerraformStack } from "cdktf";
import { FlatcarRelease } from "../../../../lib";
import { Group } from "../../../../lib/imports/matchbox/group";
import { Profile } from "../../../../lib/imports/matchbox/profile";
import { OLD, Rig, pool } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const config = (version: string): string => JSON.stringify({ ignition: { version } });

/** A server whose config an override has put in place of the pool's, which would refuse it. */
const overridden = (release: FlatcarRelease) => (rig: Rig) => {
  if (release !== OLD) rig.addImage(release);
  return (stack: TerraformStack) => {
    pool(stack, { release, nodes: { a: {} } })
      .machine("a")
      .resource.addOverride("user_data", config("3.5.0"));
  };
};

/** A machine that matchbox serves a config of its own to. */
const served = (version: string) => (stack: TerraformStack) => {
  const profile = new Profile(stack, "profile", { name: "t-a", rawIgnition: config(version) });
  new Group(stack, "a", { name: "t-a", profile: profile.name, selector: { mac: "52:54:00:00:00:0a" } });
  new TerraformOutput(stack, "stale", { value: {}, staticId: true });
};

/** Configs that are too new for a release, or for matchbox. */
export const FC009: RuleCases = {
  hetzner: {
    "fc009-lts": [undefined, overridden(FlatcarRelease.version("4081.3.10"))],
    "fc009-stable": [undefined, overridden(OLD)],
  },
  "bare-metal": {
    "fc009-matchbox": [undefined, served("3.5.0")],
    "fc009-matchbox-3-4": [undefined, served("3.4.0")],
  },
};

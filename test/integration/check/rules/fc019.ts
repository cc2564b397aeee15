import { TerraformOutput } from "cdktf";
import { Group } from "../../../../lib/imports/matchbox/group";
import { Profile } from "../../../../lib/imports/matchbox/profile";
import { Build, MAC_A, MAC_C } from "../../bare-metal/rig";
import { PLANNED_ONLY, RuleCases } from "./rule-cases";

/** Two machines as they are served without this package: each selects a profile by its MAC address. */
const served =
  (note: string): Build =>
  (stack) => {
    const profile = (name: string, text: string): Profile =>
      new Profile(stack, `profile-${name}`, {
        name: `t-${name}`,
        rawIgnition: JSON.stringify({
          ignition: { version: "3.4.0" },
          storage: { files: [{ path: "/etc/note", contents: { source: `data:,${text}` } }] },
        }),
      });
    new Group(stack, "a", { name: "t-a", profile: profile("a", note).name, selector: { mac: MAC_A } });
    new Group(stack, "c", { name: "t-c", profile: profile("c", "same").name, selector: { mac: MAC_C } });
    new TerraformOutput(stack, "stale", { value: {}, staticId: true });
  };

/** A profile that changes under one of two machines; nobody but the machines knows what they run. */
export const FC019: RuleCases = {
  "bare-metal": { "fc019-plain-profile": [served("one"), served("two"), PLANNED_ONLY] },
};

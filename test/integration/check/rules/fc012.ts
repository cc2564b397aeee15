import { Server } from "../../../../lib/imports/hcloud/server";
import { wrapGzip } from "../../../../lib/ignition";
import type { Build, Rig } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const config = (text: string): string =>
  JSON.stringify({
    ignition: { version: "3.4.0" },
    storage: { files: [{ path: "/etc/note", mode: 420, contents: { source: `data:,${text}` } }] },
  });

/** A server as it is written without this package. */
const server =
  (userData: string, ignoreChanges: string[] = []) =>
  (rig: Rig): Build =>
  (stack) => {
    const common = { name: "t-a", serverType: "cx23", location: "fsn1", image: String(rig.emulator.images[0].id) };
    new Server(stack, "a", { ...common, userData, lifecycle: { ignoreChanges } });
  };

/** A config that changes and reaches nothing, and one that is written otherwise: Terraform replaces the machine, which is the same then. */
export const FC012: RuleCases = {
  hetzner: {
    "fc012-ignored": [server(config("one"), ["user_data"]), server(config("two"), ["user_data"])],
    "fc012-rewritten": [server(config("one")), server(wrapGzip(config("one"), "3.4.0"))],
  },
};

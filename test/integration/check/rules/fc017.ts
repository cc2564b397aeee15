import { Server } from "../../../../lib/hetzner";
import { Build, Rig, pool, web } from "../../hetzner/rig";
import { PLANNED_ONLY, RuleCases } from "./rule-cases";

/** A server under an address of its own. */
const server =
  (id: string, name: string) =>
  (rig: Rig): Build =>
  (stack) => {
    new Server(stack, id, { name, serverType: "cx23", location: "fsn1", image: String(rig.emulator.images[0].id) });
  };

/** Servers of one resource, by their places in a list of names. */
const counted =
  (...names: string[]) =>
  (rig: Rig): Build =>
  (stack) => {
    const image = String(rig.emulator.images[0].id);
    const name = `\${element(${JSON.stringify(names)}, count.index)}`;
    new Server(stack, "w", { name, serverType: "cx23", location: "fsn1", image }).addOverride("count", names.length);
  };

/** Machines that stay what they are under other addresses, and such as are others. */
export const FC017: RuleCases = {
  hetzner: {
    "fc017-pool-moved": [() => web(), () => (stack) => void pool(stack, { poolName: "web" }, "site"), PLANNED_ONLY],
    "fc017-renamed": [server("a", "t-a"), server("b", "t-a"), PLANNED_ONLY],
    "fc017-another-machine": [server("a", "t-a"), server("b", "t-b")],
    "fc017-taken-out": [counted("t-a", "t-b", "t-c"), counted("t-b", "t-c"), PLANNED_ONLY],
    "fc017-last-taken-out": [counted("t-a", "t-b", "t-c"), counted("t-a", "t-b"), PLANNED_ONLY],
  },
};

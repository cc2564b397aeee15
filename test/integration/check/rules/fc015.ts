import { ChangePolicy, RebootWindow, UpdateStrategy, Weekday } from "../../../../lib";
import { webGroup } from "../../aws/rig";
import { Build, pool, web } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const night = (day: Weekday) => RebootWindow.weekly({ day, start: "02:00", length: "1h" });
const WINDOW = night(Weekday.SATURDAY);

/** Two quorum pools of one machine each, with windows on two days. */
const quorums =
  (...days: readonly [Weekday, Weekday]): Build =>
  (stack) => {
    for (const [i, id] of ["db", "queue"].entries()) {
      const update = UpdateStrategy.reboot({ window: night(days[i]) });
      pool(stack, { update, quorum: true, onConfigChange: ChangePolicy.NEW_NODES_ONLY, nodes: { [`${id}-0`]: {} } }, id);
    }
  };

/** Machines that may reboot at the same time. */
export const FC015: RuleCases = {
  hetzner: {
    "fc015-one-window": [undefined, () => web({ update: UpdateStrategy.reboot({ window: WINDOW }) })],
    "fc015-staggered": [
      undefined,
      () =>
        web({
          update: UpdateStrategy.reboot({ window: WINDOW.staggered({ slots: 2 }) }),
          nodes: { a: { rebootSlot: 0 }, c: { rebootSlot: 1 } },
        }),
    ],
    "fc015-two-quorums": [undefined, () => quorums(Weekday.SATURDAY, Weekday.SATURDAY)],
    "fc015-two-quorums-on-two-days": [undefined, () => quorums(Weekday.SATURDAY, Weekday.SUNDAY)],
  },
  aws: {
    "fc015-group": [undefined, () => webGroup({ update: UpdateStrategy.reboot({ window: WINDOW }) })],
  },
};

import { note as awsNote, webGroup } from "../../aws/rig";
import { note, web } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const changed = { machineConfig: [note("new")] };
const once = { capacity: { min: 2, max: 4 }, instanceRefresh: { minHealthyPercentage: 0 } };
const single = { capacity: { min: 1, max: 2 }, instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 } };

/** Machines that a plan replaces: more than one of several, and groups whose refresh takes all at once, or none before its successor is there. */
export const FC001: RuleCases = {
  hetzner: {
    "fc001-two-of-three": [() => web({ nodes: { a: {}, c: {}, d: {} } }), () => web({ nodes: { a: changed, c: {}, d: changed } })],
  },
  aws: {
    "fc001-refresh-at-once": [() => webGroup(once), () => webGroup({ ...once, machineConfig: [awsNote("new")] })],
    "fc001-successor-first": [() => webGroup(single), () => webGroup({ ...single, machineConfig: [awsNote("new")] })],
  },
};

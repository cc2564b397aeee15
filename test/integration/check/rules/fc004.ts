import { FlatcarRelease, UpdateStrategy } from "../../../../lib";
import { NEW, OLD, Rig, web } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const BETA = FlatcarRelease.version("4547.1.0");
const BETA_BEFORE_STABLE = FlatcarRelease.version("4593.1.0");
const REPLACED = { nodes: { a: {} }, update: UpdateStrategy.disabled() };

/** A pool of one server of a release that has a snapshot of its own. */
const of =
  (release: FlatcarRelease, props: Parameters<typeof web>[0] = {}) =>
  (rig: Rig) => {
    if (![OLD, NEW].includes(release)) rig.addImage(release);
    return web({ nodes: { a: {} }, release, ...props });
  };

/** Releases that are older than those before, and one that is not. */
export const FC004: RuleCases = {
  hetzner: {
    "fc004-lower-replaced": [of(NEW, REPLACED), of(OLD, REPLACED)],
    "fc004-lower-waiting": [of(NEW), of(OLD)],
    "fc004-channel": [of(BETA), of(OLD)],
    "fc004-promoted": [of(BETA_BEFORE_STABLE, REPLACED), of(OLD, REPLACED)],
  },
};

import { FlatcarError } from "../errors";
import { ChangePolicy } from "../pool/change-policy";
import { UpdateStrategy } from "../update";
import { BareMetalNodePoolProps } from "./node-pool-props";

/**
 * Checks what a diskless pool cannot have, and returns its update strategy.
 *
 * @throws FlatcarError `diskless-update`, `diskless-policy`, `diskless-disk`
 */
export function disklessUpdate(props: BareMetalNodePoolProps): UpdateStrategy {
  for (const subject of ["onConfigChange", "onReleaseChange"] as const) {
    if (props[subject] !== ChangePolicy.NEW_NODES_ONLY) continue;
    throw new FlatcarError({
      code: "diskless-policy",
      subject,
      received: ChangePolicy.NEW_NODES_ONLY,
      allowed: "no such policy: a diskless machine takes what is served whenever it starts, old or new",
      mend: "leave it out; to hold a change back from machines, give them a pool or a 'release' of their own",
    });
  }
  for (const [name, { disk }] of Object.entries(props.nodes)) {
    if (disk === undefined) continue;
    throw new FlatcarError({
      code: "diskless-disk",
      subject: `nodes.${name}.disk`,
      received: disk.path ?? "the smallest",
      allowed: "no disk in a pool with BareMetalBoot.diskless: nothing is installed",
      mend: "leave it out, or give the pool BareMetalBoot.installToDisk(); what is to stay goes to DisklessState.partition(…)",
    });
  }
  const update = props.update ?? UpdateStrategy.disabled();
  if (!update.updatesInPlace) return update;
  throw new FlatcarError({
    code: "diskless-update",
    subject: "update",
    received: update.name,
    allowed: "UpdateStrategy.disabled(): a system in RAM has nothing to write an update to",
    mend: "leave it out; a machine runs the release of its pool when it starts anew",
  });
}

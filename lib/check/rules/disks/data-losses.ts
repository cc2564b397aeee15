import type { IgnitionConfig } from "../../../ignition";
import type { MachinePair } from "../../model/pairs";
import { MachineOf, keptDisks } from "./kept-disks";
import { layoutChanges } from "./layout-changes";
import { newWipes, wipesOf } from "./wipes";

/** What a machine loses of what outlives it, or cannot start for. */
export interface DataLoss {
  /** The disks that it is about. */
  readonly disks: readonly string[];
  /** What of the config it comes from. */
  readonly what: string;
}

/** What a change of a machine's config wipes when Ignition runs again, that it did not before. */
export function newLosses(of: MachineOf, { before, after }: MachinePair): DataLoss[] {
  if (before.config === undefined || after.config === undefined) return [];
  const remade = layoutChanges(before.config, after.config).filter(({ isMadeAnew }) => isMadeAnew);
  return onKept(of, after.config, [...newWipes(before.config, after.config), ...remade]);
}

/** What a changed config does not find as it says on a disk that stays, so that Ignition refuses and the machine does not start. */
export function refusals(of: MachineOf, { before, after }: MachinePair): DataLoss[] {
  if (before.config === undefined || after.config === undefined) return [];
  const refused = layoutChanges(before.config, after.config).filter(({ isMadeAnew }) => !isMadeAnew);
  return onKept(of, after.config, refused);
}

/**
 * What a machine's config wipes whenever Ignition runs.
 *
 * @param known what {@link newLosses} has told already
 */
export function lastingLosses(of: MachineOf, known: readonly DataLoss[]): DataLoss[] {
  const { config } = of.machine;
  if (config === undefined) return [];
  const wipes = wipesOf(config).filter(({ isAlways, what }) => isAlways && !known.some((loss) => loss.what === what));
  return onKept(of, config, wipes);
}

function onKept(
  of: MachineOf,
  { storage = {} }: IgnitionConfig,
  all: readonly { readonly device: string; readonly what: string }[],
): DataLoss[] {
  return all.flatMap(({ device, what }) => {
    const disks = keptDisks(of, device, storage);
    return disks.length === 0 ? [] : [{ disks, what }];
  });
}

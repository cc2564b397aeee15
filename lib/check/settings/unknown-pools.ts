import { didYouMean } from "../../errors";
import type { Finding } from "../report/report";
import { Severity } from "../severity";
import { FC000 } from "./fc000";
import type { CheckSettings } from "./settings";

/**
 * The thresholds of pools that are not there: they would be without effect in silence.
 *
 * @param known the construct paths of the pools there are
 * @param file what the settings are called in messages
 * @param isMeant whether it is known of a construct path that nothing is there
 */
export function unknownPools(
  settings: Pick<CheckSettings, "pools">,
  known: readonly string[],
  file: string,
  isMeant: (path: string) => boolean,
): Finding[] {
  const candidates = known.filter((path) => !Object.hasOwn(settings.pools, path));
  return Object.keys(settings.pools).flatMap((path): Finding[] => {
    if (known.includes(path) || !isMeant(path)) return [];
    return [
      {
        ...{ rule: FC000.id, title: FC000.title, severity: Severity.INFO, stack: "", subjects: [], details: [], file },
        message: `the thresholds of ${path} are of no pool`,
        mend: didYouMean(path, candidates) ?? "correct the path, or take them out",
      },
    ];
  });
}

import { FlatcarError } from "../errors";
import { IgnitionConfig, IgnitionSpecVersion, lowerTo } from "../ignition";
import type { FlatcarRelease } from "../release";

/** The spec version that configs are written in: every channel that is alive boots it. */
export const USUAL_SPEC = IgnitionSpecVersion.V3_4_0;

/**
 * A config in a spec version that a release boots: its own where that is one, else the usual one, or the lowest above that which can say it.
 *
 * @param subject what the config is called in an error
 * @throws FlatcarError `ignition-spec-too-new` with the fields that no version can say which the release boots
 */
export function bootable(config: IgnitionConfig, release: FlatcarRelease, subject: string): IgnitionConfig {
  const version = IgnitionSpecVersion.read(config.ignition?.version ?? USUAL_SPEC.toString());
  const booted = IgnitionSpecVersion.parse(release.ignitionSpec);
  if (!version.experimental && booted.isAtLeast(version)) return config;
  const usual = booted.isAtLeast(USUAL_SPEC) ? USUAL_SPEC : booted;
  let tooNew: FlatcarError | undefined;
  for (const target of IgnitionSpecVersion.ALL) {
    if (!target.isAtLeast(usual) || !booted.isAtLeast(target)) continue;
    try {
      return lowerTo(config, target);
    } catch (e) {
      if (!FlatcarError.isFlatcarError(e) || e.code !== "ignition-spec-too-new") throw e;
      tooNew = e;
    }
  }
  throw new FlatcarError({
    code: "ignition-spec-too-new",
    subject,
    received: tooNew?.received,
    allowed: `fields of spec ${booted}: Flatcar ${release.version.toString()} has Ignition ${release.ignitionVersion}`,
    mend: "leave the fields out, or choose a newer release",
  });
}

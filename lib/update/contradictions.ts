import { FlatcarError } from "../errors";
import type { IgnitionConfig } from "../ignition";
import { RebootWindow } from "./reboot-window";
import { UpdateSettings } from "./settings";
import { holdsToken } from "./token";
import { unitState } from "./unit-state";
import { UPDATE_CONF_PATH, effectiveUpdateConf, mergeUpdateConf } from "./update-conf";
import { UpdateStrategy } from "./update-strategy";

/** What is held against each other. */
export interface UpdateContradictionProps {
  readonly strategy: UpdateStrategy;
  /** What the strategy and the server came to on the node, from `renderUpdate()`. */
  readonly settings: UpdateSettings;
  /** The user's own configuration of the node, its layers merged, without the pool's own. */
  readonly config: IgnitionConfig;
  /** The user's own keys of update.conf, its layers merged. */
  readonly updateConf: ReadonlyMap<string, string>;
}

const WINDOW_START = "LOCKSMITHD_REBOOT_WINDOW_START";
const WINDOW_LENGTH = "LOCKSMITHD_REBOOT_WINDOW_LENGTH";
const WINDOW_KEY = /^(?:LOCKSMITHD_)?REBOOT_WINDOW_(?:START|LENGTH)$/;
const REBOOT_STRATEGIES = ["reboot", "etcd-lock", "off"];

/**
 * What a user's configuration says against the update strategy of its pool, most telling first. Empty where they agree.
 *
 * Codes: `update-conf-contradicts-strategy` for a key of update.conf, `update-strategy-contradicted` for a unit or for a setting that the
 * strategy leaves without effect, `reboot-window-start` and `reboot-window-length` for a window in update.conf that locksmithd would refuse.
 */
export function updateContradictions(props: UpdateContradictionProps): FlatcarError[] {
  return [
    ...keyContradictions(props),
    ...windowContradictions(props),
    ...updateEngineContradictions(props),
    ...locksmithContradictions(props),
  ];
}

function keyContradictions({ strategy, settings, updateConf }: UpdateContradictionProps): FlatcarError[] {
  const managed = effectiveUpdateConf(settings.updateConf);
  const given = effectiveUpdateConf(updateConf);
  const errors: FlatcarError[] = [];
  for (const [key, value] of given) {
    const own = managed.get(key);
    if (own !== undefined && !sameValue(key, own, value)) {
      const secret = key.endsWith("PASSWORD");
      errors.push(
        contradictedKey(
          strategy,
          key,
          secret ? "another value" : value,
          secret ? "the pool's value" : `${key}=${own}, the pool's value`,
          "take the key out, or say it with the pool's update and updateServer props",
        ),
      );
    }
  }
  if (managed.get("SERVER") === undefined && given.get("SERVER") === "disabled") {
    errors.push(
      contradictedKey(strategy, "SERVER", "disabled", "a server: the strategy updates machines in place", "use UpdateStrategy.disabled()"),
    );
  }
  const reboot = given.get("REBOOT_STRATEGY");
  if (managed.get("REBOOT_STRATEGY") === undefined && reboot !== undefined && !holdsToken(reboot)) {
    // Only "off" says the same as a strategy without reboots. With updates disabled the key speaks of those that are made by hand.
    const allowed = strategy.updatesInPlace ? ["off"] : REBOOT_STRATEGIES;
    if (!allowed.includes(reboot))
      errors.push(contradictedKey(strategy, "REBOOT_STRATEGY", reboot, allowed.join(", "), rebootStrategyMend(reboot)));
  }
  return errors;
}

function windowContradictions({ strategy, settings, updateConf }: UpdateContradictionProps): FlatcarError[] {
  const keys = [...updateConf.keys()].filter((key) => WINDOW_KEY.test(key) && updateConf.get(key) !== "");
  if (keys.length === 0) return [];
  if (!strategy.rebootsByItself) {
    return [
      contradicted(
        strategy,
        `${keys.join(", ")} in ${UPDATE_CONF_PATH}`,
        Object.fromEntries(keys.map((key) => [key, updateConf.get(key)])),
        "no window: locksmithd reboots no machine",
        "take the window out, or use UpdateStrategy.reboot({ window }) or UpdateStrategy.etcdLock({ window })",
      ),
    ];
  }
  const merged = effectiveUpdateConf(mergeUpdateConf(settings.updateConf, updateConf));
  const start = merged.get(WINDOW_START) ?? "";
  const length = merged.get(WINDOW_LENGTH) ?? "";
  if (start === "" && length === "") return [];
  if (start === "" || length === "") {
    return [
      new FlatcarError({
        code: start === "" ? "reboot-window-start" : "reboot-window-length",
        subject: `reboot window in ${UPDATE_CONF_PATH}`,
        received: { start, length },
        allowed: "both of start and length, or neither",
        mend: "give the other one too; locksmithd stops over a window with one of them",
      }),
    ];
  }
  try {
    RebootWindow.parse(start, length).settings();
    return [];
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return [e];
    throw e;
  }
}

function updateEngineContradictions({ strategy, config }: UpdateContradictionProps): FlatcarError[] {
  const state = unitState(config, "update-engine.service");
  if (!state.masked && state.enabled !== false) return [];
  return [
    contradicted(
      strategy,
      "update-engine.service",
      state.masked ? "mask: true" : "enabled: false",
      "the unit as it is in the image: it also marks a boot as good, and without that a machine falls back to its other partition",
      strategy.updatesInPlace
        ? "for no updates use UpdateStrategy.disabled()"
        : "leave the unit alone: the strategy has disabled updates already",
    ),
  ];
}

function locksmithContradictions({ strategy, settings, config }: UpdateContradictionProps): FlatcarError[] {
  const unit = "locksmithd.service";
  const state = unitState(config, unit);
  if (strategy.rebootsByItself && (state.masked || state.enabled === false)) {
    return [
      contradicted(
        strategy,
        unit,
        state.masked ? "mask: true" : "enabled: false",
        "the unit as it is in the image: it is what reboots the machine",
        "for the update operator or kured use UpdateStrategy.externallyCoordinated(), for no reboots UpdateStrategy.off()",
      ),
    ];
  }
  if (!unitState(settings.config, unit).masked) return [];
  const received = [
    ...(state.masked === false ? ["mask: false"] : []),
    ...(state.enabled ? ["enabled: true"] : []),
    ...(state.hasContents ? ["contents"] : []),
    ...state.dropins.map((name) => `drop-in ${name}`),
  ];
  if (received.length === 0) return [];
  return [
    contradicted(
      strategy,
      unit,
      received.join(", "),
      "nothing: the unit is masked, because something else reboots the machine",
      "leave the unit alone, or use UpdateStrategy.reboot() or UpdateStrategy.etcdLock()",
    ),
  ];
}

// Two ways to write a window are one window.
function sameValue(key: string, own: string, given: string): boolean {
  if (own === given) return true;
  if (holdsToken(own) || holdsToken(given)) return false;
  try {
    if (key === WINDOW_START) return RebootWindow.parse(given, "0s").settings().start === own;
    if (key === WINDOW_LENGTH) return RebootWindow.parse("Sun 00:00", given).settings().length === own;
  } catch (e) {
    if (!FlatcarError.isFlatcarError(e)) throw e;
  }
  return false;
}

function rebootStrategyMend(given: string): string {
  if (given === "reboot") return "take the key out, or use UpdateStrategy.reboot()";
  if (given === "etcd-lock") return "take the key out, or use UpdateStrategy.etcdLock()";
  return "take the key out; locksmithd does not know the strategy";
}

function contradictedKey(strategy: UpdateStrategy, key: string, received: string, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({
    code: "update-conf-contradicts-strategy",
    subject: `${key} in ${UPDATE_CONF_PATH}, with the update strategy ${strategy.name}`,
    received,
    allowed,
    mend,
  });
}

function contradicted(strategy: UpdateStrategy, subject: string, received: unknown, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({
    code: "update-strategy-contradicted",
    subject: `${subject}, with the update strategy ${strategy.name}`,
    received,
    allowed,
    mend,
  });
}

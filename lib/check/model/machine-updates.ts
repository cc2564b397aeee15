import { FlatcarError } from "../../errors";
import type { IgnitionConfig } from "../../ignition";
import { UPDATE_CONF_PATH, effectiveUpdateConf, parseUpdateConf } from "../../update";
import { unitState } from "../../update/unit-state";
import { fileText } from "./config-texts";

/** What a machine config says of the machine's updates. */
export interface MachineUpdates {
  /** The settings of update_engine and locksmithd that are in force, by their keys in `update.conf`. */
  readonly settings: ReadonlyMap<string, string>;
  /** Whether all of `update.conf` is known: it may be fetched, or known only at apply. */
  readonly isKnown: boolean;
  /** Whether update_engine is told to fetch no updates. */
  readonly isServerDisabled: boolean;
  readonly isEngineMasked: boolean;
  readonly isLocksmithMasked: boolean;
  /** What locksmithd does with a staged update: `reboot`, `etcd-lock`, `off`, or what it does not know. Undefined where it is not known here. */
  readonly rebootStrategy: string | undefined;
}

const LOCKSMITHD = "locksmithd.service";
/** An image that is told nothing reboots by itself (https://github.com/flatcar/locksmith/blob/flatcar-master/locksmithctl/daemon.go). */
const DEFAULT_STRATEGY = "reboot";

/**
 * What a config says of the updates of the machine that boots with it.
 *
 * Only a mask switches the two services off: the image enables both below `/usr`, where `enabled: false` does not reach.
 */
export function machineUpdates(config: IgnitionConfig): MachineUpdates {
  const file = config.storage?.files?.find(({ path }) => path === UPDATE_CONF_PATH);
  const text = file === undefined ? "" : fileText(file);
  // A variable of EnvironmentFile=, which update.conf is for locksmithd, overrides one of Environment=.
  const settings = effectiveUpdateConf(new Map([...locksmithEnvironment(config), ...updateConf(text ?? "")]));
  const isKnown = text !== undefined;
  const strategy = settings.get("REBOOT_STRATEGY") ?? "";
  return {
    ...{ settings, isKnown, isServerDisabled: settings.get("SERVER") === "disabled" },
    isEngineMasked: unitState(config, "update-engine.service").masked === true,
    isLocksmithMasked: unitState(config, LOCKSMITHD).masked === true,
    // A value that is known only at apply stands there as the expression it comes from.
    rebootStrategy: !isKnown || strategy.includes("${") ? undefined : strategy === "" ? DEFAULT_STRATEGY : strategy,
  };
}

// A line that no program reads says nothing; the others count all the same.
function updateConf(text: string): [key: string, value: string][] {
  return text.split("\n").flatMap((line) => {
    try {
      return [...parseUpdateConf(line)];
    } catch (e) {
      if (FlatcarError.isFlatcarError(e)) return [];
      throw e;
    }
  });
}

const ENVIRONMENT = /^[ \t]*Environment[ \t]*=(.*)$/gm;
const ASSIGNMENT = /"([^"=]*)=([^"]*)"|'([^'=]*)=([^']*)'|([^\s"'=]+)=(\S*)/g;

/** What the unit of locksmithd and its drop-ins say, in the order in which systemd reads them. */
function locksmithEnvironment(config: IgnitionConfig): [key: string, value: string][] {
  const folder = `/etc/systemd/system/${LOCKSMITHD}.d/`;
  const units = (config.systemd?.units ?? []).filter(({ name }) => name === LOCKSMITHD);
  const files = (config.storage?.files ?? []).filter(({ path }) => path.startsWith(folder));
  const dropins = [
    ...units.flatMap((unit) => unit.dropins ?? []),
    ...files.map((file) => ({ name: file.path.slice(folder.length), contents: fileText(file) })),
  ].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const texts = [...units.map(({ contents }) => contents), ...dropins.map(({ contents }) => contents)];
  return texts.flatMap((text) =>
    [...(text ?? "").matchAll(ENVIRONMENT)].flatMap(([, line]) =>
      [...line.matchAll(ASSIGNMENT)].map((m): [string, string] => [m[1] ?? m[3] ?? m[5], m[2] ?? m[4] ?? m[6]]),
    ),
  );
}

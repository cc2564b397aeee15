import type { IgnitionConfig } from "../ignition";

/** What a configuration does to one unit, by a unit entry or by files and links where systemd looks for units. */
export interface UnitState {
  /** Whether the unit is masked; undefined where the configuration does not say. */
  readonly masked?: boolean;
  /** Whether the unit is enabled; undefined where the configuration does not say. */
  readonly enabled?: boolean;
  /** Whether the text of the unit is given. */
  readonly hasContents: boolean;
  /** Names of the drop-ins. */
  readonly dropins: readonly string[];
}

const UNIT_FOLDER = "/etc/systemd/system";

/** What a configuration does to the unit of that name. */
export function unitState(config: IgnitionConfig, name: string): UnitState {
  const units = (config.systemd?.units ?? []).filter((unit) => unit.name === name);
  const file = `${UNIT_FOLDER}/${name}`;
  const folder = `${file}.d/`;
  const files = (config.storage?.files ?? []).map((entry) => entry.path);
  const links = config.storage?.links ?? [];
  const maskLink = links.some((link) => link.path === file && link.target === "/dev/null");
  return {
    masked: maskLink || lastGiven(units.map((unit) => unit.mask)),
    enabled: lastGiven(units.map((unit) => unit.enabled)),
    hasContents:
      units.some((unit) => (unit.contents ?? "") !== "") ||
      files.includes(file) ||
      links.some((link) => link.path === file && link.target !== "/dev/null"),
    dropins: [
      ...units.flatMap((unit) => (unit.dropins ?? []).map((dropin) => dropin.name)),
      ...[...files, ...links.map((link) => link.path)].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length)),
    ],
  };
}

function lastGiven(values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.filter((value) => value !== undefined).at(-1);
}

import { extension } from "./go-path";
import { Findings, PROBLEMS, badUnit, noInstall, noTemplateInstall } from "./problems";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionConfig, IgnitionSystemd, IgnitionUnit } from "./types";
import { UnitFault, readUnitSections } from "./unit-file";

/** Where Ignition writes units. */
export const UNIT_DIRECTORY = "/etc/systemd/system";

const EXTENSIONS = [
  ".service",
  ".socket",
  ".device",
  ".mount",
  ".automount",
  ".swap",
  ".target",
  ".path",
  ".timer",
  ".snapshot",
  ".slice",
  ".scope",
];
const INSTANCE = /^([^\n]+?)@[^\n]+\.service$/;

/** Files, directories and links must not lie where a unit or drop-in with contents is written. */
export function checkUnitPaths(config: IgnitionConfig, findings: Findings): void {
  const written = new Set<string>();
  for (const { name, contents = "", dropins = [] } of config.systemd?.units ?? []) {
    if (contents !== "") written.add(`${UNIT_DIRECTORY}/${name}`);
    for (const dropin of dropins) {
      if ((dropin.contents ?? "") !== "") written.add(`${UNIT_DIRECTORY}/${name}.d/${dropin.name}`);
    }
  }
  for (const kind of ["files", "directories", "links"] as const) {
    for (const [i, node] of (config.storage?.[kind] ?? []).entries()) {
      if (written.has(node.path)) findings.error(`storage.${kind}.${i}.path`, PROBLEMS.unitPath);
    }
  }
}

/** The rules of the `systemd` section. */
export function checkSystemd(systemd: IgnitionSystemd, findings: Findings): void {
  const units = systemd.units ?? [];
  checkTemplates(units, findings);
  for (const [i, unit] of units.entries()) checkUnit(unit, `systemd.units.${i}`, findings);
}

function checkTemplates(units: readonly IgnitionUnit[], findings: Findings): void {
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  for (const [i, { name, enabled }] of units.entries()) {
    const prefix = enabled === true ? INSTANCE.exec(name)?.[1] : undefined;
    if (prefix === undefined) continue;
    const template = `${prefix}@.service`;
    const contents = byName.get(template)?.contents ?? "";
    if (contents === "") continue;
    const { sections } = parsed(contents);
    if (sections !== undefined && !sections.includes("Install")) {
      findings.warn(`systemd.units.${i}.contents`, noTemplateInstall(template, name));
    }
  }
}

function checkUnit(unit: IgnitionUnit, path: string, findings: Findings): void {
  const { name, contents, enabled, dropins = [] } = unit;
  if (!EXTENSIONS.includes(extension(name)) && !containsTokenPlaceholder(name)) findings.error(`${path}.name`, PROBLEMS.unitExtension);
  if (contents !== undefined) {
    const { fault, sections } = parsed(contents);
    if (fault !== undefined) findings.error(`${path}.contents`, badUnit(fault));
    else if (enabled === true && contents !== "" && sections !== undefined && !sections.includes("Install")) {
      findings.warn(`${path}.contents`, noInstall(name));
    }
  }
  for (const [i, dropin] of dropins.entries()) {
    const { fault } = parsed(dropin.contents ?? "");
    if (fault !== undefined) findings.error(`${path}.dropins.${i}.contents`, badUnit(fault));
    if (extension(dropin.name) !== ".conf" && !containsTokenPlaceholder(dropin.name)) {
      findings.error(`${path}.dropins.${i}.name`, PROBLEMS.dropinExtension);
    }
  }
}

/** The sections with options of a unit, or why it is none; neither where the text is known only at apply. */
function parsed(contents: string): { sections?: readonly string[]; fault?: string } {
  if (containsTokenPlaceholder(contents)) return {};
  try {
    return { sections: readUnitSections(contents) };
  } catch (e) {
    if (e instanceof UnitFault) return { fault: e.message };
    throw e;
  }
}

import { parseGoUrl } from "./go-url";
import { JsonFault, parseJson } from "../json";
import { firstOverlap } from "./overlap";
import { Findings, PROBLEMS, Problem, labelLength } from "./problems";
import { checkPath } from "./rules-path";
import { checkResource, checkUrl } from "./rules-resource";
import { IgnitionSpecVersion } from "./spec-version";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionClevis, IgnitionDisk, IgnitionFilesystem, IgnitionLuks, IgnitionPartition, IgnitionRaid, IgnitionTang } from "./types";

const { V3_3_0, V3_5_0, V3_6_0 } = IgnitionSpecVersion;
const GUID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;
const PARTITION_LABEL_MAX = 36;
const LUKS_LABEL_MAX = 47;
const FORMATS = ["ext4", "btrfs", "xfs", "swap", "vfat"];
const LABEL_MAX: Readonly<Record<string, number>> = { ext4: 16, btrfs: 256, xfs: 12, swap: 15, vfat: 11 };
const STRIPED_LEVELS = ["linear", "raid0", "0", "stripe"];
const LEVELS = [...STRIPED_LEVELS, "raid1", "1", "mirror", "raid4", "4", "raid5", "5", "raid6", "6", "raid10", "10"];
const PINS = ["tpm2", "tang", "sss"];

/** The rules of `storage.disks`. */
export function checkDisks(disks: readonly IgnitionDisk[], findings: Findings): void {
  for (const [i, disk] of disks.entries()) {
    const path = `storage.disks.${i}`;
    const partitions = disk.partitions ?? [];
    if (disk.device === "") findings.error(`${path}.device`, PROBLEMS.noDevice);
    else {
      findings.check(`${path}.device`, checkPath(disk.device));
      checkPartitionTable(partitions, `${path}.partitions`, findings);
    }
    for (const [j, partition] of partitions.entries()) checkPartition(partition, `${path}.partitions.${j}`, findings);
  }
}

function checkPartitionTable(partitions: readonly IgnitionPartition[], path: string, findings: Findings): void {
  const collision = firstRepeated(partitions.map(({ number = 0 }) => (number === 0 ? undefined : number)));
  if (collision !== undefined) findings.error(`${path}.${collision}`, PROBLEMS.numbersCollide);
  const overlap = firstOverlap(partitions);
  if (overlap !== undefined) findings.error(`${path}.${overlap}`, PROBLEMS.overlap);
  if (partitions.some(({ shouldExist }) => shouldExist === false) && partitions.some(({ number = 0 }) => number === 0)) {
    findings.error(path, PROBLEMS.zeroAndAbsent);
  }
  const sameLabel = firstRepeated(partitions.map(({ label }) => label));
  if (sameLabel !== undefined) findings.error(`${path}.${sameLabel}`, PROBLEMS.labelsCollide);
}

/** The index of the first value that came before; undefined values never repeat. */
function firstRepeated(values: readonly (string | number | undefined)[]): number | undefined {
  const seen = new Set<string | number>();
  for (const [i, value] of values.entries()) {
    if (value === undefined) continue;
    if (seen.has(value)) return i;
    seen.add(value);
  }
  return undefined;
}

function checkPartition(partition: IgnitionPartition, path: string, findings: Findings): void {
  const { guid, label, number = 0, shouldExist, sizeMiB, startMiB, typeGuid } = partition;
  const hasOptions =
    label !== undefined || (typeGuid ?? "") !== "" || (guid ?? "") !== "" || startMiB !== undefined || sizeMiB !== undefined;
  if (shouldExist === false && hasOptions) findings.error(path, PROBLEMS.absentWithOptions);
  if (number === 0 && label === undefined) findings.error(path, PROBLEMS.noNumberOrLabel);
  if (label !== undefined && !containsTokenPlaceholder(label)) {
    if (Buffer.byteLength(label) > PARTITION_LABEL_MAX) findings.error(`${path}.label`, PROBLEMS.labelTooLong);
    else if (label.includes(":")) findings.error(`${path}.label`, PROBLEMS.labelColon);
  }
  findings.check(`${path}.guid`, checkGuid(guid));
  findings.check(`${path}.typeGuid`, checkGuid(typeGuid));
}

function checkGuid(guid: string | undefined): Problem | undefined {
  if (guid === undefined || guid === "" || containsTokenPlaceholder(guid)) return undefined;
  return GUID.test(guid) ? undefined : PROBLEMS.badGuid;
}

/** The rules of `storage.filesystems`. */
export function checkFilesystems(filesystems: readonly IgnitionFilesystem[], version: IgnitionSpecVersion, findings: Findings): void {
  for (const [i, filesystem] of filesystems.entries()) {
    const path = `storage.filesystems.${i}`;
    if ((filesystem.path ?? "") !== "") findings.check(`${path}.path`, checkPath(filesystem.path));
    findings.check(`${path}.device`, checkPath(filesystem.device));
    findings.check(`${path}.format`, checkFormat(filesystem, version));
    findings.check(`${path}.label`, checkLabel(filesystem));
  }
}

function checkFormat(filesystem: IgnitionFilesystem, version: IgnitionSpecVersion): Problem | undefined {
  const { format = "", path = "", label = "", uuid = "", wipeFilesystem, mountOptions = [], options = [] } = filesystem;
  if (format === "") {
    // 3.0.0 has no mountOptions, so that they are empty there.
    const others = path + label + uuid !== "" || wipeFilesystem === true || mountOptions.length > 0 || options.length > 0;
    return others ? PROBLEMS.formatMissing : undefined;
  }
  if (containsTokenPlaceholder(format) || FORMATS.includes(format)) return undefined;
  return format === "none" && version.isAtLeast(V3_3_0) ? undefined : PROBLEMS.formatUnknown;
}

function checkLabel(filesystem: IgnitionFilesystem): Problem | undefined {
  const { format = "", label = "" } = filesystem;
  if (label === "") return undefined;
  if (format === "") return PROBLEMS.labelNeedsFormat;
  if (containsTokenPlaceholder(label) || !Object.hasOwn(LABEL_MAX, format)) return undefined;
  return Buffer.byteLength(label) > LABEL_MAX[format] ? labelLength(LABEL_MAX[format], format) : undefined;
}

/** The rules of `storage.luks`. */
export function checkLuks(volumes: readonly IgnitionLuks[], version: IgnitionSpecVersion, findings: Findings): void {
  for (const [i, luks] of volumes.entries()) {
    const path = `storage.luks.${i}`;
    const { name, label = "", device = "", clevis = {}, cex, keyFile } = luks;
    if (name.includes("/") && !containsTokenPlaceholder(name)) findings.error(`${path}.name`, PROBLEMS.luksSlash);
    if (Buffer.byteLength(label) > LUKS_LABEL_MAX && !containsTokenPlaceholder(label)) findings.error(`${path}.label`, PROBLEMS.luksLabel);
    findings.check(`${path}.device`, device === "" ? PROBLEMS.noDevice : checkPath(device));
    if (hasCustomPin(clevis, version) && hasOtherPins(clevis)) findings.error(`${path}.clevis`, PROBLEMS.customWithOthers);
    const keySource = keyFile?.source ?? "";
    if (keySource !== "" && checkUrl(keySource, version) !== undefined) findings.error(`${path}.keys`, PROBLEMS.luksKeyFile);
    if (cex?.enabled === true && version.isAtLeast(V3_5_0)) {
      if ((clevis.custom?.pin ?? "") !== "" || hasOtherPins(clevis)) findings.error(`${path}.cex`, PROBLEMS.cexWithClevis);
      if (keySource !== "") findings.error(`${path}.cex`, PROBLEMS.cexWithKeyFile);
    }
    checkCustom(clevis, `${path}.clevis.custom`, version, findings);
    for (const [j, tang] of (clevis.tang ?? []).entries()) checkTang(tang, `${path}.clevis.tang.${j}`, findings);
    if (keyFile !== undefined) checkResource(keyFile, `${path}.keyFile`, version, findings);
  }
}

/** In 3.2.0 the object itself counted, since then its pin. */
function hasCustomPin(clevis: IgnitionClevis, version: IgnitionSpecVersion): boolean {
  return version.isAtLeast(V3_3_0) ? (clevis.custom?.pin ?? "") !== "" : clevis.custom !== undefined;
}

function hasOtherPins(clevis: IgnitionClevis): boolean {
  return (clevis.tang ?? []).length > 0 || clevis.tpm2 === true || (clevis.threshold ?? 0) !== 0;
}

function checkCustom(clevis: IgnitionClevis, path: string, version: IgnitionSpecVersion, findings: Findings): void {
  if (clevis.custom === undefined) return;
  const { pin = "", config = "", needsNetwork } = clevis.custom;
  const since3_3 = version.isAtLeast(V3_3_0);
  if (pin === "" && config === "" && !(since3_3 && needsNetwork === true)) return;
  if (pin === "" && since3_3) findings.error(`${path}.pin`, PROBLEMS.pinMissing);
  else if (!version.isAtLeast(V3_6_0) && !PINS.includes(pin) && !containsTokenPlaceholder(pin)) {
    findings.error(`${path}.pin`, PROBLEMS.pinUnknown);
  }
  if (config === "") findings.error(`${path}.config`, PROBLEMS.configMissing);
}

function checkTang(tang: IgnitionTang, path: string, findings: Findings): void {
  const { url = "", thumbprint = "", advertisement = "" } = tang;
  if (!containsTokenPlaceholder(url)) {
    const scheme = parseGoUrl(url)?.scheme;
    if (scheme === undefined) findings.error(`${path}.url`, PROBLEMS.badUrl);
    else if (scheme !== "http" && scheme !== "https") findings.error(`${path}.url`, PROBLEMS.badScheme);
  }
  if (thumbprint === "") findings.error(`${path}.thumbprint`, PROBLEMS.thumbprintMissing);
  if (advertisement !== "" && !containsTokenPlaceholder(advertisement) && !isJson(advertisement)) {
    findings.error(`${path}.advertisement`, PROBLEMS.advertisement);
  }
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch (e) {
    if (e instanceof JsonFault) return false;
    throw e;
  }
}

/** The rules of `storage.raid`. */
export function checkRaid(arrays: readonly IgnitionRaid[], version: IgnitionSpecVersion, findings: Findings): void {
  for (const [i, raid] of arrays.entries()) {
    const path = `storage.raid.${i}`;
    const devices = raid.devices ?? [];
    findings.check(`${path}.level`, checkLevel(raid, version));
    if (devices.length === 0) findings.error(`${path}.devices`, PROBLEMS.raidDevices);
    for (const [j, device] of devices.entries()) findings.check(`${path}.devices.${j}`, checkPath(device));
  }
}

function checkLevel(raid: IgnitionRaid, version: IgnitionSpecVersion): Problem | undefined {
  const { level = "", spares = 0 } = raid;
  if (level === "" && version.isAtLeast(V3_3_0)) return PROBLEMS.levelMissing;
  if (containsTokenPlaceholder(level)) return undefined;
  if (STRIPED_LEVELS.includes(level)) return spares === 0 ? undefined : PROBLEMS.spares;
  return LEVELS.includes(level) ? undefined : PROBLEMS.levelUnknown;
}

import { goQuoted } from "./go-quote";
import { ConfigReport, ReportSeverity } from "./report";

/** What can be wrong: a code of ours and the words of Ignition. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

const problem = (code: string, message: string): Problem => ({ code, message });

/**
 * The messages are those of Ignition, so that what people find about them elsewhere helps here.
 *
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/shared/errors/errors.go
 */
export const PROBLEMS = {
  notConfig: problem("ignition-not-an-object", "a config is an object with the key ignition"),
  duplicate: problem("duplicate-entry", "duplicate entry defined"),

  noPath: problem("path-missing", "path not specified"),
  relativePath: problem("path-not-absolute", "path not absolute"),
  dirtyPath: problem("path-not-simplified", "path is not fully simplified"),
  illegalMode: problem("mode-out-of-range", "illegal file mode"),
  specialBits: problem("mode-special-bits", "setuid/setgid/sticky bits are not supported or functional in spec versions older than 3.6.0"),
  idAndName: problem("owner-ambiguous", "cannot set both id and name"),
  overwriteWithoutSource: problem("overwrite-without-source", "overwrite must be false if source is unspecified"),
  fileThroughLink: problem("path-through-link", "file path includes link in config"),
  directoryThroughLink: problem("path-through-link", "directory path includes link in config"),
  linkThroughLink: problem("path-through-link", "link path includes link in config"),
  noTarget: problem("link-target-missing", "link target is required"),
  hardLinkToDirectory: problem("hard-link-to-directory", "hard link target is a directory"),
  hardLinkOwner: problem("hard-link-owner", "user/group ignored for hard link"),
  unitPath: problem("path-of-unit", "path conflicts with systemd unit or dropin"),

  noSource: problem("source-missing", "source is required"),
  badUrl: problem("url-malformed", "unable to parse url"),
  badScheme: problem("url-scheme", "invalid url scheme"),
  badVersionId: problem("s3-version-id", "invalid S3 object VersionId"),
  badArn: problem("s3-arn", "invalid S3 ARN format"),
  badCompression: problem("compression-unknown", "invalid compression method"),
  hashWithoutSource: problem("hash-without-source", "source must be specified if verification is specified"),
  hashMalformed: problem("hash-malformed", "malformed hash specifier"),
  hashUnknown: problem("hash-unknown", "unrecognized hash function"),
  hashSize: problem("hash-size", "incorrect size for hash sum"),
  headerName: problem("header-name-missing", "HTTP header name can't be empty"),
  headerValue: problem("header-value-empty", "unable to parse HTTP header"),
  headerScheme: problem("header-scheme", "cannot use HTTP headers with this source scheme"),
  proxyScheme: problem("proxy-scheme", "proxies must be http(s)"),
  proxyInsecure: problem("proxy-insecure", "insecure plaintext HTTP proxy specified for HTTPS resources"),

  noDevice: problem("device-missing", "disk device is required"),
  numbersCollide: problem("partition-number-twice", "partition numbers collide"),
  overlap: problem("partition-overlap", "partitions overlap"),
  zeroAndAbsent: problem("partition-zero-and-absent", "shouldExist is false for a partition and other partition(s) has start or size 0"),
  labelsCollide: problem("partition-label-twice", "cannot use the same partition label twice"),
  absentWithOptions: problem("partition-absent-with-options", "shouldExist specified false with other options also specified"),
  noNumberOrLabel: problem("partition-unnamed", "a partition number >= 1 or a label must be specified"),
  labelTooLong: problem("partition-label-length", "partition labels may not exceed 36 characters"),
  labelColon: problem("partition-label-colon", "partition label will be truncated to text before the colon"),
  badGuid: problem("guid-malformed", 'doesn\'t match the form "01234567-89AB-CDEF-EDCB-A98765432101"'),
  formatMissing: problem(
    "filesystem-format-missing",
    "format cannot be empty when path, label, uuid, wipeFilesystem, options, or mountOptions is specified",
  ),
  formatUnknown: problem("filesystem-format-unknown", "invalid filesystem format"),
  labelNeedsFormat: problem("filesystem-label-without-format", "filesystem must specify format if label is specified"),
  partitionsOverwritten: problem("filesystem-on-partitions", "filesystem overwrites partitioned device"),
  implicitWipe: problem("filesystem-wiped-with-disk", "device matches disk with wipeTable enabled; filesystem will be wiped"),
  luksSlash: problem("luks-name-slash", "device names cannot contain slashes"),
  luksLabel: problem("luks-label-length", "luks device labels cannot be longer than 47 characters"),
  luksKeyFile: problem("luks-key-file", "invalid key-file source"),
  customWithOthers: problem("clevis-custom-with-others", "cannot use custom clevis config with tpm2, tang, or threshold"),
  pinMissing: problem("clevis-pin-missing", "missing required custom clevis pin"),
  pinUnknown: problem("clevis-pin-unknown", "unsupported clevis pin"),
  configMissing: problem("clevis-config-missing", "missing required custom clevis config"),
  cexWithClevis: problem("cex-with-clevis", "cannot use cex with clevis"),
  cexWithKeyFile: problem("cex-with-key-file", "cannot use key file with cex"),
  thumbprintMissing: problem("tang-thumbprint-missing", "thumbprint is required"),
  advertisement: problem("tang-advertisement", "advertisement is not valid JSON"),
  levelMissing: problem("raid-level-missing", "raid level is required"),
  levelUnknown: problem("raid-level-unknown", "unrecognized raid level"),
  spares: problem("raid-spares", "spares unsupported for linear and raid0 arrays"),
  raidDevices: problem("raid-devices-missing", "raid devices required"),

  unitExtension: problem("unit-extension", "invalid systemd unit extension"),
  dropinExtension: problem("dropin-extension", "invalid systemd drop-in extension"),
} as const;

/** Problems whose message or code depends on the config. */
export const unsupportedConfigVersion = (code: string, version: unknown): Problem =>
  problem(code, /^\d+\.\d+\.\d+/.test(String(version)) ? "unsupported config version" : "invalid config version (couldn't parse)");
export const unusedKey = (key: string): Problem => problem("unused-key", `unused key ${key}`);
export const contextMismatch = (path: string): Problem =>
  problem(
    "context-mismatch",
    `context tree does not match content tree at ${path}. Line and column reporting may be inconsistent. Unused keys may not be reported`,
  );
export const notJson = (message: string): Problem => problem("ignition-not-json", message);
export const wrongType = (expected: string, received: string): Problem => problem("wrong-type", `must be ${expected}, not ${received}`);
export const badDataUrl = (reason: string): Problem => problem("data-url-malformed", reason);
export const labelLength = (limit: number, format: string): Problem =>
  problem("filesystem-label-length", `filesystem labels cannot be longer than ${limit} characters when using ${format}`);
export const badUnit = (reason: string): Problem => problem("unit-malformed", `invalid unit content: ${reason}`);
export const noInstall = (unit: string): Problem =>
  problem("unit-install-missing", `unit ${goQuoted(unit)} is enabled, but has no install section so enable does nothing`);
export const noTemplateInstall = (template: string, unit: string): Problem =>
  problem("unit-install-missing", `template unit ${goQuoted(template)} for ${goQuoted(unit)} doesn't have Install section`);

/** The findings of one walk over a config. */
export class Findings {
  public readonly reports: ConfigReport[] = [];

  public error(path: string, { code, message }: Problem): void {
    this.reports.push({ severity: ReportSeverity.ERROR, path, code, message });
  }

  public warn(path: string, { code, message }: Problem, hint?: string): void {
    this.reports.push({ severity: ReportSeverity.WARNING, path, code, message, ...(hint !== undefined && { hint }) });
  }

  /** Records what a rule found, if anything. */
  public check(path: string, found: Problem | undefined): void {
    if (found !== undefined) this.error(path, found);
  }
}

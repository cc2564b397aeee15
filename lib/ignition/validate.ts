import { findDuplicates } from "./duplicates";
import { normaliseShaped } from "./encode";
import { TypeFault, decodeConfig, decodeVersion } from "./go-decode";
import { parseGoSemver } from "./go-semver";
import { JsonNode, JsonSyntaxFault, JsonText, memberOf } from "./json-tree";
import { BYTES_MAX } from "./limits";
import { notJson } from "./problems";
import { ConfigReport, ReportSeverity } from "./report";
import { checkRules } from "./rules";
import { IgnitionSpecVersion } from "./spec-version";
import { TextPositions } from "./text-positions";
import { IgnitionConfig } from "./types";
import { unusedKeys } from "./unused-keys";

/** What `ignition-validate` says about a text. */
export interface IgnitionValidation {
  /**
   * The findings, in its order: rules, duplicates, unused keys. Lines and columns (in bytes) count from 1; both are 0 where a fault is at
   * the very end of the text, and absent where the text holds a number that no floating-point number can hold.
   */
  readonly reports: readonly ConfigReport[];
  /**
   * Why there is no config. `config is not valid` goes with a report that says more, anything else stands alone.
   *
   * @default - there is one
   */
  readonly error?: string;
}

/** A text as Ignition reads it. */
export interface ReadIgnition extends IgnitionValidation {
  /** The config, where there is one. Keys that nobody reads are not in it. */
  readonly config?: IgnitionConfig;
}

/** The error of Ignition that goes with a report. */
const INVALID = "config is not valid";

/**
 * Looks at a text as `ignition-validate` of Ignition 2.26.0 does, its mistakes included: of keys that differ in case, of nulls, of keys that
 * repeat. Unlike `parseIgnition` it takes experimental configs, and keys that nobody reads are warnings. It throws nothing.
 *
 * @param text the config; bytes that are not UTF-8 are read as Go reads them
 * @see https://github.com/coreos/ignition/blob/v2.26.0/validate/main.go
 */
export function validateIgnition(text: string | Uint8Array): IgnitionValidation {
  const { reports, error } = readIgnition(text);
  return error === undefined ? { reports } : { reports, error };
}

/** The same, with the config that Ignition would go on with. */
export function readIgnition(text: string | Uint8Array): ReadIgnition {
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  if (bytes.length === 0) return { reports: [], error: "not a config (empty)" };
  if (bytes.length > BYTES_MAX) return { reports: [], error: `config of ${bytes.length} bytes is larger than ${BYTES_MAX}` };
  const json = new JsonText(bytes.toString("latin1"));
  const positions = new TextPositions(json.bytes);
  let root: JsonNode;
  try {
    root = json.read();
  } catch (e) {
    if (!(e instanceof JsonSyntaxFault)) throw e;
    return unreadable(e, positions);
  }
  const { version: named, fault } = decodeVersion(json, root);
  if (fault !== undefined) return unreadable(fault, positions);
  const version = specVersion(named);
  if (!(version instanceof IgnitionSpecVersion)) return { reports: [], error: version };

  const { config, fault: wrongType } = decodeConfig(json, root, version);
  if (wrongType !== undefined) return unreadable(wrongType, positions);
  const found = [...checkRules(config, version), ...findDuplicates(config)];
  const reports = json.hasHugeNumber ? found : placed(found, config, root, version, positions);
  if (reports.some(({ severity }) => severity === ReportSeverity.ERROR)) return { reports, error: INVALID };
  return { reports, config: normaliseShaped(config, version) };
}

/** The findings with their places, and the unused keys. Ignition's second reader, which knows places, gives up on a number too large. */
function placed(
  found: readonly ConfigReport[],
  config: IgnitionConfig,
  root: JsonNode,
  version: IgnitionSpecVersion,
  positions: TextPositions,
): ConfigReport[] {
  const unused = unusedKeys(config, root, version).map(({ path, problem, hint, at }) => ({
    severity: ReportSeverity.WARNING,
    path,
    ...problem,
    ...(hint !== undefined && { hint }),
    ...positions.at(at),
  }));
  return [...found.map((report) => ({ ...report, ...positions.at(deepest(root, report.path).at) })), ...unused];
}

function unreadable({ message, offset }: JsonSyntaxFault | TypeFault, positions: TextPositions): ReadIgnition {
  return { reports: [{ severity: ReportSeverity.ERROR, path: "", ...notJson(message), ...positions.at(offset) }], error: INVALID };
}

function specVersion(named: string): IgnitionSpecVersion | string {
  const version = parseGoSemver(named);
  if (version === undefined) return "invalid config version (couldn't parse)";
  const { major, minor, patch, preRelease, metadata } = version;
  const text = `${major}.${minor}.${patch}${preRelease === "" ? "" : `-${preRelease}`}${metadata === "" ? "" : `+${metadata}`}`;
  const { ALL, V3_7_0_EXPERIMENTAL } = IgnitionSpecVersion;
  return [...ALL, V3_7_0_EXPERIMENTAL].find((known) => known.toString() === text) ?? "unsupported config version";
}

/** The deepest node that a path reaches. */
function deepest(root: JsonNode, path: string): JsonNode {
  let node = root;
  for (const part of path.split(".")) {
    const child = node.items === undefined ? memberOf(node, part)?.node : node.items[Number(part)];
    if (child === undefined) break;
    node = child;
  }
  return node;
}

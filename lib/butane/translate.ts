import { ContextNode, deepestNode } from "../ignition/context-tree";
import type { ButaneVersion } from "./define-version";
import type { FilesDirectory } from "./files/directory";
import { Outcome, translateDecoded } from "./phases";
import { ButaneResult } from "./result";
import type { TranslateButaneOptions } from "./translate-options";
import { versionOf } from "./versions";
import { Position, YamlDocument, YamlFault, contextTree, decodeCommon, decodeYaml, readYaml, unusedKeys } from "./yaml";

/**
 * Translates a Butane config of the variant `flatcar` to Ignition, as butane 0.29.0 does: the same config, the same reports, the same errors.
 * Nothing is thrown for what is in the text, and nothing but the files directory is looked at.
 *
 * @param text YAML, as text or as bytes
 * @see https://coreos.github.io/butane/config-flatcar-v1_1/
 */
export function translateButane(text: string | Uint8Array, options: TranslateButaneOptions = {}): ButaneResult {
  const { filesDir, pretty = false } = options;
  return new ButaneResult(outcomeOf(text, filesDir), pretty);
}

function outcomeOf(text: string | Uint8Array, files: FilesDirectory | undefined): Outcome {
  let version: ButaneVersion | string | undefined;
  try {
    const document = readYaml(text);
    const named = decodeCommon(document);
    version = versionOf(named.variant, named.version);
    return typeof version === "string" ? { reports: [], error: version } : translated(document, version, files);
  } catch (e) {
    if (!(e instanceof YamlFault)) throw e;
    // The same text is decoded twice; butane says so only of the first time.
    return { reports: [], error: version === undefined ? `Error unmarshaling yaml: ${e.message}` : e.message };
  }
}

function translated(document: YamlDocument, version: ButaneVersion, files: FilesDirectory | undefined): Outcome {
  const decoded = decodeYaml(document, version.config);
  const unused = unusedKeys(document, version.config, decoded);
  const { reports, originOf, ...outcome } = translateDecoded(version, decoded, files);
  let tree: ContextNode | undefined;
  const place = (path: string): Position => document.positions.at(deepestNode((tree ??= contextTree(document)), path).at);
  return {
    ...outcome,
    // Of the deepest value that a path reaches.
    reports: [...unused, ...reports.map((report) => ({ ...report, ...place(report.path) }))],
    positionOf: originOf && ((path) => place(originOf(path))),
  };
}

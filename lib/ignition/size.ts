import { pruned } from "./encode";
import { UNIT_DIRECTORY } from "./rules-systemd";
import { FILE_STRUCT, StructSpec, UNIT_STRUCT, isStruct } from "./schema";
import { IgnitionConfig } from "./types";

/** How much of a config one file or unit is. */
export interface IgnitionEntrySize {
  /** Path on the machine; of a unit, that of its text. */
  readonly path: string;
  /** Bytes of its entry in the encoded config, drop-ins of a unit included. */
  readonly bytes: number;
}

/**
 * The files and units that take most of an encoded config, largest first; entries of one size in the order of their paths.
 *
 * @param n at most so many
 */
export function largestFiles(config: IgnitionConfig, n: number): readonly IgnitionEntrySize[] {
  const files = (config.storage?.files ?? []).map((file) => ({ path: file.path, bytes: encodedSize(FILE_STRUCT, file) }));
  const units = (config.systemd?.units ?? []).map((unit) => ({
    path: `${UNIT_DIRECTORY}/${unit.name}`,
    bytes: encodedSize(UNIT_STRUCT, unit),
  }));
  return [...files, ...units].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)).slice(0, n);
}

function encodedSize(spec: StructSpec, entry: object): number {
  return isStruct(entry) ? Buffer.byteLength(JSON.stringify(pruned(spec, entry) ?? {})) : 0;
}

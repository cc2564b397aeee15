import type { FoundMachine } from "./machines";
import type { WriterEntry } from "./manifest";

/** A config that has a say in a path or unit. */
export interface Writer {
  /** `pool` for what the pool writes itself, `machineConfig[0]` of the pool, `nodes.db-a.machineConfig[0]` of the node. */
  readonly layer: string;
  /** Relative to the project. */
  readonly file?: string;
  /** The line in the file. */
  readonly line?: number;
  /** The line in the text that stands there, where the config is a text in a program. */
  readonly textLine?: number;
}

/** Who writes a path or unit, in the order of the layers: where two say the same thing, the last counts. */
export type Writers = (written: string) => readonly Writer[];

const POOL: Writer = { layer: "pool" };

/**
 * Who writes what on a machine.
 *
 * @param shared paths that the pool has a say in whoever else writes them
 */
export function writersOf({ name, pool, node }: FoundMachine, shared: readonly string[]): Writers {
  const found = new Map<string, Writer[]>(shared.map((path) => [path, [POOL]]));
  const add = (layer: string, entry: WriterEntry): void => {
    for (const [written, at] of Object.entries(entry.writes)) {
      const writer = { layer, ...placeOf(entry, at ?? undefined) };
      const list = found.get(written);
      if (list === undefined) found.set(written, [writer]);
      else list.push(writer);
    }
  };
  pool.machineConfig?.forEach((entry, i) => add(`machineConfig[${i}]`, node.poolMachineConfig?.[i] ?? entry));
  node.machineConfig?.forEach((entry, i) => add(`nodes.${name}.machineConfig[${i}]`, entry));
  return (written) => found.get(written) ?? [POOL];
}

function placeOf({ file, line, inText }: WriterEntry, at: number | undefined): Omit<Writer, "layer"> {
  const place = inText === true ? { line, textLine: at } : { line: at ?? line };
  return Object.fromEntries(Object.entries({ file, ...place }).filter(([, value]) => value !== undefined));
}

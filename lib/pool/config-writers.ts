import type { IgnitionConfig } from "../ignition";
import { ConfigSource, sourceOf } from "./config-source";
import type { MachineConfig } from "./machine-config";
import type { ManifestWriter } from "./manifest";
import { inProject, lineOf } from "./source-location";

type Place = Pick<ManifestWriter, "file" | "line">;

/** One config of a layer: what wrote it, and what it writes. */
interface Writer {
  readonly by: MachineConfig;
  readonly source?: ConfigSource;
  /** Paths of files, directories and links, and names of units. */
  readonly writes: readonly string[];
}

/** The writers of a node, beside those that are the pool's for every node. */
export interface NodeWriters {
  /** Of the node's `machineConfig`, in order. */
  readonly machineConfig?: readonly ManifestWriter[];
  /** Of the pool's `machineConfig`, by place, where a config writes something else for this node than the pool's entry says. */
  readonly poolMachineConfig?: { readonly [place: string]: ManifestWriter };
}

/**
 * Remembers which config writes what, for the manifest. What a config of the pool writes is kept once; for a node only where it differs.
 */
export class ConfigWriters {
  private readonly ofPool: Writer[] = [];
  private readonly ofNodes = new Map<string, { readonly own: readonly Writer[]; readonly other: ReadonlyMap<number, Writer> }>();
  // Many nodes have configs of one file, or one config.
  private readonly made = new Map<MachineConfig, Place>();
  private readonly files = new Map<string, Place>();

  constructor(private readonly configs: readonly MachineConfig[]) {}

  /**
   * Takes down what a node's config is made of.
   *
   * @param ofPool what the pool's configs rendered for the node, checked
   * @param configs the node's own
   * @param ofNode what they rendered
   */
  public note(node: string, ofPool: readonly IgnitionConfig[], configs: readonly MachineConfig[], ofNode: readonly IgnitionConfig[]): void {
    const other = new Map<number, Writer>();
    ofPool.forEach((config, i) => {
      const known = this.ofPool[i] as Writer | undefined;
      if (known !== undefined && this.configs[i].sameForEveryNode) return;
      const writer = writerOf(this.configs[i], config);
      if (known === undefined) this.ofPool[i] = writer;
      else if (!isSame(known, writer)) other.set(i, writer);
    });
    if (other.size === 0 && ofNode.length === 0) return;
    this.ofNodes.set(node, { own: ofNode.map((config, i) => writerOf(configs[i], config)), other });
  }

  /**
   * The pool's, in order.
   *
   * @param traces whether the lines of the program that made the configs are told
   */
  public pool(traces: boolean): readonly ManifestWriter[] {
    return this.ofPool.map((writer) => this.print(writer, traces));
  }

  /** A node's own. */
  public node(name: string, traces: boolean): NodeWriters {
    const found = this.ofNodes.get(name);
    if (found === undefined) return {};
    const { own, other } = found;
    const others = [...other].map(([i, writer]) => [String(i), this.print(writer, traces)] as const);
    return {
      ...(own.length === 0 ? {} : { machineConfig: own.map((writer) => this.print(writer, traces)) }),
      ...(others.length === 0 ? {} : { poolMachineConfig: Object.fromEntries(others) }),
    };
  }

  private print({ by, source, writes }: Writer, traces: boolean): ManifestWriter {
    const place = source?.file === undefined ? (traces ? this.madeAt(by) : {}) : this.fileOf(source.file);
    return {
      ...place,
      ...(source !== undefined && source.file === undefined && source.inProgram !== true ? { inText: true as const } : {}),
      writes: Object.fromEntries(writes.map((what) => [what, source?.lineOf(what) ?? null])),
    };
  }

  private madeAt(config: MachineConfig): Place {
    let found = this.made.get(config);
    if (found === undefined) this.made.set(config, (found = lineOf(config._made) ?? {}));
    return found;
  }

  private fileOf(file: string): Place {
    let found = this.files.get(file);
    if (found === undefined) {
      const name = inProject(file);
      this.files.set(file, (found = name === undefined ? {} : { file: name }));
    }
    return found;
  }
}

function writerOf(by: MachineConfig, config: IgnitionConfig): Writer {
  const { directories = [], files = [], links = [] } = config.storage ?? {};
  const writes = [...files, ...directories, ...links].map(({ path }) => path);
  for (const { name } of config.systemd?.units ?? []) writes.push(name);
  return { by, source: sourceOf(config), writes };
}

function isSame(a: Writer, b: Writer): boolean {
  return (
    a.source?.file === b.source?.file &&
    a.writes.length === b.writes.length &&
    a.writes.every((what, i) => what === b.writes[i] && a.source?.lineOf(what) === b.source?.lineOf(what))
  );
}

import { FlatcarError } from "../../errors";
import { IgnitionConfig, MissingConfig, renderIgnition } from "../../ignition";
import { ConfigPlace, readConfigAt } from "../synth/machine-config";
import type { NodeEntry, ReleaseEntry } from "../synth/manifest";
import type { SynthesisedStack } from "../synth/stack";

/** What is known of one machine of a synthesised stack, or of what stands for every machine of a group. */
export interface CheckedMachineProps {
  readonly name: string;
  readonly address: string;
  readonly resources: readonly string[];
  /** @default - not known, as of a machine that no pool made and whose resources do not tell */
  readonly release?: ReleaseEntry;
  /** @default - no pool made it, or it has no name */
  readonly node?: NodeEntry;
  /** @default - it has none that is known */
  readonly place?: ConfigPlace;
}

interface Reading {
  readonly config?: IgnitionConfig;
  readonly written?: IgnitionConfig;
  readonly wrapperVersions?: readonly string[];
  readonly fault?: string;
}

/** One machine of a synthesised stack, or what stands for every machine of a group. */
export class CheckedMachine {
  /** The name of the node; of a group that of its pool, of a machine that no pool made the address. */
  public readonly name: string;
  /** Address of the resource that is the machine, or that makes the machines. */
  public readonly address: string;
  /** Addresses of all its resources. */
  public readonly resources: readonly string[];
  /** What it boots for the first time. Of a machine that no pool made it is known as far as the resources tell. */
  public readonly release: ReleaseEntry | undefined;
  /** What the manifest says of it. */
  public readonly node: NodeEntry | undefined;
  /** Where its config stands. */
  public readonly place: ConfigPlace | undefined;
  private read: Reading | undefined;

  constructor(
    private readonly stack: SynthesisedStack,
    { name, address, resources, release, node, place }: CheckedMachineProps,
  ) {
    this.name = name;
    this.address = address;
    this.resources = resources;
    this.release = release;
    this.node = node;
    this.place = place;
  }

  /** Its config with those in `data:` URLs that it refers to put in. Undefined where it has none, or none that can be read: see {@link fault}. */
  public get config(): IgnitionConfig | undefined {
    return this.reading().config;
  }

  /** Its config as it is written, unpacked from the wrapper of its pool. */
  public get written(): IgnitionConfig | undefined {
    return this.reading().written;
  }

  /** The spec versions of the wrappers that its config is in, the outermost first. */
  public get wrapperVersions(): readonly string[] {
    return this.reading().wrapperVersions ?? [];
  }

  /** Why its config cannot be read, where that is so. */
  public get fault(): string | undefined {
    return this.reading().fault;
  }

  private reading(): Reading {
    return (this.read ??= this.readNow());
  }

  private readNow(): Reading {
    if (this.place === undefined) return {};
    let written: IgnitionConfig | undefined;
    let wrapperVersions: readonly string[] = [];
    try {
      ({ config: written, wrapperVersions } = readConfigAt(this.stack, this.place));
      return { written, wrapperVersions, config: renderIgnition(written, { missing: MissingConfig.KEEP }) };
    } catch (e) {
      if (!FlatcarError.isFlatcarError(e)) throw e;
      // User data of machines that no pool made may be anything, and known only at apply.
      return { written, wrapperVersions, fault: `${e.subject}: ${e.allowed} (${e.code})` };
    }
  }
}

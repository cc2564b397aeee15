import type { Figure, TableName } from "./figure";

/** How the tables are made. */
export interface BenchOptions {
  /** A folder for what is made on the way, which somebody else removes. */
  readonly scratch: string;
  /** The folder of this repository. */
  readonly project: string;
  /** How often most is measured, by turns with what it is held against. */
  readonly runs: number;
  /** Nodes of the pools that are synthesised. */
  readonly sizes: readonly number[];
  readonly platforms: readonly string[];
  /** Nodes of the pools that Terraform plans. */
  readonly planSizes: readonly number[];
  /** Resources of the plans that are read. */
  readonly resources: readonly number[];
  /** Seconds of each run of the table of Butane, after its warm-up. */
  readonly seconds: number;
  /** Of the file that is fetched. */
  readonly mebibytes: number;
}

/** One table of the bench. */
export interface Table {
  readonly name: TableName;
  /** What is measured. */
  readonly title: string;
  /** What it is held against. @default - nothing */
  readonly against?: string;
  /**
   * Measures all of the table.
   *
   * @param add takes each figure as it is there
   * @throws Error where something of the machine is missing, or what is measured fails
   */
  measure(options: BenchOptions, add: (figure: Omit<Figure, "table">) => void): Promise<void>;
}

/** Platforms as they are called in figures. */
export const PLATFORM_NAMES: { readonly [platform: string]: string } = {
  aws: "AWS",
  "bare-metal": "bare metal",
  hetzner: "Hetzner",
  libvirt: "libvirt",
};

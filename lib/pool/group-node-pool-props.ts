import { INodePool, NodePoolProps } from "./node-pool-props";

/** How many machines a group has. Whole numbers; a value known only at apply is checked by the platform. */
export interface GroupCapacity {
  /** The fewest machines, from 0. */
  readonly min: number;
  /** The most machines. */
  readonly max: number;
  /**
   * How many machines there are to be. Terraform holds the number: what an autoscaler has changed is in the next plan.
   *
   * @default - `min` at first, and afterwards what an autoscaler or a person at the platform decides; no plan changes it
   */
  readonly desired?: number;
}

/** What every pool takes whose machines have no names, on every platform. Nothing in it is one machine's own. */
export interface GroupNodePoolProps extends NodePoolProps {
  /** How many machines there are. */
  readonly capacity: GroupCapacity;
  /**
   * A whole number from 1. Raising it replaces all machines, a few at a time, by ones with the newest config and release.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** A pool that the platform makes as many machines of as it takes. */
export interface IGroupNodePool extends INodePool {
  readonly capacity: GroupCapacity;
}

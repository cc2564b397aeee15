import type { AutoscalingGroupMixedInstancesPolicyInstancesDistribution } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { FlatcarError } from "../errors";
import { hasToken, isToken } from "../pool/tokens";

/** From which of a group's instance types, in which zone, Spot machines are taken. */
export enum AwsSpotAllocation {
  /** Where a machine is least likely to be taken away soon, at a low price. */
  PRICE_CAPACITY_OPTIMIZED = "price-capacity-optimized",
  /** Where a machine is least likely to be taken away soon. */
  CAPACITY_OPTIMIZED = "capacity-optimized",
  /** The same, with regard to the order of the types. */
  CAPACITY_OPTIMIZED_PRIORITIZED = "capacity-optimized-prioritized",
  /** The cheapest, which are the ones taken away most often. */
  LOWEST_PRICE = "lowest-price",
}

/** How Spot machines are bought. */
export interface AwsSpotOptions {
  /**
   * The most to be paid for an hour of a machine, in US dollars, such as `0.05`.
   *
   * @default - the price without Spot
   */
  readonly maxPrice?: string;
  /** @default AwsSpotAllocation.PRICE_CAPACITY_OPTIMIZED */
  readonly allocation?: AwsSpotAllocation;
}

/** How many machines are bought without Spot. */
export interface AwsMixedOptions extends AwsSpotOptions {
  /**
   * How many machines are never Spot, from 0.
   *
   * @default 0
   */
  readonly onDemandBase?: number;
  /** Of the machines above the base, how many in a hundred are not Spot: 0 to 100. */
  readonly onDemandPercentage: number;
}

/** How the machines of a group are bought. Of several instance types the earlier ones are taken first, where they are not Spot. */
export class AwsPurchaseOption {
  /** Without Spot: a machine stays until somebody takes it away. */
  public static onDemand(): AwsPurchaseOption {
    return new AwsPurchaseOption({ onDemandPercentage: 100 });
  }

  /** Spot: cheap machines that EC2 takes back with two minutes' notice. Not for a quorum. */
  public static spot(options: AwsSpotOptions = {}): AwsPurchaseOption {
    return new AwsPurchaseOption({ ...options, onDemandPercentage: 0 });
  }

  /** Some of both. Not for a quorum. */
  public static mixed(options: AwsMixedOptions): AwsPurchaseOption {
    return new AwsPurchaseOption(options);
  }

  private constructor(private readonly options: AwsMixedOptions) {}

  /** Whether some machines may be Spot. */
  public get usesSpot(): boolean {
    return this.options.onDemandPercentage !== 100;
  }

  /**
   * The distribution of a mixed instances policy.
   *
   * @throws FlatcarError `purchase-option`
   * @internal
   */
  public _distribution(): AutoscalingGroupMixedInstancesPolicyInstancesDistribution {
    const { maxPrice, allocation, onDemandBase = 0, onDemandPercentage } = this.options;
    check("onDemandBase", onDemandBase, isWhole(onDemandBase, Infinity), "a whole number from 0");
    check("onDemandPercentage", onDemandPercentage, isWhole(onDemandPercentage, 100), "a whole number from 0 to 100");
    const price = maxPrice === undefined || hasToken(maxPrice) || (/^\d+(\.\d+)?$/.test(maxPrice) && Number(maxPrice) > 0);
    check("maxPrice", maxPrice, price, "a price in US dollars above 0, such as 0.05");
    return {
      onDemandAllocationStrategy: "prioritized",
      onDemandBaseCapacity: onDemandBase,
      onDemandPercentageAboveBaseCapacity: onDemandPercentage,
      ...(this.usesSpot
        ? { spotAllocationStrategy: allocation ?? AwsSpotAllocation.PRICE_CAPACITY_OPTIMIZED, spotMaxPrice: maxPrice }
        : {}),
    };
  }
}

function isWhole(value: number, most: number): boolean {
  return isToken(value) || (Number.isSafeInteger(value) && value >= 0 && value <= most);
}

function check(name: string, received: unknown, good: boolean, allowed: string): void {
  if (good) return;
  throw new FlatcarError({
    code: "purchase-option",
    subject: `purchaseOption: ${name}`,
    received,
    allowed,
    mend: "correct it, or leave it out",
  });
}

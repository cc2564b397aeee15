import type { AutoscalingGroupConfig } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { FlatcarError } from "../errors";
import { isListToken, isToken } from "../pool/tokens";

/** Who tells a group that a machine is unwell. */
export enum AwsHealthCheck {
  /** EC2, which looks whether the machine runs. */
  EC2 = "EC2",
  /** The target groups too, so that a machine whose config is bad is found out. */
  ELB = "ELB",
}

/** Where a warm pool's machines wait. */
export enum AwsWarmPoolState {
  STOPPED = "Stopped",
  RUNNING = "Running",
  HIBERNATED = "Hibernated",
}

/** Machines that are made beforehand and wait. */
export interface AwsWarmPool {
  /** @default AwsWarmPoolState.STOPPED */
  readonly state?: AwsWarmPoolState;
  /**
   * The fewest machines that wait.
   *
   * @default 0
   */
  readonly minSize?: number;
  /**
   * The most machines there may be, waiting ones included.
   *
   * @default - the group's `max`
   */
  readonly maxPreparedCapacity?: number;
  /**
   * Whether machines wait again when the group gets smaller, and are not taken away. Ignition does not run on them again.
   *
   * @default false
   */
  readonly reuseOnScaleIn?: boolean;
}

/** How many machines there must and may be while EC2 Auto Scaling replaces some by itself. The two are at most 100 apart. */
export interface AwsMaintenancePolicy {
  /** Of the wanted machines in a hundred, 0 to 100. */
  readonly minHealthyPercentage: number;
  /** Of the wanted machines in a hundred, 100 to 200. */
  readonly maxHealthyPercentage: number;
}

/** What is done where an availability zone has no room for its share of the machines. */
export enum AwsZoneDistribution {
  /** Other zones take them. */
  BALANCED_BEST_EFFORT = "balanced-best-effort",
  /** The zone is asked again. */
  BALANCED_ONLY = "balanced-only",
}

/** How a group keeps its machines. */
export interface AwsCapacityOptions {
  /**
   * ARNs of the target groups of load balancers that the machines are put into. An empty list takes the last one away.
   *
   * @default - none, and none is taken away that was there
   */
  readonly targetGroupArns?: string[];
  /**
   * Who says that a machine is unwell, so that it is replaced.
   *
   * @default AwsHealthCheck.ELB where there are target groups, else AwsHealthCheck.EC2
   */
  readonly healthCheck?: AwsHealthCheck;
  /**
   * Seconds in which a new machine is not held to be unwell.
   *
   * @default 300
   */
  readonly healthCheckGracePeriodSec?: number;
  /**
   * Whether a Spot machine that is likely to be taken away soon is replaced before.
   *
   * @default - where machines may be Spot
   */
  readonly capacityRebalance?: boolean;
  /**
   * How old a machine may become, in seconds: 0 for any age, or 86400 to 31536000.
   *
   * @default 0
   */
  readonly maxInstanceLifetimeSec?: number;
  /**
   * Whether a machine is protected from being taken away when the group gets smaller. An instance refresh replaces it all the same.
   *
   * @default false
   */
  readonly protectFromScaleIn?: boolean;
  /**
   * Which machine goes first when the group gets smaller, such as `OldestInstance`.
   *
   * @default - EC2's own order
   */
  readonly terminationPolicies?: string[];
  /**
   * Processes of the group that are held, such as `AZRebalance`.
   *
   * @default - none
   */
  readonly suspendedProcesses?: string[];
  /**
   * Seconds from the start of a machine until it counts for scaling.
   *
   * @default - EC2's own
   */
  readonly defaultInstanceWarmupSec?: number;
  /**
   * Seconds between two steps of simple scaling.
   *
   * @default - EC2's own, 300
   */
  readonly defaultCooldownSec?: number;
  /**
   * Metrics of the group that CloudWatch collects, such as `GroupInServiceInstances`.
   *
   * @default - none
   */
  readonly enabledMetrics?: string[];
  /** @default - none */
  readonly warmPool?: AwsWarmPool;
  /** @default - a machine goes before its successor comes */
  readonly maintenancePolicy?: AwsMaintenancePolicy;
  /** @default AwsZoneDistribution.BALANCED_BEST_EFFORT */
  readonly zoneDistribution?: AwsZoneDistribution;
  /**
   * ARN of the service-linked role by which the group acts, for example to use a KMS key of your own.
   *
   * @default - the account's AWSServiceRoleForAutoScaling
   */
  readonly serviceLinkedRoleArn?: string;
}

/**
 * What a group is told of keeping its machines.
 *
 * @param usesSpot whether some of them may be Spot
 * @throws FlatcarError `instance-lifetime`, `maintenance-policy`
 */
export function capacityOptions(options: AwsCapacityOptions, usesSpot: boolean): Omit<AutoscalingGroupConfig, "minSize" | "maxSize"> {
  const { targetGroupArns, warmPool, zoneDistribution } = options;
  return {
    targetGroupArns,
    healthCheckType: options.healthCheck ?? (hasMembers(targetGroupArns) ? AwsHealthCheck.ELB : AwsHealthCheck.EC2),
    healthCheckGracePeriod: options.healthCheckGracePeriodSec ?? 300,
    capacityRebalance: options.capacityRebalance ?? (usesSpot ? true : undefined),
    maxInstanceLifetime: checkedLifetime(options.maxInstanceLifetimeSec),
    protectFromScaleIn: options.protectFromScaleIn ?? false,
    terminationPolicies: options.terminationPolicies,
    suspendedProcesses: options.suspendedProcesses,
    defaultInstanceWarmup: options.defaultInstanceWarmupSec,
    defaultCooldown: options.defaultCooldownSec,
    enabledMetrics: options.enabledMetrics,
    serviceLinkedRoleArn: options.serviceLinkedRoleArn,
    instanceMaintenancePolicy: checkedMaintenance(options.maintenancePolicy),
    availabilityZoneDistribution: zoneDistribution === undefined ? undefined : { capacityDistributionStrategy: zoneDistribution },
    warmPool:
      warmPool === undefined
        ? undefined
        : {
            poolState: warmPool.state ?? AwsWarmPoolState.STOPPED,
            minSize: warmPool.minSize ?? 0,
            maxGroupPreparedCapacity: warmPool.maxPreparedCapacity,
            instanceReusePolicy: { reuseOnScaleIn: warmPool.reuseOnScaleIn ?? false },
          },
  };
}

function hasMembers(list: string[] | undefined): boolean {
  return list !== undefined && (isListToken(list) || list.length > 0);
}

// https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html
function checkedLifetime(seconds: number | undefined): number | undefined {
  const good = seconds === undefined || isToken(seconds) || seconds === 0;
  if (good || (Number.isSafeInteger(seconds) && seconds >= 86_400 && seconds <= 31_536_000)) return seconds;
  throw new FlatcarError({
    code: "instance-lifetime",
    subject: "maxInstanceLifetimeSec",
    received: seconds,
    allowed: "0 for any age, or a whole number of seconds from 86400 (a day) to 31536000 (a year)",
    mend: "correct it, or leave it out",
  });
}

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMaintenancePolicy.html
function checkedMaintenance(policy: AwsMaintenancePolicy | undefined): AwsMaintenancePolicy | undefined {
  if (policy === undefined) return undefined;
  const { minHealthyPercentage: min, maxHealthyPercentage: max } = policy;
  const isWithin = (value: number, least: number, most: number): boolean =>
    isToken(value) || (Number.isSafeInteger(value) && value >= least && value <= most);
  if (isWithin(min, 0, 100) && isWithin(max, 100, 200) && (isToken(min) || isToken(max) || max - min <= 100)) return policy;
  throw new FlatcarError({
    code: "maintenance-policy",
    subject: "maintenancePolicy",
    received: { minHealthyPercentage: min, maxHealthyPercentage: max },
    allowed: "whole numbers, 'minHealthyPercentage' from 0 to 100, 'maxHealthyPercentage' from 100 to 200 and at most 100 above it",
    mend: "correct them, or leave 'maintenancePolicy' out",
  });
}

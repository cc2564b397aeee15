import type { AutoscalingGroupInstanceRefresh } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { FlatcarError } from "../errors";
import { ChangePolicy } from "../pool/change-policy";
import { isToken } from "../pool/tokens";

/** How the machines of a group are replaced, a few at a time, when their template changes. */
export interface AwsInstanceRefresh {
  /**
   * How many in a hundred of the wanted machines must be in service meanwhile, 0 to 100. What does not allow one machine to go lets one go all the same.
   *
   * @default 90
   */
  readonly minHealthyPercentage?: number;
  /**
   * How many in a hundred of the wanted machines there may be meanwhile, 100 to 200 and at most 100 above the minimum.
   *
   * @default - 100: a machine goes before its successor comes
   */
  readonly maxHealthyPercentage?: number;
  /**
   * Seconds from the start of a machine until it counts as in service.
   *
   * @default 120
   */
  readonly instanceWarmupSec?: number;
  /**
   * Whether machines that the new template has made already are left alone.
   *
   * @default true
   */
  readonly skipMatching?: boolean;
  /**
   * Whether a refresh that fails takes the machines back to the template that they came from. Terraform goes on to want the new one, so the next apply
   * begins it again. Only where changes replace (`ChangePolicy.REPLACE`).
   *
   * @default false
   */
  readonly autoRollback?: boolean;
  /**
   * After how many in a hundred replaced machines the refresh pauses, in ascending order.
   *
   * @default - it does not pause
   */
  readonly checkpointPercentages?: number[];
  /**
   * Seconds of a pause.
   *
   * @default 3600
   */
  readonly checkpointDelaySec?: number;
  /**
   * Names of CloudWatch alarms that make the refresh fail.
   *
   * @default - none
   */
  readonly alarms?: string[];
}

/**
 * The refresh of a group.
 *
 * @param protectedFromScaleIn whether machines are protected from scaling in: a refresh would wait for somebody to take the protection away, and fail
 * @throws FlatcarError `instance-refresh`
 */
export function instanceRefresh(
  refresh: AwsInstanceRefresh,
  policy: ChangePolicy,
  protectedFromScaleIn: boolean,
): AutoscalingGroupInstanceRefresh {
  const { minHealthyPercentage: min = 90, maxHealthyPercentage: max, instanceWarmupSec: warmup = 120, autoRollback } = refresh;
  const { checkpointPercentages: checkpoints, checkpointDelaySec: delay, alarms } = refresh;
  check("minHealthyPercentage", min, isWhole(min, 0, 100), "a whole number from 0 to 100");
  check("maxHealthyPercentage", max, max === undefined || isWhole(max, 100, 200), "a whole number from 100 to 200");
  const spread = max === undefined || isToken(min) || isToken(max) || max - min <= 100;
  check("maxHealthyPercentage", max, spread, "at most 100 above minHealthyPercentage");
  check("instanceWarmupSec", warmup, isWhole(warmup, 0, Infinity), "a whole number of seconds from 0");
  check("checkpointDelaySec", delay, delay === undefined || isWhole(delay, 0, 172_800), "a whole number of seconds from 0 to 172800");
  check(
    "checkpointPercentages",
    checkpoints,
    checkpoints === undefined || isAscending(checkpoints),
    "whole numbers from 1 to 100 in ascending order",
  );
  const rollback = autoRollback !== true || policy === ChangePolicy.REPLACE;
  check(
    "autoRollback",
    autoRollback,
    rollback,
    "false where changes wait: the group follows the default version of its template, which cannot be gone back to",
  );
  return {
    strategy: "Rolling",
    preferences: {
      minHealthyPercentage: min,
      maxHealthyPercentage: max,
      instanceWarmup: String(warmup),
      skipMatching: refresh.skipMatching ?? true,
      autoRollback,
      checkpointPercentages: checkpoints,
      checkpointDelay: delay === undefined ? undefined : String(delay),
      scaleInProtectedInstances: protectedFromScaleIn ? "Refresh" : undefined,
      alarmSpecification: alarms === undefined ? undefined : { alarms },
    },
  };
}

function isWhole(value: number, least: number, most: number): boolean {
  return isToken(value) || (Number.isSafeInteger(value) && value >= least && value <= most);
}

function isAscending(values: number[]): boolean {
  if (isToken(values)) return true;
  return values.every(
    (value, i) => isWhole(value, 1, 100) && (i === 0 || isToken(value) || isToken(values[i - 1]) || value > values[i - 1]),
  );
}

function check(name: string, received: unknown, good: boolean, allowed: string): void {
  if (good) return;
  throw new FlatcarError({
    code: "instance-refresh",
    subject: `instanceRefresh: ${name}`,
    received,
    allowed,
    mend: "correct it, or leave it out",
  });
}

import { Fn } from "cdktf";
import { expect, test } from "vitest";
import { AwsHealthCheck, AwsWarmPoolState } from "../../lib/aws";
import { capacityOptions } from "../../lib/aws/capacity-options";
import { thrown } from "../support";
import { variable } from "./pool";

test("EC2 says who is unwell, unless there are target groups or somebody says otherwise", () => {
  const checkedBy = (options: Parameters<typeof capacityOptions>[0]): unknown => capacityOptions(options, false).healthCheckType;
  expect(checkedBy({})).toBe("EC2");
  expect(checkedBy({ targetGroupArns: [] })).toBe("EC2");
  expect(checkedBy({ targetGroupArns: ["arn"] })).toBe("ELB");
  expect(checkedBy({ targetGroupArns: Fn.split(",", variable().stringValue) })).toBe("ELB");
  expect(checkedBy({ targetGroupArns: ["arn"], healthCheck: AwsHealthCheck.EC2 })).toBe("EC2");
});

test("a Spot machine that will be taken away is replaced before, and nothing is said of that without Spot", () => {
  expect(capacityOptions({}, true).capacityRebalance).toBe(true);
  expect(capacityOptions({}, false).capacityRebalance).toBeUndefined();
  expect(capacityOptions({ capacityRebalance: false }, true).capacityRebalance).toBe(false);
});

test("machines of a warm pool wait switched off, and none need to", () => {
  expect(capacityOptions({ warmPool: {} }, false).warmPool).toEqual({
    poolState: "Stopped",
    minSize: 0,
    maxGroupPreparedCapacity: undefined,
    instanceReusePolicy: { reuseOnScaleIn: false },
  });
  expect(capacityOptions({ warmPool: { state: AwsWarmPoolState.HIBERNATED } }, false).warmPool).toMatchObject({ poolState: "Hibernated" });
});

test.each([0, 86_400, 31_536_000, undefined])("a machine may become %s seconds old", (maxInstanceLifetimeSec) => {
  expect(capacityOptions({ maxInstanceLifetimeSec }, false).maxInstanceLifetime).toBe(maxInstanceLifetimeSec);
});

test.each([86_399, 31_536_001, -1, 90_000.5])("a machine cannot be meant to become %d seconds old", (maxInstanceLifetimeSec) => {
  expect(thrown(() => capacityOptions({ maxInstanceLifetimeSec }, false))).toMatchObject({
    code: "instance-lifetime",
    received: maxInstanceLifetimeSec,
  });
});

test("a lifetime known only at apply passes", () => {
  const { numberValue } = variable();
  expect(capacityOptions({ maxInstanceLifetimeSec: numberValue }, false).maxInstanceLifetime).toBe(numberValue);
});

test.each([
  [-1, 100],
  [101, 150],
  [90, 99],
  [100, 201],
  [50, 151],
  [90.5, 110],
])("a maintenance policy from %d to %d in a hundred is refused", (minHealthyPercentage, maxHealthyPercentage) => {
  const maintenancePolicy = { minHealthyPercentage, maxHealthyPercentage };
  expect(thrown(() => capacityOptions({ maintenancePolicy }, false))).toMatchObject({
    code: "maintenance-policy",
    received: maintenancePolicy,
  });
});

test("a maintenance policy passes that EC2 takes, or that is known only at apply", () => {
  const { numberValue } = variable();
  for (const [minHealthyPercentage, maxHealthyPercentage] of [
    [0, 100],
    [100, 200],
    [50, numberValue],
    [numberValue, 100],
    [numberValue, numberValue],
  ]) {
    const maintenancePolicy = { minHealthyPercentage, maxHealthyPercentage };
    expect(capacityOptions({ maintenancePolicy }, false).instanceMaintenancePolicy).toEqual(maintenancePolicy);
  }
});

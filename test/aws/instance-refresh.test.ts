import { expect, test } from "vitest";
import { AwsInstanceRefresh } from "../../lib/aws";
import { instanceRefresh } from "../../lib/aws/instance-refresh";
import { ChangePolicy } from "../../lib/pool/change-policy";
import { thrown } from "../support";
import { variable } from "./pool";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;

test("a refresh rolls, keeps nine in ten in service, and leaves machines alone that are new already", () => {
  expect(instanceRefresh({}, REPLACE, false)).toMatchObject({
    strategy: "Rolling",
    preferences: { minHealthyPercentage: 90, instanceWarmup: "120", skipMatching: true, maxHealthyPercentage: undefined },
  });
});

test("machines that are protected from scaling in are replaced all the same", () => {
  expect(instanceRefresh({}, REPLACE, true).preferences?.scaleInProtectedInstances).toBe("Refresh");
  expect(instanceRefresh({}, REPLACE, false).preferences?.scaleInProtectedInstances).toBeUndefined();
});

test("a refresh has what it is given", () => {
  const refresh: AwsInstanceRefresh = {
    minHealthyPercentage: 100,
    maxHealthyPercentage: 200,
    instanceWarmupSec: 0,
    skipMatching: false,
    autoRollback: true,
    checkpointPercentages: [10, 100],
    checkpointDelaySec: 60,
    alarms: ["errors"],
  };
  expect(instanceRefresh(refresh, REPLACE, false).preferences).toMatchObject({
    minHealthyPercentage: 100,
    maxHealthyPercentage: 200,
    instanceWarmup: "0",
    skipMatching: false,
    autoRollback: true,
    checkpointPercentages: [10, 100],
    checkpointDelay: "60",
    alarmSpecification: { alarms: ["errors"] },
  });
});

test.each<[AwsInstanceRefresh, string]>([
  [{ minHealthyPercentage: 101 }, "minHealthyPercentage"],
  [{ minHealthyPercentage: -1 }, "minHealthyPercentage"],
  [{ maxHealthyPercentage: 99 }, "maxHealthyPercentage"],
  [{ maxHealthyPercentage: 201 }, "maxHealthyPercentage"],
  [{ minHealthyPercentage: 50, maxHealthyPercentage: 151 }, "maxHealthyPercentage"],
  [{ instanceWarmupSec: -1 }, "instanceWarmupSec"],
  [{ checkpointDelaySec: 172_801 }, "checkpointDelaySec"],
  [{ checkpointPercentages: [50, 20] }, "checkpointPercentages"],
  [{ checkpointPercentages: [0] }, "checkpointPercentages"],
])("%j is refused, because of %s", (refresh, name) => {
  expect(thrown(() => instanceRefresh(refresh, REPLACE, false))).toMatchObject({
    code: "instance-refresh",
    subject: `instanceRefresh: ${name}`,
  });
});

test("there is nothing to roll back to where changes wait", () => {
  const error = thrown(() => instanceRefresh({ autoRollback: true }, NEW_NODES_ONLY, false));
  expect(error).toMatchObject({ code: "instance-refresh", subject: "instanceRefresh: autoRollback" });
  expect(() => instanceRefresh({ autoRollback: false }, NEW_NODES_ONLY, false)).not.toThrow();
});

test("numbers known only at apply pass", () => {
  const { numberValue: n } = variable();
  const refresh = {
    minHealthyPercentage: n,
    maxHealthyPercentage: n,
    instanceWarmupSec: n,
    checkpointPercentages: [n, 1, n],
    checkpointDelaySec: n,
  };
  expect(() => instanceRefresh(refresh, REPLACE, false)).not.toThrow();
});

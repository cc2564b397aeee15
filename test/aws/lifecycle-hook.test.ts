import { expect, test } from "vitest";
import { AwsLifecycleHook, AwsLifecycleResult, AwsLifecycleTransition } from "../../lib/aws";
import { lifecycleHooks } from "../../lib/aws/lifecycle-hook";
import { thrown } from "../support";
import { variable } from "./pool";

const DRAIN: AwsLifecycleHook = { name: "drain", transition: AwsLifecycleTransition.TERMINATING };

test("a hook waits an hour, and then gives up", () => {
  expect(lifecycleHooks([DRAIN])).toEqual([
    { name: "drain", lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING", heartbeatTimeout: 3600, defaultResult: "ABANDON" },
  ]);
});

test("a hook has what it is given", () => {
  const hook = {
    name: "join/etcd_0-1",
    transition: AwsLifecycleTransition.LAUNCHING,
    heartbeatTimeoutSec: 30,
    defaultResult: AwsLifecycleResult.CONTINUE,
    notificationTargetArn: "arn:aws:sqs:eu-central-1:123456789012:queue",
    roleArn: "arn:aws:iam::123456789012:role/hook",
    notificationMetadata: "web",
  };
  const { transition, heartbeatTimeoutSec, ...same } = hook;
  expect(lifecycleHooks([hook])).toEqual([{ ...same, lifecycleTransition: transition, heartbeatTimeout: heartbeatTimeoutSec }]);
});

test.each<[Partial<AwsLifecycleHook>, string]>([
  [{ name: "" }, "name"],
  [{ name: "drain now" }, "name"],
  [{ name: "d".repeat(256) }, "name"],
  [{ heartbeatTimeoutSec: 29 }, "drain: heartbeatTimeoutSec"],
  [{ heartbeatTimeoutSec: 7201 }, "drain: heartbeatTimeoutSec"],
  [{ notificationTargetArn: "arn" }, "drain: notificationTargetArn, roleArn"],
  [{ roleArn: "arn" }, "drain: notificationTargetArn, roleArn"],
])("%j is refused, because of its %s", (over, name) => {
  expect(thrown(() => lifecycleHooks([{ ...DRAIN, ...over }]))).toMatchObject({
    code: "lifecycle-hook",
    subject: `lifecycleHooks: ${name}`,
  });
});

test("two hooks of one name are refused", () => {
  expect(thrown(() => lifecycleHooks([DRAIN, { ...DRAIN, transition: AwsLifecycleTransition.LAUNCHING }]))).toMatchObject({
    code: "lifecycle-hook",
    received: "drain",
  });
});

test("two hooks that would be one construct are refused, as cdktf writes a slash", () => {
  expect(
    thrown(() =>
      lifecycleHooks([
        { ...DRAIN, name: "a/b" },
        { ...DRAIN, name: "a--b" },
      ]),
    ),
  ).toMatchObject({ received: "a--b" });
});

test("all but the name may be known only at apply", () => {
  const { stringValue, numberValue } = variable();
  expect(() =>
    lifecycleHooks([{ ...DRAIN, heartbeatTimeoutSec: numberValue, notificationTargetArn: stringValue, roleArn: stringValue }]),
  ).not.toThrow();
  expect(thrown(() => lifecycleHooks([{ ...DRAIN, name: stringValue }])).received).toBe("a name known only at apply");
});
